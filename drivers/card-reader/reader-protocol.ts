import type { Result } from '../base/result.ts';
import type { Unsubscribe } from '../base/subscribe.ts';
import type { CardSlot } from './card-slot.ts';

export type SlotName = 'contact' | 'contactless';

export interface ReaderSlot {
  readonly name: SlotName;
  readonly device: CardSlot;
}

/** Who answered. */
export interface Interrogation {
  /** As the reader names itself, e.g. `ACR1281S`; `unknown` where it does not. */
  readonly model: string;
  /** Empty where the reader does not tell. */
  readonly firmware: string;
  /** Whether it tells unasked of cards that come and go. */
  readonly reportsChanges: boolean;
}

/**
 * What differs between families of readers: one object for one reader on one wire. It encodes, exchanges and times out;
 * watching slots, reading cards and reconnecting is the same for all of them and lives in reader.ts.
 */
export interface ReaderProtocol {
  /** In the order in which a card is looked for. */
  readonly slots: readonly ReaderSlot[];
  /** Pauses between looks into the slots, ms: of a reader that has to be asked, and of one that reports by itself. */
  readonly lookEveryMs: { readonly asking: number; readonly reporting: number };
  /** After every (re)connect. Only silence, spoiled answers and a lost wire are errors, by their code. */
  greet(): Promise<Result<Interrogation, string>>;
  /** Gives up what is under way: whoever waits for an answer gets GONE. */
  abort(cause: string): void;
  onSlotChange(listener: (slot: SlotName, present: boolean) => void): Unsubscribe;
  /** The reader cannot be talked to any more as it is: connect anew. */
  onFailed(listener: (cause: string) => void): Unsubscribe;
  /** Rules of the protocol that the reader broke, by name; for the log. */
  onTrouble(listener: (what: string) => void): Unsubscribe;
}
