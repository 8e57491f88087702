import type { ChipAnswer } from './card.ts';
import { deriveCardKey, prove } from './cryptogram.ts';

/** Captured from a security module (card notes 1.5). */
const ATR = '3B6D00005744282908864341BC7E19332C';
const APPLICATION = 'D15600000590';

export interface EmulatedPsamOptions {
  /** Issuers' keys by their index in the module: 16 bytes in hex. */
  readonly keys: ReadonlyMap<number, string>;
}

/**
 * A security module (PSAM) of the social security application, as two public card-issuing programs speak to it:
 * `BF DE 48 <key> 18` with card factor, region factor and challenge, 8 bytes each, derives a card's key; `80 FA 00 00 08`
 * with the challenge gives 8 bytes of proof. What goes on inside is the emulator's own, see cryptogram.ts.
 */
export class EmulatedPsam {
  readonly #keys: ReadonlyMap<number, string>;
  #powered = false;
  #selected = false;
  #cardKey: Buffer | null = null;
  #waiting = '';

  constructor({ keys }: EmulatedPsamOptions) {
    this.#keys = keys;
  }

  /** The answer to reset in hex. */
  powerOn(): string {
    this.#powered = true;
    this.#selected = false;
    this.#cardKey = null;
    this.#waiting = '';
    return ATR;
  }

  powerOff(): void {
    this.#powered = false;
  }

  transmit(command: Uint8Array): ChipAnswer {
    if (!this.#powered) return { failed: 'parity' };
    const bytes = Buffer.from(command);
    const header = bytes.toString('hex', 0, 3).toUpperCase();
    const data = bytes.subarray(5);
    const waiting = this.#waiting;
    this.#waiting = '';
    switch (header) {
      case '00A404':
        return { hex: this.#select(data) };
      case 'BFDE48':
        return { hex: this.#derive(bytes.readUInt8(3), data) };
      case '80FA00':
        return { hex: this.#compute(data) };
      case '00C000':
        return { hex: waiting === '' ? '6985' : `${waiting}9000` };
      default:
        return { hex: '6D00' };
    }
  }

  #select(name: Buffer): string {
    this.#selected = name.toString('hex').toUpperCase() === APPLICATION;
    this.#cardKey = null;
    return this.#selected ? this.#give('6F088406D15600000590') : '6A82';
  }

  #derive(keyIndex: number, data: Buffer): string {
    const issuerKey = this.#keys.get(keyIndex);
    if (!this.#selected) return '6985';
    if (issuerKey === undefined) return '6A88';
    if (data.length !== 24) return '6700';
    this.#cardKey = deriveCardKey(Buffer.from(issuerKey, 'hex'), data.subarray(8, 16), data.subarray(0, 8));
    return '9000';
  }

  #compute(challenge: Buffer): string {
    if (this.#cardKey === null) return '6985';
    if (challenge.length !== 8) return '6700';
    return this.#give(prove(this.#cardKey, challenge).toString('hex').toUpperCase());
  }

  #give(data: string): string {
    this.#waiting = data;
    return `61${(data.length / 2).toString(16).padStart(2, '0').toUpperCase()}`;
  }
}
