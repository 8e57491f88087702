import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { CcidSlot } from '../card-slot.ts';
import type { Interrogation, ReaderProtocol, ReaderSlot, SlotName } from '../reader-protocol.ts';
import { interrogate, notifyOfCards } from './commands.ts';
import { type EchoHabit, GemtwinLink } from './link.ts';

export interface GemtwinOptions {
  /** GemPC Twin and PinPad echo; GemCore POS Pro, SIM Pro and SEC1210 do not. Default `auto`: as it turns out. */
  readonly echo?: EchoHabit;
}

/** The only slot for residents' cards; the others of a GemCore hold SAMs. */
const CONTACT_SLOT = 0;

/**
 * Protocol `gemtwin-ccid`: GemPC Twin and relatives (card notes 2.1 and 2.3), contact cards only. The line is 115200 8N2;
 * the plug-and-play string that the readers send when RTS rises is noise to the deframer.
 */
export class GemtwinProtocol implements ReaderProtocol {
  readonly slots: readonly ReaderSlot[];
  /**
   * Asked as often whether it reports or not: in the notification mode that the open driver uses, readers tell of a card
   * only between a command and its answer. At this speed a question takes 3 ms of the line.
   */
  readonly lookEveryMs = { asking: 300, reporting: 300 };
  readonly #link: GemtwinLink;

  constructor(transport: ByteTransport, clock: Clock, { echo = 'auto' }: GemtwinOptions = {}) {
    this.#link = new GemtwinLink(transport, clock, echo);
    this.slots = [{ name: 'contact', device: new CcidSlot(this.#link, CONTACT_SLOT) }];
  }

  async greet(): Promise<Result<Interrogation, string>> {
    const found = await interrogate(this.#link);
    if (!found.ok) return err(found.error.code);
    const notifies = await notifyOfCards(this.#link);
    return notifies.ok ? ok({ ...found.value, reportsChanges: notifies.value }) : err(notifies.error.code);
  }

  abort(cause: string): void {
    this.#link.abort(cause);
  }

  onSlotChange(listener: (slot: SlotName, present: boolean) => void): Unsubscribe {
    return this.#link.onSlotChange((present) => listener('contact', present));
  }

  onFailed(listener: (cause: string) => void): Unsubscribe {
    return this.#link.onFailed(listener);
  }

  onTrouble(listener: (what: string) => void): Unsubscribe {
    return this.#link.onTrouble(listener);
  }
}
