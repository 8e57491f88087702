import { toHex } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import type { CardError } from '../port.ts';
import { NIBBLE_MAX_TPDU, type SlotCommands, STATUS_NO_CARD, STATUS_OK } from './commands.ts';
import type { NibbleCommand, NibbleFault, NibbleLink } from './link.ts';

/** A session that has not said anything for so long is resting: whoever opened it is waiting for somebody. */
export const REST_MS = 1_000;

/**
 * A session lasts from `powerOn` to `powerOff`. SPOILED: an answer of the card was lost, and with it what the card has
 * done; nothing but a fresh power-on makes sense of it again.
 */
type Session = 'closed' | 'open' | 'spoiled';

/**
 * A slot of a nibble reader. The protocol has no question for "is a card in": without a session the slot finds out by
 * powering the card on and off again; in a session every answer tells, and one that rests is asked to select the master
 * file (card notes 9). Operations queue, so that looking for a card never comes between power-on and what follows it.
 */
export class NibbleSlot implements CardSlot {
  readonly #link: NibbleLink;
  readonly #commands: SlotCommands;
  readonly #clock: Clock;
  readonly #failed: (cause: string) => void;
  #session: Session = 'closed';
  #present = false;
  #heardAt = 0;
  #queue: Promise<unknown> = Promise.resolve();

  /** `failed` is told when the reader, not the card, cannot be talked to any more. */
  constructor(link: NibbleLink, commands: SlotCommands, clock: Clock, failed: (cause: string) => void) {
    this.#link = link;
    this.#commands = commands;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Worn or dirty contacts often answer the second time; the power is taken off between, as a new insertion would. */
  powerOn(): Promise<Result<Uint8Array, CardError>> {
    return this.#inTurn(async () => {
      let powered = await this.#powerOn();
      if (!powered.ok && powered.error.code === 'CARD_MUTE') {
        await this.#powerOff();
        powered = await this.#powerOn();
      }
      this.#session = powered.ok ? 'open' : 'closed';
      return powered;
    });
  }

  transmit(tpdu: Uint8Array): Promise<Result<Uint8Array, CardError>> {
    if (tpdu.length > NIBBLE_MAX_TPDU) throw new RangeError(`TPDU of ${tpdu.length} bytes`);
    return this.#inTurn(() => this.#transmit(tpdu));
  }

  powerOff(): Promise<void> {
    return this.#inTurn(() => this.#powerOff());
  }

  isPresent(): Promise<Result<boolean, CardError>> {
    return this.#inTurn(() => {
      if (this.#session === 'open') return this.#stillPresent();
      return this.#lookIn();
    });
  }

  /** The reader has been connected anew: no card has power. */
  forget(): void {
    this.#session = 'closed';
  }

  async #powerOn(): Promise<Result<Uint8Array, CardError>> {
    const answer = await this.#ask(this.#commands.powerOn(), 'CARD_MUTE');
    if (!answer.ok || answer.value.length > 0) return answer;
    return err({ code: 'CARD_MUTE', detail: 'empty answer to reset' });
  }

  async #transmit(tpdu: Uint8Array): Promise<Result<Uint8Array, CardError>> {
    if (this.#session !== 'open') return err({ code: 'READER_FAULT', detail: `session ${this.#session}` });
    const answer = await this.#ask(this.#commands.apdu(tpdu), 'UNREADABLE');
    if (answer.ok && answer.value.length < 2) return err({ code: 'UNREADABLE', detail: 'no status word' });
    return answer;
  }

  async #powerOff(): Promise<void> {
    this.#session = 'closed';
    await this.#ask(this.#commands.powerOff(), 'UNREADABLE');
  }

  /** Without a session: a reset, and the power off again. A card that does not answer it is one all the same. */
  async #lookIn(): Promise<Result<boolean, CardError>> {
    const powered = await this.#powerOn();
    if (!powered.ok && powered.error.code !== 'CARD_MUTE') return absent(powered.error);
    await this.#powerOff();
    return ok(true);
  }

  /**
   * In a session. One that is being used is not disturbed, its own answers tell. In one that rests the card has to
   * answer, and forgets what was selected; where it fails to, a fresh look decides.
   */
  async #stillPresent(): Promise<Result<boolean, CardError>> {
    if (this.#clock.monotonic() - this.#heardAt < REST_MS) return ok(this.#present);
    const answer = await this.#ask(this.#commands.selectMasterFile(), 'UNREADABLE');
    if (answer.ok) return ok(true);
    return answer.error.code === 'UNREADABLE' ? this.#lookIn() : absent(answer.error);
  }

  /** `failure`: what it means of the card that the reader could not do it. */
  async #ask(command: NibbleCommand, failure: CardError['code']): Promise<Result<Uint8Array, CardError>> {
    const reply = await this.#link.exchange(command);
    if (!reply.ok) return this.#lost(command, reply.error);
    const { status, data } = reply.value;
    this.#heardAt = this.#clock.monotonic();
    this.#present = status !== STATUS_NO_CARD;
    if (status === STATUS_OK) return ok(data);
    if (status === STATUS_NO_CARD) return err({ code: 'NO_CARD' });
    return err({ code: failure, detail: `status ${toHex(Uint8Array.of(status >> 8, status & 0xff))}` });
  }

  /**
   * A reader that is silent, or that spoils even what was asked of it several times, is connected anew. A spoiled answer
   * of the card ends the session only: the card may have done what it was told (VERIFY counts tries), so nobody sends it
   * again, and a session that is half forgotten is not continued.
   */
  async #lost({ harmless }: NibbleCommand, fault: NibbleFault): Promise<Result<never, CardError>> {
    if (fault.code === 'GONE') return err({ code: 'READER_GONE', detail: fault.detail });
    if (fault.code === 'SILENT' || harmless) {
      this.#session = 'closed';
      this.#failed(fault.code);
    } else {
      await this.#powerOff();
      this.#session = 'spoiled';
    }
    return err({ code: 'READER_FAULT', detail: `${fault.code} ${fault.detail}` });
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(operation);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

function absent(error: CardError): Result<boolean, CardError> {
  return error.code === 'NO_CARD' ? ok(false) : err(error);
}
