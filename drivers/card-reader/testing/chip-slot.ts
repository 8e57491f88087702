import { fromHex, toHex } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import { EmulatedCard } from '../emulator/card.ts';
import type { Chip } from '../emulator/card-image.ts';
import { CARD_IMAGES } from '../emulator/card-images.ts';
import type { CardError } from '../port.ts';

/** An emulated card or security module without a reader in between. */
export class ChipSlot implements CardSlot {
  /** Every command in hex. */
  readonly asked: string[] = [];
  /** Answers instead of the chip, by the first bytes of the command in hex. */
  readonly instead = new Map<string, string | CardError>();
  readonly #chip: Pick<EmulatedCard, 'powerOn' | 'transmit'>;

  constructor(chip: Pick<EmulatedCard, 'powerOn' | 'transmit'>) {
    this.#chip = chip;
  }

  async powerOn(): Promise<Result<Uint8Array, CardError>> {
    const scripted = this.instead.get('power');
    if (typeof scripted === 'object') return err(scripted);
    const atr = this.#chip.powerOn('contact');
    return atr === null ? err({ code: 'CARD_MUTE' }) : ok(fromHex(atr));
  }

  async transmit(tpdu: Uint8Array): Promise<Result<Uint8Array, CardError>> {
    const command = toHex(tpdu);
    this.asked.push(command);
    for (const [start, scripted] of this.instead) {
      if (command.startsWith(start))
        return typeof scripted === 'string' ? ok(fromHex(scripted)) : err(scripted);
    }
    const answer = this.#chip.transmit(tpdu);
    return 'hex' in answer ? ok(fromHex(answer.hex)) : err({ code: 'UNREADABLE', detail: 'parity' });
  }

  async powerOff(): Promise<void> {}

  async isPresent(): Promise<Result<boolean, CardError>> {
    return ok(true);
  }
}

/** A card from the drawer, its chip changed as told. */
export function cardSlot(cardId: string, chip: Partial<Chip> = {}): ChipSlot {
  const image = CARD_IMAGES.find((one) => one.cardId === cardId);
  if (image === undefined) throw new Error(`no card ${cardId}`);
  return new ChipSlot(new EmulatedCard({ ...image, chip: { ...image.chip, ...chip } }));
}
