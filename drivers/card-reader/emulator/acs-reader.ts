import type { Clock, Timer } from '../../base/clock.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import type { CardImage, EmulatedSlot } from './card-image.ts';
import { EXTENSION_MS } from './emulated-reader.ts';
import { type HostFrame, HostFrames } from './host-frames.ts';
import { ReaderChassis } from './reader-chassis.ts';

export interface AcsReaderEmulatorOptions {
  readonly line: EmulatedLine;
  readonly clock: Clock;
  /** What can be inserted; default CARD_IMAGES. */
  readonly cards?: readonly CardImage[];
  /** What it calls itself; default `ACR1281S V103`. */
  readonly firmware?: string;
  /** Whether it can report slot changes; default true. */
  readonly reportsChanges?: boolean;
  /** Default true; a reader without antenna refuses slot 0. */
  readonly contactless?: boolean;
}

/** By slot number. */
const SLOTS: readonly EmulatedSlot[] = ['contactless', 'contact'];
/** Slot status in the answers' bStatus. */
const STATES = { active: 0, inactive: 1, absent: 2 } as const;
/** How long an unfinished frame is waited for. */
const UNFINISHED_MS = 1_000;

type Command = Extract<HostFrame, { kind: 'command' }>;

/**
 * An ACR1281S on the device's end of a line: bytes in, bytes out, from the vendor's manual and the vectors of the card
 * notes. Shares no code with the driver. Faults count down or stay until they are taken back; see the levers.
 */
export class AcsReaderEmulator extends ReaderChassis {
  readonly line: EmulatedLine;
  readonly #clock: Clock;
  readonly #options: AcsReaderEmulatorOptions;
  readonly #frames = new HostFrames();
  readonly #stop: () => void;
  #reporting = false;
  #last: Buffer | null = null;
  #busy: Timer | null = null;
  #unfinished: Timer | null = null;

  constructor(options: AcsReaderEmulatorOptions) {
    super({ ...options, slots: options.contactless === false ? ['contact'] : ['contact', 'contactless'] });
    this.#options = options;
    this.#clock = options.clock;
    this.line = options.line;
    this.#stop = options.line.onData((bytes) => this.#hear(bytes));
  }

  override async close(): Promise<void> {
    this.#stop();
    await super.close();
  }

  protected override forget(): void {
    this.#reporting = false;
    this.#last = null;
    this.#frames.forget();
    this.#busy?.cancel();
    this.#busy = null;
    this.#unfinished?.cancel();
  }

  protected override tellOfCard(changed: EmulatedSlot): void {
    if (!this.#reporting) return;
    let bits = changed === 'contact' ? 0x08 : 0x02;
    if (this.cardIn('contactless') !== null) bits |= 0x01;
    if (this.cardIn('contact') !== null) bits |= 0x04;
    this.line.write(Buffer.from([0x02, 0x50, bits, 0x50 ^ bits, 0x03]));
  }

  #hear(bytes: Uint8Array): void {
    this.#unfinished?.cancel();
    if (this.silent) {
      this.#frames.forget();
      return;
    }
    for (const frame of this.#frames.hear(bytes)) {
      // One at a time: while it works on a command the reader is deaf.
      if (this.#busy === null) this.#obey(frame);
    }
    if (this.#frames.inside) {
      this.#unfinished = this.#clock.after(UNFINISHED_MS, () => {
        this.#frames.forget();
        this.#verdict(0x99);
      });
    }
  }

  #obey(frame: HostFrame): void {
    if (frame.kind === 'again') {
      if (this.#last !== null) this.#say(this.#last);
    } else if (frame.kind === 'bad') {
      this.#verdict(frame.code);
    } else if (this.refuse > 0) {
      this.refuse--;
      this.#verdict(0xff);
    } else {
      this.#execute(frame);
    }
  }

  #execute(frame: Command): void {
    const slot = SLOTS[frame.slot];
    if (slot === undefined || !this.slots.includes(slot)) {
      this.#verdict(0xfb);
      return;
    }
    this.#verdict(0x00);
    const answer = this.#work(frame, slot);
    if (this.extend > 0) {
      this.extend--;
      this.#askForPatience(answer);
    } else {
      this.#answer(answer);
    }
  }

  #askForPatience(answer: Buffer): void {
    const patience = Buffer.from(answer.subarray(0, 10));
    patience.writeUInt32LE(0, 1);
    patience.set([0x80, 0x01], 7);
    this.#say(patience);
    this.#busy = this.#clock.after(EXTENSION_MS, () => {
      this.#busy = null;
      this.#answer(answer);
    });
  }

  /** The message that answers a command. */
  #work(frame: Command, slot: EmulatedSlot): Buffer {
    const message = (type: number, status: number, error: number, dataHex = '') => {
      const data = Buffer.from(dataHex, 'hex');
      const header = Buffer.from([type, 0, 0, 0, 0, frame.slot, frame.sequence, status, error, 0]);
      header.writeUInt32LE(data.length, 1);
      return Buffer.concat([header, data]);
    };
    const state = () => STATES[this.stateOf(slot)];
    // The manual's own examples carry error 81 with success.
    const done = (type: number, dataHex?: string) => message(type, state(), 0x81, dataHex);
    const failed = (type: number, error: number) => message(type, 0x40 | state(), error);
    switch (frame.code) {
      case 0x62: {
        const atr = this.powerOn(slot);
        return atr === null ? failed(0x80, 0xfe) : done(0x80, atr);
      }
      case 0x63:
        this.powerOff(slot);
        return done(0x81);
      case 0x65:
        return done(0x81);
      case 0x6f: {
        const answer = this.transmit(slot, frame.data);
        if ('hex' in answer) return done(0x80, answer.hex);
        return failed(0x80, answer.failed === 'parity' ? 0xfd : 0xfe);
      }
      case 0x6b: {
        const reply = this.#escape(frame.data.toString('hex').toUpperCase());
        return reply === null ? failed(0x83, 0x0a) : message(0x83, 0, 0x81, reply);
      }
      default:
        return failed(0x81, 0x00);
    }
  }

  #escape(command: string): string | null {
    if (command === 'E000001800') {
      const text = this.#options.firmware ?? 'ACR1281S V103';
      return `E000000000${Buffer.from(text, 'latin1').toString('hex')}`;
    }
    if (!/^44..$/.test(command)) return null;
    const parameters = Number.parseInt(command.slice(2), 16);
    if (parameters >= 0x80 && this.#options.reportsChanges === false) return null;
    this.#reporting = parameters >= 0x80;
    return `90${command.slice(2)}`;
  }

  #answer(message: Buffer): void {
    this.#last = message;
    this.#say(message);
  }

  #say(message: Buffer): void {
    let check = 0;
    for (const value of message) check ^= value;
    if (this.garble > 0) {
      this.garble--;
      check ^= 0x55;
    }
    this.line.write(Buffer.concat([Buffer.from([0x02]), message, Buffer.from([check, 0x03])]));
  }

  #verdict(code: number): void {
    this.line.write(Buffer.from([0x02, code, code, 0x03]));
  }
}
