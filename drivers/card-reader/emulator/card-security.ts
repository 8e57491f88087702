import { createHash } from 'node:crypto';
import type { CardImage, Chip } from './card-image.ts';
import { deriveCardKey, prove } from './cryptogram.ts';

const MAX_TRIES = 5;

/** What an emulated card keeps secret and counts: its PIN and the key that opens its guarded records. */
export class CardSecurity {
  readonly #chip: Chip;
  readonly #secret: string;
  #pinTries = MAX_TRIES;
  #keyTries = MAX_TRIES;
  #challenges = 0;
  #challenge: Buffer | null = null;
  #authenticated = false;

  constructor(image: CardImage) {
    this.#chip = image.chip;
    this.#secret = image.cardId;
  }

  /** Power or application has changed: what was proved is forgotten, what was wrong is not. */
  reset(): void {
    this.#challenge = null;
    this.#authenticated = false;
  }

  /** Whether a record may be read now. */
  opens(tag: number): boolean {
    return this.#authenticated || this.#chip.guardedTags?.includes(tag) !== true;
  }

  verify(digits: string): string {
    const { pin } = this.#chip;
    if (pin === undefined) return '6985';
    if (this.#pinTries === 0) return '6983';
    if (digits === pin) {
      this.#pinTries = MAX_TRIES;
      return '9000';
    }
    this.#pinTries--;
    return `63C${this.#pinTries}`;
  }

  /** Never the same twice on one card, and the same in every run: a recording stays true. */
  challenge(length: number): string {
    if (this.#chip.externalKey === undefined) return '6D00';
    if (length !== 8) return '6C08';
    const seed = `${this.#secret} ${this.#challenges++}`;
    this.#challenge = createHash('sha256').update(seed).digest().subarray(0, 8);
    return `${hex(this.#challenge)}9000`;
  }

  /** The proof, 8 bytes, and the challenge that it is for. A challenge is good for one try. */
  authenticate(keyId: number, data: string): string {
    const { externalKey } = this.#chip;
    const challenge = this.#challenge;
    this.#challenge = null;
    if (externalKey === undefined) return '6D00';
    if (keyId !== externalKey.id) return '6A88';
    if (challenge === null) return '6985';
    if (this.#keyTries === 0) return '6983';
    const cardKey = this.#cardKey(Buffer.from(externalKey.issuerKey, 'hex'));
    if (data !== hex(Buffer.concat([prove(cardKey, challenge), challenge]))) {
      this.#keyTries--;
      return `63C${this.#keyTries}`;
    }
    this.#keyTries = MAX_TRIES;
    this.#authenticated = true;
    return '9000';
  }

  #cardKey(issuerKey: Buffer): Buffer {
    const identifier = this.#chip.ef05.find(([tag]) => tag === 0x01)?.[1] ?? '';
    const region = Buffer.from(`${identifier.slice(0, 6).padEnd(6, '0')}sx`, 'latin1');
    const serial = Buffer.from((this.#chip.atr ?? '').slice(-16).padEnd(16, '0'), 'hex');
    return deriveCardKey(issuerKey, region, serial);
  }
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase();
}
