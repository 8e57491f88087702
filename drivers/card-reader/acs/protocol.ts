import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { CcidSlot, type LinkFault } from '../card-slot.ts';
import { CAP_RETRIES } from '../pn532/commands.ts';
import { Pn532Slot } from '../pn532/slot.ts';
import type { Interrogation, ReaderProtocol, ReaderSlot, SlotName } from '../reader-protocol.ts';
import { Acr122Link } from './acr122.ts';
import { ChangingSlot, NO_SLOT } from './changing-slot.ts';
import { CONTACT_SLOT, CONTACTLESS_SLOT, reportSlotChanges } from './commands.ts';
import { AcsLink } from './link.ts';
import { meet } from './meeting.ts';

export interface AcsCcidOptions {
  /** Default `auto`: both, the contact slot first. */
  readonly slot?: 'auto' | SlotName;
}

const SLOT_NUMBERS: Readonly<Record<SlotName, number>> = {
  contact: CONTACT_SLOT,
  contactless: CONTACTLESS_SLOT,
};

interface Place extends ReaderSlot {
  readonly device: ChangingSlot;
  readonly plain: CcidSlot;
}

/**
 * Protocol `acs-ccid`: ACS readers on a serial line (card notes 2.1 and 2.2). ACR1281S: contact and contactless slot.
 * ACR122S: contactless only, and no SAM; written from its manual, never tried on one.
 */
export class AcsCcidProtocol implements ReaderProtocol {
  readonly slots: readonly ReaderSlot[];
  readonly #places: readonly Place[];
  readonly #chipLink: Acr122Link;
  readonly #chip: Pn532Slot;
  /** Quick enough to feel immediate; and a heartbeat that finds a silent reader, or a change that got lost. */
  readonly lookEveryMs = { asking: 300, reporting: 2_000 };
  readonly #transport: ByteTransport;
  readonly #link: AcsLink;
  readonly #changes = new Signal<{ readonly slot: SlotName; readonly present: boolean }>();

  constructor(transport: ByteTransport, clock: Clock, { slot = 'auto' }: AcsCcidOptions = {}) {
    this.#transport = transport;
    this.#link = new AcsLink(transport, clock);
    const names = slot === 'auto' ? (['contact', 'contactless'] as const) : [slot];
    this.#chipLink = new Acr122Link(this.#link);
    this.#chip = new Pn532Slot(this.#chipLink);
    this.#places = names.map((name) => {
      const plain = new CcidSlot(this.#link, SLOT_NUMBERS[name]);
      return { name, plain, device: new ChangingSlot(plain) };
    });
    this.slots = this.#places;
    this.#link.onSlotChange(({ contactPresent, contactlessPresent }) => {
      this.#changes.emit({ slot: 'contact', present: contactPresent });
      this.#changes.emit({ slot: 'contactless', present: contactlessPresent });
    });
  }

  async greet(): Promise<Result<Interrogation, string>> {
    const met = await meet(this.#link, this.#transport);
    if (!met.ok) return err(met.error.code);
    const { model, firmware, isAcr122 } = met.value;
    const reports = await (isAcr122 ? this.#speakToChip() : this.#speakPlainly(model));
    return reports.ok ? ok({ model, firmware, reportsChanges: reports.value }) : err(reports.error.code);
  }

  /** Plain CCID slots: ACR1281S and whatever answers like one. */
  #speakPlainly(model: string): Promise<Result<boolean, LinkFault>> {
    for (const { device, plain } of this.#places) device.use(plain);
    return reportSlotChanges(this.#link, model, this.#transport.msPerByte);
  }

  /** The antenna of an ACR122 is its PN532's, there is no other place for a card, and it reports nothing. */
  async #speakToChip(): Promise<Result<boolean, LinkFault>> {
    this.#chip.forget();
    for (const { name, device } of this.#places) device.use(name === 'contactless' ? this.#chip : NO_SLOT);
    const capped = await this.#chipLink.exchange(CAP_RETRIES);
    return capped.ok || capped.error.code === 'REFUSED' ? ok(false) : capped;
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
