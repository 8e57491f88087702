import { toHex } from '../base/bytes.ts';
import { err, ok, type Result } from '../base/result.ts';
import { CCID_MAX_DATA, type CcidAnswer, type CcidCommand, type CcidCommandName } from './ccid.ts';
import type { CardError } from './port.ts';

/** A place for a card in a reader, whatever the reader's protocol. One operation at a time. */
export interface CardSlot {
  /** Answers with the ATR. It is not judged: contactless cards give a made-up one (card notes 1.5). */
  powerOn(): Promise<Result<Uint8Array, CardError>>;
  /** One command TPDU, at most 261 bytes, and its answer with the status word at the end (at least two bytes). */
  transmit(tpdu: Uint8Array): Promise<Result<Uint8Array, CardError>>;
  /** Whatever the outcome: a card that cannot be switched off has left. */
  powerOff(): Promise<void>;
  isPresent(): Promise<Result<boolean, CardError>>;
}

/** What a framing's link can fail with. */
export interface LinkFault {
  /**
   * SILENT: no answer in time. SPOILED: answers arrive damaged, again and again. LOST: one answer is missing, and the
   * command must not be sent again; the reader itself may be well. REFUSED: the reader does not take the command. GONE:
   * the wire is lost.
   */
  readonly code: 'SILENT' | 'SPOILED' | 'LOST' | 'REFUSED' | 'GONE';
  readonly detail: string;
}

/** A wire that carries CCID messages, one command at a time. */
export interface CcidLink {
  exchange(command: CcidCommand): Promise<Result<CcidAnswer, LinkFault>>;
}

/**
 * A slot of a CCID reader, whatever wraps the messages.
 *
 * Power tells what presence cannot: a card that has lost the power which it was given has been out, or is another one.
 * Between sessions no card has power, so that a card changed for another between two looks goes unnoticed there, unless
 * the reader reports it; hands need longer than that.
 */
export class CcidSlot implements CardSlot {
  readonly #link: CcidLink;
  readonly #slot: number;
  /** Given and not taken back. */
  #powered = false;
  /** The card has been out since the last look. */
  #wasOut = false;

  constructor(link: CcidLink, slot: number) {
    this.#link = link;
    this.#slot = slot;
  }

  /** Worn or dirty contacts often answer the second time; the power is taken off between, as a new insertion would. */
  async powerOn(): Promise<Result<Uint8Array, CardError>> {
    const first = await this.#powerOnce();
    if (first.ok || !WORTH_ANOTHER_RESET.includes(first.error.code)) return first;
    await this.powerOff();
    return this.#powerOnce();
  }

  async transmit(tpdu: Uint8Array): Promise<Result<Uint8Array, CardError>> {
    if (tpdu.length > CCID_MAX_DATA) throw new RangeError(`TPDU of ${tpdu.length} bytes`);
    const answer = await this.#data('xfrBlock', tpdu);
    if (answer.ok && answer.value.length < 2) return err({ code: 'UNREADABLE', detail: 'no status word' });
    return answer;
  }

  async powerOff(): Promise<void> {
    this.#powered = false;
    await this.#link.exchange({ name: 'iccPowerOff', slot: this.#slot });
  }

  async isPresent(): Promise<Result<boolean, CardError>> {
    const answer = await this.#link.exchange({ name: 'getSlotStatus', slot: this.#slot });
    if (answer.ok) return ok(this.#isIn(answer.value));
    // A slot that the reader does not know holds no card.
    return answer.error.code === 'REFUSED' ? ok(false) : err(linkError(answer.error));
  }

  async #powerOnce(): Promise<Result<Uint8Array, CardError>> {
    this.#wasOut = false;
    const answer = await this.#data('iccPowerOn');
    this.#powered = answer.ok;
    return answer;
  }

  /** A card that has been out is told as one that is not in, once: the next look finds the one that is there now. */
  #isIn({ card }: CcidAnswer): boolean {
    this.#notePower(card);
    const wasOut = this.#wasOut;
    this.#wasOut = false;
    return card !== 'absent' && !wasOut;
  }

  #notePower(card: CcidAnswer['card']): void {
    if (this.#powered && card === 'inactive') this.#wasOut = true;
    if (card !== 'active') this.#powered = false;
  }

  async #data(name: CcidCommandName, data?: Uint8Array): Promise<Result<Uint8Array, CardError>> {
    const command = { name, slot: this.#slot };
    const answer = await this.#link.exchange(data === undefined ? command : { ...command, data });
    if (!answer.ok) return err(linkError(answer.error));
    if (!answer.value.failed) return ok(answer.value.data);
    if (name === 'xfrBlock' && NO_ANSWER.includes(answer.value.error)) this.#notePower(answer.value.card);
    return err(this.#wasOut ? { code: 'CARD_REMOVED' } : slotError(answer.value));
  }
}

/** Mute or absent; deactivated. Other errors are words of a card that is still there. */
const NO_ANSWER: readonly number[] = [0xfe, 0xf3];
const WORTH_ANOTHER_RESET: readonly CardError['code'][] = ['CARD_MUTE', 'UNREADABLE'];

/** What a fault of the link is to whoever wanted something of a card. */
export function linkError({ code, detail }: LinkFault): CardError {
  if (code === 'GONE') return { code: 'READER_GONE', detail };
  return { code: 'READER_FAULT', detail: `${code} ${detail}` };
}

/** bError → whose trouble it is (card notes 2.1). What is not listed is the reader's own. */
const CARD_ERRORS: ReadonlyMap<number, CardError['code']> = new Map([
  [0xfe, 'CARD_MUTE'],
  [0xfd, 'UNREADABLE'], // parity on the contacts: dirty or worn
  [0xfc, 'UNREADABLE'], // overrun
  [0xf8, 'UNREADABLE'], // bad TS
  [0xf7, 'UNREADABLE'], // bad TCK
  [0xf6, 'UNREADABLE'], // protocol not supported
  [0xf4, 'UNREADABLE'], // procedure byte conflict
  [0xf3, 'CARD_REMOVED'], // deactivated meanwhile
]);

function slotError({ card, error }: CcidAnswer): CardError {
  if (card === 'absent') return { code: 'NO_CARD' };
  return {
    code: CARD_ERRORS.get(error) ?? 'READER_FAULT',
    detail: `bError ${toHex(Uint8Array.of(error))}`,
  };
}
