import type { Clock, Timer } from '../../base/clock.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import { type AcsHostFrame, AcsHostFrames } from './acs-host-frames.ts';
import type { CardImage, EmulatedSlot } from './card-image.ts';
import { CcidChassis, type HostCommand, xorOf } from './ccid-chassis.ts';

export interface AcsEmulatorOptions {
  readonly line: EmulatedLine;
  readonly clock: Clock;
  /** What can be inserted; default CARD_IMAGES. */
  readonly cards?: readonly CardImage[];
  /** Bits per second that it listens at after power-on, 8N1; default 9600, as from the factory. */
  readonly baudRate?: number;
}

/** What differs between models. */
export interface AcsModel {
  readonly slots: readonly EmulatedSlot[];
  /** What stands in bError when nothing went wrong. */
  readonly calm: number;
  /** What it says of a frame whose rest does not come. */
  readonly timeout: number;
}

const FACTORY_BAUD_RATE = 9_600;
/** How long an unfinished frame is waited for. */
const UNFINISHED_MS = 1_000;
const TAKEN = 0x00;
const BAD_CHECKSUM = 0xff;
const BAD_SLOT = 0xfb;

/**
 * An ACS reader's end of a serial line: verdicts, repeats, and a speed that can be changed. From the vendor's manuals and
 * the vectors of the card notes; shares no code with the driver. What it makes of a command is the model's.
 */
export abstract class AcsChassis extends CcidChassis {
  readonly line: EmulatedLine;
  readonly #clock: Clock;
  readonly #model: AcsModel;
  readonly #baudRate: number;
  readonly #frames = new AcsHostFrames();
  readonly #stop: () => void;
  /** Taken after the answer that agrees to it. */
  #nextBaudRate: number | null = null;
  #last: Buffer | null = null;
  #unfinished: Timer | null = null;

  constructor(options: AcsEmulatorOptions, model: AcsModel) {
    super({ ...options, ...model });
    this.#model = model;
    this.#clock = options.clock;
    this.#baudRate = options.baudRate ?? FACTORY_BAUD_RATE;
    this.line = options.line;
    this.line.setSpeed?.(this.#baudRate);
    this.#stop = options.line.onData((bytes) => this.#hear(bytes));
  }

  /** The place that a slot number means; null where there is none. */
  protected abstract placeOf(slot: number): EmulatedSlot | null;

  override async close(): Promise<void> {
    this.#stop();
    await super.close();
  }

  protected override forget(): void {
    super.forget();
    this.#last = null;
    this.#nextBaudRate = null;
    this.#frames.forget();
    this.#unfinished?.cancel();
    this.line.setSpeed?.(this.#baudRate);
  }

  protected changeSpeed(baudRate: number): void {
    this.#nextBaudRate = baudRate;
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
        this.#verdict(this.#model.timeout);
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
      this.#verdict(BAD_CHECKSUM);
    } else {
      this.#take(frame.command);
    }
  }

  #take(command: HostCommand): void {
    const place = this.placeOf(command.slot);
    if (place === null) {
      this.#verdict(BAD_SLOT);
      return;
    }
    this.#verdict(TAKEN);
    this.execute(command, place);
  }

  /** The header of the answer, without data, and a time extension in its status. */
  protected override pleadForTime(message: Buffer): void {
    const plea = Buffer.from(message.subarray(0, 10));
    plea.writeUInt32LE(0, 1);
    plea.set([0x80, 0x01], 7);
    this.#say(plea);
  }

  protected override answer(message: Buffer): void {
    this.#last = message;
    this.#say(message);
    if (this.#nextBaudRate !== null) this.line.setSpeed?.(this.#nextBaudRate);
    this.#nextBaudRate = null;
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
