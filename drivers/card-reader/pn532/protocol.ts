import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import type { Interrogation, ReaderProtocol, ReaderSlot } from '../reader-protocol.ts';
import { CAP_RETRIES, GET_FIRMWARE, parseFirmware, WAKE_AND_CONFIGURE } from './commands.ts';
import { Pn532Link } from './link.ts';
import { Pn532Slot } from './slot.ts';

/** Protocol `pn532`: NXP PN532 on its high speed UART, 115200 8N1 (UM0701-02; card notes 2.4). Contactless only. */
export class Pn532Protocol implements ReaderProtocol {
  readonly slots: readonly ReaderSlot[];
  /** It never reports by itself; both are quick enough to feel immediate. */
  readonly lookEveryMs = { asking: 300, reporting: 300 };
  readonly #link: Pn532Link;
  readonly #slot: Pn532Slot;

  constructor(transport: ByteTransport, clock: Clock) {
    this.#link = new Pn532Link(transport, clock);
    this.#slot = new Pn532Slot(this.#link);
    this.slots = [{ name: 'contactless', device: this.#slot }];
  }

  async greet(): Promise<Result<Interrogation, string>> {
    this.#slot.forget();
    const woken = await this.#link.exchange(WAKE_AND_CONFIGURE);
    if (!woken.ok && woken.error.code !== 'REFUSED') return err(woken.error.code);
    const firmware = await this.#link.exchange(GET_FIRMWARE);
    if (!firmware.ok && firmware.error.code !== 'REFUSED') return err(firmware.error.code);
    // Without it the first look for a card would wait for one: not a reader to work with.
    const capped = await this.#link.exchange(CAP_RETRIES);
    if (!capped.ok) return err(capped.error.code);
    return ok({
      ...parseFirmware(firmware.ok ? firmware.value : new Uint8Array(0)),
      reportsChanges: false,
    });
  }

  abort(cause: string): void {
    this.#link.abort(cause);
  }

  /** Never calls: the reader is asked. */
  onSlotChange(): Unsubscribe {
    return () => undefined;
  }

  onFailed(listener: (cause: string) => void): Unsubscribe {
    return this.#link.onFailed(listener);
  }

  onTrouble(listener: (what: string) => void): Unsubscribe {
    return this.#link.onTrouble(listener);
  }
}
