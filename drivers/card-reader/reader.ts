import type { Clock, Timer } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import { KeptWire } from '../transport/kept-wire.ts';
import type { ByteTransport } from '../transport/port.ts';
import type { AuthProvider } from './auth/auth-provider.ts';
import type { Watch } from './iso7816/trace.ts';
import type { CardError, CardIdentity, CardReaderPort, PinAnswer, ReaderEvent, ReaderState } from './port.ts';
import type { Interrogation, ReaderProtocol, ReaderSlot, SlotName } from './reader-protocol.ts';
import { readSocialCard } from './ssse/read-card.ts';
import { verifyCardPin } from './ssse/verify-pin.ts';

export interface CardReaderOptions {
  readonly protocol: ReaderProtocol;
  /** The wire that the protocol talks on. */
  readonly transport: Pick<ByteTransport, 'open' | 'close' | 'onGone'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Opens third-generation cards; without it they yield a partial record, NEEDS_SAM. */
  readonly auth?: AuthProvider;
}

interface WatchedSlot extends ReaderSlot {
  present: boolean;
}

/** What is done with a card in one go. */
type Talk<T> = (slot: WatchedSlot) => Promise<Result<T, CardError>>;

const NOBODY: Interrogation = { model: '', firmware: '', reportsChanges: false };

/** A card reader of any family: keeps it connected, watches its slots, reads what lies in them. */
export class CardReader implements CardReaderPort {
  readonly #options: CardReaderOptions;
  readonly #wire: KeptWire;
  readonly #events = new Signal<ReaderEvent>();
  readonly #slots: readonly WatchedSlot[];
  #connection: ReaderState['connection'] = 'connecting';
  #found = NOBODY;
  /** The slot whose card is told of and read: one at a time, so that a card in another slot never stands for it. */
  #held: WatchedSlot | null = null;
  /** The slot whose card is being talked to. */
  #busy: WatchedSlot | null = null;
  /** Its card has left since that began. */
  #removed = false;
  /** The slot whose card was read last and has not left since. */
  #known: WatchedSlot | null = null;
  /** The reader has failed since the read began. */
  #failed = false;
  #poll: Timer | null = null;

