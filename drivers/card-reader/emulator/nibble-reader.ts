import type { Clock, Timer } from '../../base/clock.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import type { EmulatedCard } from './card.ts';
import type { CardImage, EmulatedSlot } from './card-image.ts';
import { EXTENSION_MS } from './emulated-reader.ts';
import { NibbleHostFrames, nibbleFrame } from './nibble-host-frames.ts';
import { ReaderChassis } from './reader-chassis.ts';

/** The device's end of either wire: a line, or HID reports made to look like one (NibbleHidLine). */
export type NibbleWire = Pick<EmulatedLine, 'write' | 'onData' | 'unplug' | 'replug' | 'close'>;

export interface NibbleReaderEmulatorOptions {
  readonly line: NibbleWire;
  readonly clock: Clock;
  /** What can be inserted; default CARD_IMAGES. */
  readonly cards?: readonly CardImage[];
  /** What it calls itself; null for a unit that does not know the question. Default `GWI-IC20`. */
  readonly model?: string | null;
  /** Default 0x32, as captured. */
  readonly commandClass?: number;
  /** Hexadecimal: it sits behind a multiplexer that passes nothing on before it has heard this. Default: it does not. */
  readonly portSelect?: string;
  /** The security module in slot 11; default none. */
  readonly sam?: Pick<EmulatedCard, 'powerOn' | 'transmit'>;
}

const OK = '0000';
const NO_CARD = '1007';
/** Nothing but the two above is documented. These are made up: any status that a driver does not know. */
const UNKNOWN_COMMAND = '1001';
const MUTE = '1006';
const CARD_FAILED = '1008';

/** Everything between the status and the name in the captured answer. */
const INFO_BEFORE_NAME = '0101E800000000000101010131323038';

/**
 * A reader of the 长城 GWI-IC20 class on the device's end of a wire, from the captured session of the card notes. Shares
 * no code with the driver. It has no word for a damaged command: it says nothing. It tells of nothing unasked.
 */
export class NibbleReaderEmulator extends ReaderChassis {
  readonly #options: NibbleReaderEmulatorOptions;
  readonly #frames = new NibbleHostFrames();
  readonly #stop: () => void;
  #selected = false;
  #samPowered = false;
  #busy: Timer | null = null;

  constructor(options: NibbleReaderEmulatorOptions) {
    super({ ...options, slots: ['contact'] });
    this.#options = options;
    this.#stop = options.line.onData((bytes) => this.#hear(bytes));
  }

  override async close(): Promise<void> {
    this.#stop();
    await super.close();
  }

  protected override forget(): void {
    this.#frames.forget();
    this.#busy?.cancel();
    this.#busy = null;
    this.#selected = false;
    this.#samPowered = false;
  }

  protected override tellOfCard(_slot: EmulatedSlot): void {}

  #hear(bytes: Uint8Array): void {
    if (this.silent) {
      this.#frames.forget();
      return;
    }
    for (const { before, data } of this.#frames.hear(bytes)) {
      const { portSelect } = this.#options;
      this.#selected ||= portSelect === undefined || before.includes(portSelect.toUpperCase());
      // One at a time: while it works on a command the reader is deaf.
      if (data !== null && this.#selected && this.#busy === null) this.#obey(data);
    }
  }

  #obey(command: Buffer): void {
    if (this.refuse > 0) {
      this.refuse--;
      return;
    }
    const answer = this.#work(command);
    if (answer === null) return;
    if (this.extend === 0) {
      this.#say(answer);
      return;
    }
    this.extend--;
    this.#busy = this.#options.clock.after(EXTENSION_MS, () => {
      this.#busy = null;
      this.#say(answer);
    });
  }

  /** Status and data in hex; null where there is no answer. */
  #work(command: Buffer): string | null {
    const { model = 'GWI-IC20', commandClass = 0x32 } = this.#options;
    if (command.toString('hex') === '311101') return model === null ? null : info(model);
    if (command[0] !== commandClass) return UNKNOWN_COMMAND;
    switch (command[1]) {
      case 0x22:
        return this.#powerOnAt(command[4]);
      case 0x23:
        if (command[2] === 0x11) this.#samPowered = false;
        else this.powerOff('contact');
        return OK;
      case 0x26:
        return this.#apdu(command[2], command.subarray(3));
      default:
        return UNKNOWN_COMMAND;
    }
  }

  #powerOnAt(slot: number | undefined): string {
    if (slot === 0x11) {
      const atr = this.#options.sam?.powerOn('contact') ?? null;
      this.#samPowered = atr !== null;
      return atr === null ? NO_CARD : OK + atr;
    }
    if (slot !== 0x00 || this.stateOf('contact') === 'absent') return NO_CARD;
    const atr = this.powerOn('contact');
    return atr === null ? MUTE : OK + atr;
  }

  #apdu(slot: number | undefined, command: Buffer): string {
    if (slot === 0x11) {
      const answer = this.#samPowered ? this.#options.sam?.transmit(command) : undefined;
      if (answer === undefined) return NO_CARD;
      return 'hex' in answer ? OK + answer.hex : CARD_FAILED;
    }
    const answer = slot === 0x00 ? this.transmit('contact', command) : { failed: 'removed' as const };
    if ('hex' in answer) return OK + answer.hex;
    return answer.failed === 'parity' ? CARD_FAILED : NO_CARD;
  }

  #say(answer: string): void {
    const spoil = this.garble > 0 ? 0x55 : 0;
    if (this.garble > 0) this.garble--;
    this.#options.line.write(nibbleFrame(answer, spoil));
  }
}

function info(model: string): string {
  const name = Buffer.from(model, 'latin1');
  return `${OK}${INFO_BEFORE_NAME}${name.length.toString(16).padStart(2, '0')}${name.toString('hex')}`;
}
