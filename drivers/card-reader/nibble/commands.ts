import type { Result } from '../../base/result.ts';
import { ok } from '../../base/result.ts';
import { NIBBLE_MAX_DATA } from './framing.ts';
import type { NibbleCommand, NibbleFault, NibbleLink } from './link.ts';

/** Slot numbers (card notes 2.5): where the resident's card goes, and the first security module behind the front. */
export const USER_SLOT = 0x00;
export const SAM_SLOT = 0x11;

/** The two status words that are documented. Every other one is a failure of the command, whatever it may mean. */
export const STATUS_OK = 0x0000;
/** No card in that slot, or it has no power. */
export const STATUS_NO_CARD = 0x1007;

/** First byte of every command about cards: 32 on the HID unit of the capture, 00 in the document of the serial ones. */
export const DEFAULT_COMMAND_CLASS = 0x32;

/** How long the reader may take for something that it does by itself. */
const READER_MS = 1_000;
/** The same with a card behind it, which may be mute: a reader notices after the T=0 work waiting time, about 1 s. */
const CARD_MS = 3_000;

const POWER_ON = 0x22;
const POWER_OFF = 0x23;
const APDU = 0x26;
/** The two delay bytes of power-on, zero in the capture; their unit is not documented. */
const NO_DELAY = [0x00, 0x00] as const;

/** Longest command TPDU: what is left of a frame after two command bytes and the slot. */
export const NIBBLE_MAX_TPDU = NIBBLE_MAX_DATA - 3;

/** Commands to one slot. */
export class SlotCommands {
  readonly #class: number;
  readonly #slot: number;

  constructor(commandClass: number, slot: number) {
    this.#class = commandClass;
    this.#slot = slot;
  }

  /** Also a fresh reset of a card that has power already. */
  powerOn(): NibbleCommand {
    const data = Uint8Array.of(this.#class, POWER_ON, ...NO_DELAY, this.#slot);
    return { data, ms: CARD_MS, harmless: true };
  }

  powerOff(): NibbleCommand {
    return { data: Uint8Array.of(this.#class, POWER_OFF, this.#slot), ms: READER_MS, harmless: true };
  }

  /** `tpdu`: at most NIBBLE_MAX_TPDU bytes. Not harmless, whatever it says: it may be VERIFY. */
  apdu(tpdu: Uint8Array): NibbleCommand {
    return { data: Uint8Array.of(this.#class, APDU, this.#slot, ...tpdu), ms: CARD_MS, harmless: false };
  }

  /** `00 A4 00 00 02 3F 00`: a card that is in and well answers something. It forgets what was selected before. */
  selectMasterFile(): NibbleCommand {
    const select = Uint8Array.of(0x00, 0xa4, 0x00, 0x00, 0x02, 0x3f, 0x00);
    return { ...this.apdu(select), harmless: true };
  }
}

/** "Who are you": the same on every unit seen. */
export const INFO: NibbleCommand = { data: Uint8Array.of(0x31, 0x11, 0x01), ms: READER_MS, harmless: true };

/**
 * The reader's name, `GWI-IC20`; `unknown` where it does not say one. Units of the serial document may not know the
 * question and say nothing at all: they are asked something that every unit answers.
 */
export async function interrogate(
  link: NibbleLink,
  commands: SlotCommands,
): Promise<Result<string, NibbleFault>> {
  const info = await link.exchange(INFO);
  if (info.ok) return ok(info.value.status === STATUS_OK ? parseModel(info.value.data) : UNKNOWN);
  if (info.error.code !== 'SILENT') return info;
  const any = await link.exchange(commands.powerOff());
  return any.ok ? ok(UNKNOWN) : any;
}

const UNKNOWN = 'unknown';
const LONGEST_MODEL = 32;

/**
 * The answer ends with the name's length and the name in ASCII. What stands before it, among others the digits 1208, has
 * no documented meaning and is not told on.
 */
function parseModel(info: Uint8Array): string {
  for (let at = Math.max(0, info.length - 1 - LONGEST_MODEL); at < info.length - 1; at++) {
    const name = info.subarray(at + 1);
    const printable = name.every((byte) => byte > 0x20 && byte < 0x7f);
    if (info[at] === name.length && printable) return String.fromCharCode(...name);
  }
  return UNKNOWN;
}
