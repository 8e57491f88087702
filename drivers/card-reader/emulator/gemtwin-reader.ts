import type { Clock, Timer } from '../../base/clock.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import type { CardImage, EmulatedSlot } from './card-image.ts';
import { CcidChassis, xorOf } from './ccid-chassis.ts';
import { type GemtwinHostFrame, GemtwinHostFrames } from './gemtwin-host-frames.ts';

export interface GemtwinReaderEmulatorOptions {
  readonly line: EmulatedLine;
  readonly clock: Clock;
  /** What can be inserted; default CARD_IMAGES. */
  readonly cards?: readonly CardImage[];
  /** What it calls itself; default `GemTwin-V2.00-GT00`. Empty: it does not know the question. */
  readonly firmware?: string;
  /** Says every command back before it answers: GemPC Twin and PinPad do (default), the GemCore family does not. */
  readonly echo?: boolean;
  /**
   * When it tells of cards, once it has been told to: before its next answer (default; what the open driver's comments
   * say of the mode that it sets), at once, or it does not know how.
   */
  readonly notifies?: 'with-answers' | 'at-once' | 'never';
  /** A card that moves costs the answer to the command that was under way, as the open driver warns. Default false. */
  readonly losesAnswers?: boolean;
}

const NAK = Buffer.from([0x03, 0x15, 0x16]);
const REMOVED = Buffer.from([0x50, 0x02]);
const INSERTED = Buffer.from([0x50, 0x03]);
/** Any byte from 80 on says "the card wants more time". */
const TIME_REQUEST = Buffer.from([0xa0]);
/** How long an unfinished frame is waited for. */
const UNFINISHED_MS = 1_000;

/**
 * A GemPC Twin, or a relative, on the device's end of a line: bytes in, bytes out, from what the open CCID driver says of
 * it and the vectors of the card notes. Shares no code with the driver.
 */
export class GemtwinReaderEmulator extends CcidChassis {
  readonly line: EmulatedLine;
  readonly #clock: Clock;
  readonly #options: GemtwinReaderEmulatorOptions;
  readonly #frames = new GemtwinHostFrames();
  readonly #stop: () => void;
  #notifying = false;
  #moves: Buffer[] = [];
  #last: Buffer | null = null;
  #unfinished: Timer | null = null;

  constructor(options: GemtwinReaderEmulatorOptions) {
    super({ ...options, slots: ['contact'], calm: 0x00 });
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
    this.#notifying = false;
    this.#moves = [];
    this.#last = null;
    this.#frames.forget();
    this.#unfinished?.cancel();
  }

  protected override tellOfCard(slot: EmulatedSlot): void {
    if (!this.#notifying) return;
    const move = this.stateOf(slot) === 'absent' ? REMOVED : INSERTED;
    if (this.#options.notifies === 'at-once') this.line.write(move);
    else this.#moves.push(move);
  }

  protected override escape(command: string): string | null {
    const { firmware = 'GemTwin-V2.00-GT00', notifies } = this.#options;
    if (command === '02' && firmware !== '') return Buffer.from(firmware, 'latin1').toString('hex');
    if (command !== '010101' || notifies === 'never') return null;
    this.#notifying = true;
    return '';
  }

  protected override pleadForTime(): void {
    this.line.write(TIME_REQUEST);
  }

  protected override answer(message: Buffer): void {
    const moves = this.#moves;
    this.#moves = [];
    for (const move of moves) this.line.write(move);
    this.#last = message;
    if (moves.length === 0 || this.#options.losesAnswers !== true) this.#say(message);
  }

  #hear(bytes: Uint8Array): void {
    this.#unfinished?.cancel();
    if (this.silent) {
      this.#frames.forget();
      return;
    }
    for (const frame of this.#frames.hear(bytes)) if (!this.busy) this.#obey(frame);
    if (!this.#frames.inside) return;
    this.#unfinished = this.#clock.after(UNFINISHED_MS, () => {
      this.#frames.forget();
      this.line.write(NAK);
    });
  }

  #obey(frame: GemtwinHostFrame): void {
    if (frame.kind === 'again') {
      if (this.#last !== null) this.#say(this.#last);
    } else if (frame.kind === 'bad') {
      this.line.write(NAK);
    } else if (this.refuse > 0) {
      this.refuse--;
      this.line.write(NAK);
    } else {
      if (this.#options.echo ?? true) this.line.write(frame.whole);
      if (frame.command.slot === 0) this.execute(frame.command, 'contact');
      else this.answerBadSlot(frame.command);
    }
  }

  #say(message: Buffer): void {
    const head = Buffer.concat([Buffer.from([0x03, 0x06]), message]);
    let check = xorOf(head);
    if (this.garble > 0) {
      this.garble--;
      check ^= 0x55;
    }
    this.line.write(Buffer.concat([head, Buffer.from([check])]));
  }
}
