import type { Lever } from '../../base/lever.ts';
import type { CardImage, EmulatedSlot } from './card-image.ts';

/** How long a reader takes longer for each of the answers that `extend` holds up. */
export const EXTENSION_MS = 500;

/**
 * An emulated card reader of any family, as hands and levers know it. What is a fault in one protocol's words is one in
 * all of them; each emulator says how its family shows it.
 */
export interface EmulatedReader {
  readonly levers: readonly Lever[];
  /** What can be inserted. */
  readonly cards: readonly CardImage[];
  /** The places for cards that this reader has; never empty. The first is meant where a lever names none. */
  readonly slots: readonly EmulatedSlot[];
  cardIn(slot: EmulatedSlot): CardImage | null;
  insert(image: CardImage, slot: EmulatedSlot): void;
  /** Takes back `pullAfter`. */
  remove(slot: EmulatedSlot): void;
  /** Losing its supply, the reader forgets what it was told and every card loses its power. */
  unplug(): Promise<void>;
  replug(): Promise<void>;
  close(): Promise<void>;

  /** Ignores everything, as a hung reader does. */
  silent: boolean;
  /** So many answers to come are spoiled on the line: the check does not match. */
  garble: number;
  /** So many commands to come are not taken, as if they had arrived damaged; nothing is executed. */
  refuse: number;
  /** So many answers to come are late by EXTENSION_MS, announced where the protocol has a word for that. */
  extend: number;
  /** So many power-ons to come find no answer from the chip: worn or dirty contacts. */
  badContact: number;
  /** After so many more card commands the card is pulled, in the middle of the next; null = not. */
  pullAfter: number | null;
}
