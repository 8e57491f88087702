import type { Lever } from '../../base/lever.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import { type ChipAnswer, EmulatedCard } from './card.ts';
import type { CardImage, EmulatedSlot } from './card-image.ts';
import { CARD_IMAGES } from './card-images.ts';
import type { EmulatedReader } from './emulated-reader.ts';
import { readerLevers } from './levers.ts';

export interface ChassisOptions {
  /** Only its plug is of interest here; bytes and reports are the emulator's own affair. */
  readonly line: Pick<EmulatedLine, 'unplug' | 'replug' | 'close'>;
  /** What can be inserted; default CARD_IMAGES. */
  readonly cards?: readonly CardImage[];
  readonly slots: readonly EmulatedSlot[];
}

/** What a slot makes of a command to its card. `removed`: no card, or one that has no power (any more). */
export type SlotAnswer = ChipAnswer | { readonly failed: 'removed' };

export type SlotState = 'absent' | 'inactive' | 'active';

/**
 * What is the same in readers of every family: places with cards in them, a plug, and faults that wait to happen. The
 * wire's language is the subclass's, from the first byte to the last.
 */
export abstract class ReaderChassis implements EmulatedReader {
  readonly levers: readonly Lever[];
  readonly cards: readonly CardImage[];
  readonly slots: readonly EmulatedSlot[];
  readonly #line: ChassisOptions['line'];
  readonly #places = {
    contact: { card: null as EmulatedCard | null, powered: false },
    contactless: { card: null as EmulatedCard | null, powered: false },
  };

  silent = false;
  garble = 0;
  refuse = 0;
  extend = 0;
  badContact = 0;
  pullAfter: number | null = null;

  constructor({ line, cards = CARD_IMAGES, slots }: ChassisOptions) {
    this.#line = line;
    this.cards = cards;
    this.slots = slots;
    this.levers = readerLevers(this);
  }

  cardIn(slot: EmulatedSlot): CardImage | null {
    return this.#places[slot].card?.image ?? null;
  }

  insert(image: CardImage, slot: EmulatedSlot): void {
    this.#places[slot] = { card: new EmulatedCard(image), powered: false };
    this.#cardMoved(slot);
  }

  remove(slot: EmulatedSlot): void {
    this.#places[slot] = { card: null, powered: false };
    this.pullAfter = null;
    this.#cardMoved(slot);
  }

  async unplug(): Promise<void> {
    this.#loseSupply();
    await this.#line.unplug();
  }

  async replug(): Promise<void> {
    await this.#line.replug();
  }

  async close(): Promise<void> {
    this.#loseSupply();
    await this.#line.close();
  }

  /** A card has come or gone: tell the host, if this reader does. Not called for a reader that is silent. */
  protected abstract tellOfCard(slot: EmulatedSlot): void;

  /** The supply has gone: forget settings, the work under way and half a frame; cancel timers. */
  protected abstract forget(): void;

  protected stateOf(slot: EmulatedSlot): SlotState {
    const { card, powered } = this.#places[slot];
    if (card === null) return 'absent';
    return powered ? 'active' : 'inactive';
  }

  /** The answer to reset in hex; null when there is none. */
  protected powerOn(slot: EmulatedSlot): string | null {
    const place = this.#places[slot];
    const bad = place.card !== null && this.badContact > 0;
    if (bad) this.badContact--;
    const atr = bad ? null : (place.card?.powerOn(slot) ?? null);
    place.powered = atr !== null;
    return atr;
  }

  protected powerOff(slot: EmulatedSlot): void {
    this.#places[slot].powered = false;
  }

  /** One command to the card, unless it is pulled in the middle of it. */
  protected transmit(slot: EmulatedSlot, command: Uint8Array): SlotAnswer {
    if (this.pullAfter === 0) this.remove(slot);
    else if (this.pullAfter !== null) this.pullAfter--;
    const { card, powered } = this.#places[slot];
    return card === null || !powered ? { failed: 'removed' } : card.transmit(command);
  }

  #cardMoved(slot: EmulatedSlot): void {
    if (!this.silent) this.tellOfCard(slot);
  }

  #loseSupply(): void {
    this.forget();
    for (const slot of this.slots) this.powerOff(slot);
  }
}
