import type { Clock, Timer } from '../../base/clock.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import { type AcsHostFrame, AcsHostFrames } from './acs-host-frames.ts';
import type { CardImage, EmulatedSlot } from './card-image.ts';
import { CcidChassis, type HostCommand, xorOf } from './ccid-chassis.ts';

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
/** How long an unfinished frame is waited for. */
const UNFINISHED_MS = 1_000;

/**
 * An ACR1281S on the device's end of a line: bytes in, bytes out, from the vendor's manual and the vectors of the card
 * notes. Shares no code with the driver. Faults count down or stay until they are taken back; see the levers.
 */
export class AcsReaderEmulator extends CcidChassis {
  readonly line: EmulatedLine;
  readonly #clock: Clock;
  readonly #options: AcsReaderEmulatorOptions;
  readonly #frames = new AcsHostFrames();
  readonly #stop: () => void;
  #reporting = false;
  #last: Buffer | null = null;
  #unfinished: Timer | null = null;

  constructor(options: AcsReaderEmulatorOptions) {
    super({
      ...options,
      slots: options.contactless === false ? ['contact'] : ['contact', 'contactless'],
      calm: 0x81, // as in the manual's own examples
    });
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
    super.forget();
    this.#reporting = false;
    this.#last = null;
    this.#frames.forget();
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
      if (!this.busy) this.#obey(frame);
    }
    if (this.#frames.inside) {
      this.#unfinished = this.#clock.after(UNFINISHED_MS, () => {
        this.#frames.forget();
        this.#verdict(0x99);
      });
    }
  }

  #obey(frame: AcsHostFrame): void {
    if (frame.kind === 'again') {
      if (this.#last !== null) this.#say(this.#last);
    } else if (frame.kind === 'bad') {
      this.#verdict(frame.code);
    } else if (this.refuse > 0) {
      this.refuse--;
      this.#verdict(0xff);
    } else {
      this.#take(frame.command);
    }
  }

  #take(command: HostCommand): void {
    const slot = SLOTS[command.slot];
    if (slot === undefined || !this.slots.includes(slot)) {
      this.#verdict(0xfb);
      return;
    }
    this.#verdict(0x00);
    this.execute(command, slot);
  }

  /** The header of the answer, without data, and a time extension in its status. */
  protected override pleadForTime(message: Buffer): void {
    const plea = Buffer.from(message.subarray(0, 10));
    plea.writeUInt32LE(0, 1);
    plea.set([0x80, 0x01], 7);
    this.#say(plea);
  }

  protected override escape(command: string): string | null {
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

  protected override answer(message: Buffer): void {
    this.#last = message;
    this.#say(message);
  }

  #say(message: Buffer): void {
    let check = xorOf(message);
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
