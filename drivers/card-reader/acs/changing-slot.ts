import { err, ok, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import type { CardError } from '../port.ts';

/** A place for a card whose meaning depends on the model that answered last; readers are exchanged while we run. */
export class ChangingSlot implements CardSlot {
  #device: CardSlot;

  constructor(device: CardSlot) {
    this.#device = device;
  }

  use(device: CardSlot): void {
    this.#device = device;
  }

  powerOn(): Promise<Result<Uint8Array, CardError>> {
    return this.#device.powerOn();
  }

  transmit(tpdu: Uint8Array): Promise<Result<Uint8Array, CardError>> {
    return this.#device.transmit(tpdu);
  }

  powerOff(): Promise<void> {
    return this.#device.powerOff();
  }

  isPresent(): Promise<Result<boolean, CardError>> {
    return this.#device.isPresent();
  }
}

/** A place that this model does not have: there is never a card in it. */
export const NO_SLOT: CardSlot = {
  powerOn: async () => err({ code: 'NO_CARD' }),
  transmit: async () => err({ code: 'NO_CARD' }),
  powerOff: async () => undefined,
  isPresent: async () => ok(false),
};
