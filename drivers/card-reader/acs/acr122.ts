import { concat } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CcidLink, LinkFault } from '../card-slot.ts';
import { CCID_MAX_DATA } from '../ccid.ts';
import type { Pn532Command } from '../pn532/commands.ts';
import type { AcsRefusal } from './framing.ts';

/**
 * The ACR122 kind (ACR122S manual 2.01, chapters 5 and 6; libnfc's acr122s driver): what answers as CCID slot 0 is a SAM,
 * and the antenna is a PN532 that is reached through it, by pseudo-APDUs of class FF.
 */
const SAM_SLOT = 0x00;

const GET_FIRMWARE = Uint8Array.of(0xff, 0x00, 0x48, 0x00, 0x00);
/** The manual's example: "ACR122S100", without a status word. */
const FIRMWARE = /^(ACR122[A-Z])([\x20-\x7e]{0,16})$/;

/** "Change communication speed" knows these two (manual 6.2). */
const SPEEDS: ReadonlyMap<number, number> = new Map([
  [9600, 0x00],
  [115200, 0x01],
]);

const TO_CHIP = 0xd4;
const FROM_CHIP = 0xd5;
/** `FF 00 00 00 Lc D4 <code>` before a command's data. */
const DIRECT_OVERHEAD = 7;

/**
 * Null for a reader that answers, but is none of this kind: it may not have that slot. What was refused because it
 * arrived damaged says nothing of the kind. The SAM is powered first, as libnfc does it; an empty SAM socket is no
 * hindrance.
 */
export async function nameOfAcr122(
  link: CcidLink,
): Promise<Result<{ readonly model: string; readonly firmware: string } | null, LinkFault>> {
  const powered = await link.exchange({ name: 'iccPowerOn', slot: SAM_SLOT });
  if (!powered.ok) return hasNoSuchSlot(powered.error) ? ok(null) : powered;
  const answer = await link.exchange({ name: 'xfrBlock', slot: SAM_SLOT, data: GET_FIRMWARE });
  if (!answer.ok) return hasNoSuchSlot(answer.error) ? ok(null) : answer;
  const match = FIRMWARE.exec(String.fromCharCode(...answer.value.data));
  const [, model = '', firmware = ''] = match ?? [];
  return ok(match === null ? null : { model, firmware });
}

function hasNoSuchSlot({ code, detail }: LinkFault): boolean {
  return code === 'REFUSED' && detail === ('slot' satisfies AcsRefusal);
}

/** True when the reader agreed; the speed is another after its answer. */
export async function changeAcr122Speed(
  link: CcidLink,
  baudRate: number,
): Promise<Result<boolean, LinkFault>> {
  const code = SPEEDS.get(baudRate);
  if (code === undefined) return ok(false);
  const data = Uint8Array.of(0xff, 0x00, 0x44, code, 0x00);
  const answer = await link.exchange({ name: 'xfrBlock', slot: SAM_SLOT, data });
  if (!answer.ok) return answer.error.code === 'REFUSED' ? ok(false) : answer;
  return ok(!answer.value.failed && answer.value.data[0] === 0x90);
}

/** The PN532 behind the reader, for the slot that knows how to talk to one. */
export class Acr122Link {
  readonly #link: CcidLink;

  constructor(link: CcidLink) {
    this.#link = link;
  }

  /** What follows the answer's code. REFUSED: the chip made no sense of it, or it does not fit into a pseudo-APDU. */
  async exchange({ code, data }: Pn532Command): Promise<Result<Uint8Array, LinkFault>> {
    if (data.length + DIRECT_OVERHEAD > CCID_MAX_DATA) return err({ code: 'REFUSED', detail: 'too long' });
    const direct = Uint8Array.of(0xff, 0x00, 0x00, 0x00, data.length + 2, TO_CHIP, code);
    const answer = await this.#link.exchange({
      name: 'xfrBlock',
      slot: SAM_SLOT,
      data: concat(direct, data),
    });
    return answer.ok ? chipAnswer(answer.value.data, code) : answer;
  }
}

/** `D5 <code + 1> … 90 00`; anything else says that the chip did not answer. */
function chipAnswer(data: Uint8Array, code: number): Result<Uint8Array, LinkFault> {
  const [tfi, answered] = data;
  const done = data.at(-2) === 0x90 && data.at(-1) === 0x00;
  if (!done || tfi !== FROM_CHIP || answered !== code + 1) {
    return err({ code: 'REFUSED', detail: 'no answer of the chip' });
  }
  return ok(data.slice(2, -2));
}
