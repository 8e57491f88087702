import { concat } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import type { CardError } from '../port.ts';
import { meaningOf } from './status-word.ts';

interface CommandHeader {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
}

/** A command to the card. T=0 sends data or a length, never both: what a case 4 command gives is fetched (61xx). */
export type CardCommand = CommandHeader &
  (
    | { /** 1–255 bytes. */ readonly data: Uint8Array }
    | { /** Expected length 0–255, 0 meaning up to 256. */ readonly le: number }
  );

export interface CardReply {
  readonly data: Uint8Array;
  /** 0–FFFF, never 61xx; 6Cxx only where the card insists on it twice. */
  readonly statusWord: number;
}

/** A card cannot keep the terminal fetching: 16 pieces of 256 bytes are more than any file of this application. */
const MAX_FETCHES = 16;

/** Commands to a powered card over T=0, with its two companions done here: 61xx → GET RESPONSE, 6Cxx → again with that Le. */
export class CardChannel {
  readonly #slot: CardSlot;

  constructor(slot: CardSlot) {
    this.#slot = slot;
  }

  async send(command: CardCommand): Promise<Result<CardReply, CardError>> {
    let reply = await this.#once(command);
    if (reply.ok && meaningOf(reply.value.statusWord) === 'wrong-le' && 'le' in command) {
      reply = await this.#once({ ...command, le: reply.value.statusWord & 0xff });
    }
    return reply.ok ? this.#fetch(reply.value) : reply;
  }

  async #fetch(first: CardReply): Promise<Result<CardReply, CardError>> {
    let whole = first;
    for (let count = 0; meaningOf(whole.statusWord) === 'more-data'; count++) {
      if (count === MAX_FETCHES) return err({ code: 'UNREADABLE', detail: 'endless answer' });
      const part = await this.#once({ cla: 0x00, ins: 0xc0, p1: 0, p2: 0, le: whole.statusWord & 0xff });
      if (!part.ok) return part;
      whole = { data: concat(whole.data, part.value.data), statusWord: part.value.statusWord };
    }
    return ok(whole);
  }

  async #once(command: CardCommand): Promise<Result<CardReply, CardError>> {
    const answer = await this.#slot.transmit(encode(command));
    if (!answer.ok) return answer;
    const end = answer.value.length - 2;
    const view = new DataView(answer.value.buffer, answer.value.byteOffset);
    return ok({ data: answer.value.slice(0, end), statusWord: view.getUint16(end) });
  }
}

function encode(command: CardCommand): Uint8Array {
  const { cla, ins, p1, p2 } = command;
  if ('le' in command) return Uint8Array.of(cla, ins, p1, p2, command.le);
  return Uint8Array.of(cla, ins, p1, p2, command.data.length, ...command.data);
}
