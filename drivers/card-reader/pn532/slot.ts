import { concat } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { type CardSlot, type LinkFault, linkError } from '../card-slot.ts';
import type { CardError } from '../port.ts';
import {
  exchangeData,
  FETCH_MORE,
  FIELD_OFF,
  LIST,
  type Pn532Command,
  RELEASE,
  STILL_THERE,
} from './commands.ts';
import type { Pn532Link } from './link.ts';
import { readStatus } from './status.ts';
import { parseTarget, type Target } from './target.ts';

/** InDataExchange takes no more (UM0701-02, 7.3.8). */
const MAX_APDU = 262;
/** A card cannot keep the terminal fetching: four frames are more than any answer of 7816-4 without extended lengths. */
const MAX_PIECES = 4;

/**
 * The antenna as a place for a card. Looking for one activates it, so "powered" begins with being seen; the field is on
 * only while somebody is in it. Each operation is several commands: they wait for each other.
 */
export class Pn532Slot implements CardSlot {
  readonly #link: Pick<Pn532Link, 'exchange'>;
  /** Who has been activated and holds a session. */
  #target: Target | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  /** The chip's own UART, or a reader that passes commands on to it. */
  constructor(link: Pick<Pn532Link, 'exchange'>) {
    this.#link = link;
  }

  /** The reader has been off: no card holds a session any more. */
  forget(): void {
    this.#target = null;
  }

  /** Begins a new session, whatever has gone before. NOT_SOCIAL_CARD for what has no processor to talk to. */
  powerOn(): Promise<Result<Uint8Array, CardError>> {
    return this.#next(async () => {
      const found = await this.#findAnew();
      if (!found.ok) return err(linkError(found.error));
      const target = found.value;
      switch (target?.kind) {
        case undefined:
          return err({ code: 'NO_CARD' });
        case 'tag':
          return err({ code: 'NOT_SOCIAL_CARD', detail: target.detail });
        case 'unclear':
          return err({ code: 'UNREADABLE', detail: target.detail });
        case 'card':
          return ok(target.atr);
      }
    });
  }

  async transmit(tpdu: Uint8Array): Promise<Result<Uint8Array, CardError>> {
    if (tpdu.length > MAX_APDU) throw new RangeError(`APDU of ${tpdu.length} bytes`);
    return this.#next(async () => {
      if (this.#target === null) return err({ code: 'NO_CARD' });
      return this.#pieces(exchangeData(tpdu));
    });
  }

  /** Whatever the outcome: a card that cannot be let go of has left, a reader that cannot is reported by its link. */
  async powerOff(): Promise<void> {
    await this.#next(() => this.#release());
  }

  /** False once, too, when another card has taken the place of the one that was there: nobody's session goes on with it. */
  isPresent(): Promise<Result<boolean, CardError>> {
    return this.#next(async () => {
      const before = this.#target;
      if (before?.kind === 'card') {
        const there = await this.#link.exchange(STILL_THERE);
        if (there.ok && readStatus(there.value[0]).kind === 'done') return ok(true);
      }
      // Gone, another one, or none of those that can be asked.
      const found = await this.#findAnew();
      if (!found.ok) return err(linkError(found.error));
      const now = found.value;
      return ok(now !== null && (before === null || before.id === now.id));
    });
  }

  #next<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(operation);
    this.#queue = turn;
    return turn;
  }

  /** Type A first, then B: what the third generation speaks is not written anywhere (card notes 1.4). */
  async #findAnew(): Promise<Result<Target | null, LinkFault>> {
    const released = await this.#release();
    if (!released.ok) return released;
    for (const type of ['A', 'B'] as const) {
      const listed = await this.#link.exchange(LIST[type]);
      if (!listed.ok) return listed;
      this.#target = parseTarget(type, listed.value);
      if (this.#target !== null) return ok(this.#target);
    }
    const off = await this.#bid(FIELD_OFF);
    return off.ok ? ok(null) : off;
  }

  /** Without the field for a moment even a card that has lost the thread begins anew. */
  async #release(): Promise<Result<void, LinkFault>> {
    if (this.#target === null) return ok();
    this.#target = null;
    const released = await this.#bid(RELEASE);
    return released.ok ? this.#bid(FIELD_OFF) : released;
  }

  /** What becomes of it does not matter, as long as the reader can be talked to. */
  async #bid(command: Pn532Command): Promise<Result<void, LinkFault>> {
    const answer = await this.#link.exchange(command);
    return answer.ok || answer.error.code === 'REFUSED' ? ok() : answer;
  }

  async #pieces(first: Pn532Command): Promise<Result<Uint8Array, CardError>> {
    let whole: Uint8Array = new Uint8Array(0);
    let command = first;
    for (let count = 0; count < MAX_PIECES; count++) {
      const answer = await this.#link.exchange(command);
      if (!answer.ok) return err(linkError(answer.error));
      const status = readStatus(answer.value[0]);
      if (status.kind === 'failed') return err(status.error);
      whole = concat(whole, answer.value.subarray(1));
      if (!status.more) return whole.length < 2 ? err(NO_STATUS_WORD) : ok(whole);
      command = FETCH_MORE;
    }
    return err({ code: 'UNREADABLE', detail: 'endless answer' });
  }
}

const NO_STATUS_WORD: CardError = { code: 'UNREADABLE', detail: 'no status word' };
