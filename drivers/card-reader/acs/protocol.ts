import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { CcidSlot } from '../card-slot.ts';
import type { Interrogation, ReaderProtocol, ReaderSlot, SlotName } from '../reader-protocol.ts';
import { CONTACT_SLOT, CONTACTLESS_SLOT, interrogate, reportSlotChanges } from './commands.ts';
import { AcsLink } from './link.ts';

export interface AcsCcidOptions {
  /** Default `auto`: both, the contact slot first. */
  readonly slot?: 'auto' | SlotName;
}

const SLOT_NUMBERS: Readonly<Record<SlotName, number>> = {
  contact: CONTACT_SLOT,
  contactless: CONTACTLESS_SLOT,
};

/** Protocol `acs-ccid`: ACS readers on a serial line (card notes 2.1 and 2.2). */
export class AcsCcidProtocol implements ReaderProtocol {
  readonly slots: readonly ReaderSlot[];
  /** Quick enough to feel immediate; and a heartbeat that finds a silent reader, or a change that got lost. */
  readonly lookEveryMs = { asking: 300, reporting: 2_000 };
  readonly #transport: ByteTransport;
  readonly #link: AcsLink;
  readonly #changes = new Signal<{ readonly slot: SlotName; readonly present: boolean }>();

  constructor(transport: ByteTransport, clock: Clock, { slot = 'auto' }: AcsCcidOptions = {}) {
    this.#transport = transport;
    this.#link = new AcsLink(transport, clock);
    const names = slot === 'auto' ? (['contact', 'contactless'] as const) : [slot];
    this.slots = names.map((name) => ({ name, device: new CcidSlot(this.#link, SLOT_NUMBERS[name]) }));
    this.#link.onSlotChange(({ contactPresent, contactlessPresent }) => {
      this.#changes.emit({ slot: 'contact', present: contactPresent });
      this.#changes.emit({ slot: 'contactless', present: contactlessPresent });
    });
  }

  async greet(): Promise<Result<Interrogation, string>> {
    const found = await interrogate(this.#link);
    if (!found.ok) return err(found.error.code);
    const reports = await reportSlotChanges(this.#link, found.value.model, this.#transport.msPerByte);
    return reports.ok ? ok({ ...found.value, reportsChanges: reports.value }) : err(reports.error.code);
  }

  abort(cause: string): void {
    this.#link.abort(cause);
  }

  onSlotChange(listener: (slot: SlotName, present: boolean) => void): Unsubscribe {
    return this.#changes.subscribe(({ slot, present }) => listener(slot, present));
  }

  onFailed(listener: (cause: string) => void): Unsubscribe {
    return this.#link.onFailed(listener);
  }

  onTrouble(listener: (what: string) => void): Unsubscribe {
    return this.#link.onTrouble(listener);
  }
}