  constructor(options: CardReaderOptions) {
    const { protocol, transport, clock, log } = options;
    this.#options = options;
    this.#slots = protocol.slots.map((slot) => ({ ...slot, present: false }));
    this.#wire = new KeptWire({
      transport,
      clock,
      greet: () => this.#greet(),
      onUp: () => this.#up(),
      onDown: (cause) => this.#down(cause),
    });
    protocol.onSlotChange((name, present) => this.#changed(name, present));
    protocol.onFailed((cause) => {
      this.#failed = true;
      this.#wire.drop(cause);
    });
    protocol.onTrouble((what) => log.event('device-protocol', { device: 'card-reader', what }));
  }

  start(): void {
    this.#wire.start();
  }

  state(): ReaderState {
    const { model, firmware } = this.#found;
    return { connection: this.#connection, model, firmware, cardPresent: this.#held !== null };
  }

  subscribe(listener: (event: ReaderEvent) => void): Unsubscribe {
    return this.#events.subscribe(listener);
  }

  async readIdentity(watch?: Watch): Promise<Result<CardIdentity, CardError>> {
    // Before anything is known of either, the contacts are surer than the antenna.
    if (this.#known === null) this.#held = this.#firstPresent();
    const slot = this.#held;
    const result = await this.#session('card-read', slot, (one) => this.#read(one, watch));
    if (result.ok && slot?.present === true && !this.#removed) this.#known = slot;
    return result;
  }

  async verifyPin(pin: string): Promise<Result<PinAnswer, CardError>> {
    const { clock } = this.#options;
    return this.#session('card-pin', this.#known, ({ device }) => verifyCardPin(device, pin, clock));
  }

  async close(): Promise<void> {
    this.#connection = 'gone';
    this.#poll?.cancel();
    this.#options.protocol.abort('closed');
    await this.#wire.close();
  }

  /** Who and what is there; a card may be in already. */
  async #greet(): Promise<Result<void, string>> {
    const found = await this.#options.protocol.greet();
    if (!found.ok) return found;
    this.#found = found.value;
    return ok();
  }

  #up(): void {
    this.#connection = 'ready';
    const { model, firmware } = this.#found;
    this.#options.log.event('device-ready', { device: 'card-reader', model, firmware });
    this.#events.emit({ type: 'reader-ready', model, firmware });
    void this.#look();
  }

  #down(cause: string): void {
    this.#poll?.cancel();
    this.#options.protocol.abort(cause);
    const before = this.#connection;
    const event = before === 'ready' ? 'device-gone' : 'device-open-failed';
    this.#options.log.event(event, { device: 'card-reader', cause });
    this.#connection = 'gone';
    for (const slot of this.#slots) slot.present = false;
    this.#held = null;
    this.#known = null;
    if (before !== 'gone') this.#events.emit({ type: 'reader-gone', cause });
  }

  /** One at a time: from power to the answer, which is logged by its code. */
  async #session<T extends { readonly outcome: string }>(
    event: 'card-read' | 'card-pin',
    slot: WatchedSlot | null,
    talk: Talk<T>,
  ): Promise<Result<T, CardError>> {
    if (this.#busy !== null) return err({ code: 'BUSY' });
    if (this.#connection !== 'ready') return err({ code: 'READER_GONE' });
    if (slot === null) return err({ code: 'NO_CARD' });
    this.#busy = slot;
    this.#removed = false;
    const start = this.#options.clock.monotonic();
    const result = await this.#talk(slot, talk);
    const ms = Math.round(this.#options.clock.monotonic() - start);
    this.#options.log.event(event, { outcome: result.ok ? result.value.outcome : result.error.code, ms });
    void this.#leave(slot, result.ok);
    return result;
  }

  async #talk<T>(slot: WatchedSlot, talk: Talk<T>): Promise<Result<T, CardError>> {
    try {
      return this.#judge(await talk(slot));
    } finally {
      // A bug may cost this session, never all that follow.
      this.#busy = null;
    }
  }

  async #read(slot: WatchedSlot, watch: Watch | undefined): Promise<Result<CardIdentity, CardError>> {
    const { clock, auth } = this.#options;
    const once = () => readSocialCard(slot.device, clock, { watch, auth });
    this.#failed = false;
    const first = await once();
    // From power-on, nothing kept: reading changes nothing on a card, so that it may be done twice.
    return this.#worthAnother(slot, first) ? once() : first;
  }

  /** An answer was lost on the way, which no command may be repeated for; reader and card are well. */
  #worthAnother({ present }: WatchedSlot, result: Result<CardIdentity, CardError>): boolean {
    return !result.ok && result.error.code === 'READER_FAULT' && present && !this.#failed;
  }

  /** What a card's departure in the middle looks like differs between cards and readers; the departure decides. */
  #judge<T>(result: Result<T, CardError>): Result<T, CardError> {
    if (result.ok || result.error.code === 'READER_GONE' || !this.#removed) return result;
    return err({ code: 'CARD_REMOVED' });
  }

  /** Power off, after the caller has its answer. After a failure look at once whether the card is still there. */
  async #leave(slot: WatchedSlot, readWell: boolean): Promise<void> {
    if (slot.present) await slot.device.powerOff();
    if (!readWell) await this.#look();
  }

  /** Asks each slot, then again after a while. Stops by itself when the reader is lost. */
  async #look(): Promise<void> {
    this.#poll?.cancel();
    for (const slot of this.#slots) {
      if (this.#busy !== null) break; // the resident waits; this can
      const present = await slot.device.isPresent();
      if (this.#connection !== 'ready') return;
      // A slot that cannot tell this time is asked again; a reader that cannot is reported by its protocol.
      if (present.ok) this.#note(slot, present.value);
    }
    this.#poll?.cancel();
    const { asking, reporting } = this.#options.protocol.lookEveryMs;
    const pause = this.#found.reportsChanges ? reporting : asking;
    this.#poll = this.#options.clock.after(pause, () => void this.#look());
  }

  #firstPresent(): WatchedSlot | null {
    return this.#slots.find((slot) => slot.present) ?? null;
  }

  #changed(name: SlotName, present: boolean): void {
    for (const slot of this.#slots) if (slot.name === name) this.#note(slot, present);
  }

  #note(slot: WatchedSlot, present: boolean): void {
    if (slot.present === present || this.#connection !== 'ready') return;
    slot.present = present;
    if (slot === this.#known) this.#known = null;
    if (slot === this.#busy) this.#removed = true;
    if (slot === this.#held) {
      this.#held = null;
      this.#events.emit({ type: 'card-removed' });
    }
    this.#holdNext();
  }

  /** A second card waits in its slot, unheard of, until the first has left. */
  #holdNext(): void {
    if (this.#held !== null) return;
    this.#held = this.#firstPresent();
    if (this.#held !== null) this.#events.emit({ type: 'card-inserted' });
  }
}
