import type { Clock, Timer } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import { KeptWire } from '../../transport/kept-wire.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { type CardSlot, CcidSlot } from '../card-slot.ts';
import type { CardError, CardIdentity, CardReaderPort, ReaderEvent, ReaderState } from '../port.ts';
import { readSocialCard } from '../ssse/read-card.ts';
import {
  CONTACT_SLOT,
  CONTACTLESS_SLOT,
  type Interrogation,
  interrogate,
  reportSlotChanges,
} from './commands.ts';
import { AcsLink, type SlotChange } from './link.ts';

export interface AcsReaderOptions {
  readonly transport: ByteTransport;
  readonly clock: Clock;
  readonly log: Log;
  /** Default `auto`: both, the contact slot first. */
  readonly slot?: 'auto' | 'contact' | 'contactless';
}

type SlotName = 'contact' | 'contactless';

interface WatchedSlot {
  readonly name: SlotName;
  readonly device: CardSlot;
  present: boolean;
}

/** Pause between looks into the slots of a reader that does not report changes: quick enough to feel immediate. */
const POLL_MS = 300;
/** The same for one that does: a heartbeat that finds a reader which has fallen silent, and a change that got lost. */
const HEARTBEAT_MS = 2_000;

const SLOT_NUMBERS: Readonly<Record<SlotName, number>> = {
  contact: CONTACT_SLOT,
  contactless: CONTACTLESS_SLOT,
};

/** Protocol `acs-ccid`: ACS readers on a serial line (card notes 2.1 and 2.2). */
export class AcsCcidReader implements CardReaderPort {
  readonly #options: AcsReaderOptions;
  readonly #link: AcsLink;
  readonly #wire: KeptWire;
  readonly #events = new Signal<ReaderEvent>();
  readonly #slots: readonly WatchedSlot[];
  #connection: ReaderState['connection'] = 'connecting';
  #found: Interrogation = { model: '', firmware: '' };
  #reportsChanges = false;
  /** The slot that is being read. */
  #reading: WatchedSlot | null = null;
  /** Its card has left since the read began. */
  #removed = false;
  #poll: Timer | null = null;

  constructor(options: AcsReaderOptions) {
    const { transport, clock, log, slot = 'auto' } = options;
    this.#options = options;
    this.#link = new AcsLink(transport, clock);
    this.#slots = (slot === 'auto' ? (['contact', 'contactless'] as const) : [slot]).map((name) => ({
      name,
      device: new CcidSlot(this.#link, SLOT_NUMBERS[name]),
      present: false,
    }));
    this.#wire = new KeptWire({
      transport,
      clock,
      greet: () => this.#greet(),
      onUp: () => this.#up(),
      onDown: (cause) => this.#down(cause),
    });
    this.#link.onSlotChange((change) => this.#changed(change));
    this.#link.onFailed((code) => this.#wire.drop(code));
    this.#link.onTrouble((what) => log.event('device-protocol', { device: 'card-reader', what }));
  }

  start(): void {
    this.#wire.start();
  }

  state(): ReaderState {
    return { connection: this.#connection, ...this.#found, cardPresent: this.#cardPresent };
  }

  subscribe(listener: (event: ReaderEvent) => void): Unsubscribe {
    return this.#events.subscribe(listener);
  }

  async readIdentity(): Promise<Result<CardIdentity, CardError>> {
    if (this.#reading !== null) return err({ code: 'BUSY' });
    if (this.#connection !== 'ready') return err({ code: 'READER_GONE' });
    const slot = this.#slots.find((one) => one.present);
    if (slot === undefined) return err({ code: 'NO_CARD' });
    this.#reading = slot;
    this.#removed = false;
    const start = this.#options.clock.monotonic();
    const result = await this.#read(slot);
    const ms = Math.round(this.#options.clock.monotonic() - start);
    this.#options.log.event('card-read', {
      outcome: result.ok ? result.value.outcome : result.error.code,
      ms,
    });
    void this.#leave(slot, result.ok);
    return result;
  }

  async close(): Promise<void> {
    this.#connection = 'gone';
    this.#poll?.cancel();
    this.#link.abort('closed');
    await this.#wire.close();
  }

  get #cardPresent(): boolean {
    return this.#slots.some((slot) => slot.present);
  }

  /** Who and what is there. Only silence and a lost wire are failures; a card may be in already. */
  async #greet(): Promise<Result<void, string>> {
    const found = await interrogate(this.#link);
    if (!found.ok) return err(found.error.code);
    const { model } = found.value;
    const reports = await reportSlotChanges(this.#link, model, this.#options.transport.msPerByte);
    if (!reports.ok) return err(reports.error.code);
    this.#found = found.value;
    this.#reportsChanges = reports.value;
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
    this.#link.abort(cause);
    const before = this.#connection;
    const event = before === 'ready' ? 'device-gone' : 'device-open-failed';
    this.#options.log.event(event, { device: 'card-reader', cause });
    this.#connection = 'gone';
    for (const slot of this.#slots) slot.present = false;
    if (before !== 'gone') this.#events.emit({ type: 'reader-gone', cause });
  }

  async #read(slot: WatchedSlot): Promise<Result<CardIdentity, CardError>> {
    try {
      return this.#judge(await readSocialCard(slot.device, this.#options.clock));
    } finally {
      // A bug may cost this read, never all that follow.
      this.#reading = null;
    }
  }

  /** What a card's departure in the middle looks like differs between cards and readers; the departure decides. */
  #judge(result: Result<CardIdentity, CardError>): Result<CardIdentity, CardError> {
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
      if (this.#reading !== null) break; // the resident waits; this can
      const present = await slot.device.isPresent();
      if (!present.ok || this.#connection !== 'ready') return;
      this.#note(slot, present.value);
    }
    this.#poll?.cancel();
    const pause = this.#reportsChanges ? HEARTBEAT_MS : POLL_MS;
    this.#poll = this.#options.clock.after(pause, () => void this.#look());
  }

  #changed(change: SlotChange): void {
    for (const slot of this.#slots) {
      this.#note(slot, slot.name === 'contact' ? change.contactPresent : change.contactlessPresent);
    }
  }

  #note(slot: WatchedSlot, present: boolean): void {
    if (slot.present === present || this.#connection !== 'ready') return;
    const before = this.#cardPresent;
    slot.present = present;
    if (slot === this.#reading) this.#removed = true;
    if (before !== this.#cardPresent) {
      this.#events.emit({ type: present ? 'card-inserted' : 'card-removed' });
    }
  }
}
