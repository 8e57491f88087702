import type { Clock } from '../../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import { Signal, type Unsubscribe } from '../../../drivers/base/subscribe.ts';
import type {
  CardError,
  CardIdentity,
  CardReaderPort,
  PinAnswer,
  ReaderEvent,
  ReaderState,
} from '../../../drivers/card-reader/port.ts';

/** How long a read takes. */
export const READ_MS = 1_500;

/** What lies in the slot: a readable card, or one that fails in this way. */
export type FakeCard = CardIdentity | CardError['code'];

/** A reader with one slot and no wire. State first, then the event, as the real one does it. */
export class FakeReader implements CardReaderPort {
  reads = 0;
  /** The next read throws this: a bug in the driver. */
  bug: Error | null = null;
  readonly #clock: Clock;
  readonly #events = new Signal<ReaderEvent>();
  #connection: ReaderState['connection'] = 'ready';
  #card: FakeCard | null = null;
  #reading = false;
  #wrongPins = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(): void {}

  async close(): Promise<void> {}

  state(): ReaderState {
    return { connection: this.#connection, model: 'FAKE', firmware: '1', cardPresent: this.#card !== null };
  }

  subscribe(listener: (event: ReaderEvent) => void): Unsubscribe {
    return this.#events.subscribe(listener);
  }

  async readIdentity(): Promise<Result<CardIdentity, CardError>> {
    this.reads += 1;
    if (this.bug !== null) throw this.bug;
    if (this.#reading) return err({ code: 'BUSY' });
    if (this.#connection === 'gone') return err({ code: 'READER_GONE' });
    const card = this.#card;
    if (card === null) return err({ code: 'NO_CARD' });
    this.#reading = true;
    await new Promise<void>((resolve) => this.#clock.after(READ_MS, resolve));
    this.#reading = false;
    if (this.state().connection === 'gone') return err({ code: 'READER_GONE' });
    if (this.#card !== card) return err({ code: 'CARD_REMOVED' });
    return typeof card === 'string' ? err({ code: card }) : ok(card);
  }

  /** Cards of this reader know one PIN, 123456, and block at the second wrong one. */
  async verifyPin(pin: string): Promise<Result<PinAnswer, CardError>> {
    if (this.#card === null) return err({ code: 'NO_CARD' });
    if (this.#wrongPins > 1) return ok({ outcome: 'blocked' });
    if (pin === '123456') return ok({ outcome: 'right' });
    this.#wrongPins += 1;
    return ok(this.#wrongPins > 1 ? { outcome: 'blocked' } : { outcome: 'wrong', triesLeft: 1 });
  }

  insert(card: FakeCard): void {
    this.#card = card;
    this.#events.emit({ type: 'card-inserted' });
  }

  remove(): void {
    this.#card = null;
    this.#events.emit({ type: 'card-removed' });
  }

  unplug(): void {
    this.#card = null;
    this.#connection = 'gone';
    this.#events.emit({ type: 'reader-gone', cause: 'unplugged' });
  }

  plug(): void {
    this.#connection = 'ready';
    this.#events.emit({ type: 'reader-ready', model: 'FAKE', firmware: '1' });
  }
}
