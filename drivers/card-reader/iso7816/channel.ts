import { concat } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import type { CardError } from '../port.ts';
import { type CardCommand, type CardReply, encodeCommand, getResponse } from './command.ts';
import { meaningOf } from './status-word.ts';
import type { ExchangeTrace } from './trace.ts';

/** A card cannot keep the terminal fetching: 16 pieces of 256 bytes are more than any file of this application. */
const MAX_FETCHES = 16;

/**
 * Commands to a card over T=0, with its two companions done here: 61xx → GET RESPONSE, 6Cxx → again with that Le. Only
 * commands that ask and change nothing are ever sent again; what brings data along (VERIFY, EXTERNAL AUTHENTICATE) goes
 * out once, whatever comes back.
 */
export class CardChannel {
  readonly #slot: CardSlot;
  readonly #trace: ExchangeTrace | undefined;

  constructor(slot: CardSlot, trace?: ExchangeTrace) {
    this.#slot = slot;
    this.#trace = trace;
  }

  /** The answer to reset. */
  async powerOn(): Promise<Result<Uint8Array, CardError>> {
    const atr = this.#slot.powerOn();
    await this.#trace?.powerOn(atr);
    return atr;
  }

  async send(command: CardCommand): Promise<Result<CardReply, CardError>> {
    const reply = await this.#corrected(command, command);
    return reply.ok ? this.#fetch(reply.value, command) : reply;
  }

  async #fetch(first: CardReply, cause: CardCommand): Promise<Result<CardReply, CardError>> {
    let whole = first;
    for (let count = 0; meaningOf(whole.statusWord) === 'more-data'; count++) {
      if (count === MAX_FETCHES) return err({ code: 'UNREADABLE', detail: 'endless answer' });
      const part = await this.#corrected(getResponse(whole.statusWord & 0xff), cause);
      if (!part.ok) return part;
      whole = { data: concat(whole.data, part.value.data), statusWord: part.value.statusWord };
    }
    return ok(whole);
  }

  async #corrected(command: CardCommand, cause: CardCommand): Promise<Result<CardReply, CardError>> {
    const reply = await this.#once(command, cause);
    if (!reply.ok || meaningOf(reply.value.statusWord) !== 'wrong-le' || !('le' in command)) return reply;
    return this.#once({ ...command, le: reply.value.statusWord & 0xff }, cause);
  }

  async #once(command: CardCommand, cause: CardCommand): Promise<Result<CardReply, CardError>> {
    const reply = this.#transmit(command);
    await this.#trace?.exchange(command, cause, reply);
    return reply;
  }

  async #transmit(command: CardCommand): Promise<Result<CardReply, CardError>> {
    const answer = await this.#slot.transmit(encodeCommand(command));
    if (!answer.ok) return answer;
    const end = answer.value.length - 2;
    const view = new DataView(answer.value.buffer, answer.value.byteOffset);
    return ok({ data: answer.value.slice(0, end), statusWord: view.getUint16(end) });
  }
}
