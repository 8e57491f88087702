import type { Clock } from '../../base/clock.ts';
import { err } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { type Exchange, READER_MS, SerialCcidLink } from '../ccid-link.ts';
import { encodeFrame, GemtwinDeframer, type GemtwinFrame, SEND_AGAIN } from './framing.ts';

/** Whether the reader says each command back before it answers; `auto` finds out with the first. */
export type EchoHabit = boolean | 'auto';

/**
 * How long a card may be silent: its work waiting time is about a second, and the reader passes on its pleas for more
 * (time requests), so nothing legal lasts longer.
 */
const CARD_MS = 2_000;
/** Sync and control before a message, checksum behind it. */
const OVERHEAD = 3;

/**
 * A GemPC Twin or a relative on one wire. The reader's NAK says that it did not take the command: sent again. A damaged
 * answer is asked for again, which executes nothing twice. An answer that does not come at all leaves a card's command in
 * doubt: it is LOST and never sent again from here, because it may have been a PIN; the caller begins anew with the card.
 */
export class GemtwinLink extends SerialCcidLink<GemtwinFrame> {
  readonly #slotChanges = new Signal<boolean>();
  readonly #echo: EchoHabit;
  #echoes: boolean;
  /** What has been heard in this exchange, or null before it is known to be another. */
  #heard: { readonly by: Exchange; echo: boolean; moved: boolean } | null = null;

  constructor(transport: ByteTransport, clock: Clock, echo: EchoHabit = 'auto') {
    const deframer = new GemtwinDeframer();
    super(transport, clock, { deframer, wrap: encodeFrame, repeatRequest: SEND_AGAIN, overhead: OVERHEAD });
    this.#echo = echo;
    this.#echoes = echo === true;
  }

  /** True for a card that came, false for one that went. */
  onSlotChange(listener: (present: boolean) => void): Unsubscribe {
    return this.#slotChanges.subscribe(listener);
  }

  protected override handle(frame: GemtwinFrame, exchange: Exchange | null): void {
    if (frame.kind === 'slot-change') {
      if (exchange !== null) this.#in(exchange).moved = true;
      this.#slotChanges.emit(frame.present);
    } else if (exchange === null) {
      this.complain(`${frame.kind} unasked`);
    } else {
      this.#handleIn(exchange, frame);
    }
  }

  #handleIn(exchange: Exchange, frame: Exclude<GemtwinFrame, { kind: 'slot-change' }>): void {
    switch (frame.kind) {
      case 'message':
        this.answer(exchange, frame.message, CARD_MS);
        break;
      case 'echo':
        this.#noteEcho(exchange);
        break;
      case 'time-request':
        this.bePatient(exchange, CARD_MS);
        break;
      case 'nak':
        // After its echo the command is being executed: what was refused can only be a plea to repeat.
        if (this.#in(exchange).echo) this.askAgain(exchange);
        else this.resend(exchange, 'nak');
        break;
      case 'damaged':
        if (frame.echo) this.complain('damaged echo');
        else this.askAgain(exchange);
        break;
    }
  }

  protected override patienceFor(exchange: Exchange): number {
    return this.#echoes && !this.#in(exchange).echo ? READER_MS : workMs(exchange);
  }

  protected override unanswered(exchange: Exchange): void {
    const { name } = exchange.command;
    this.complain('no answer');
    // A card that moves may cost the answer to the command that was under way; the reader is well.
    if (name === 'xfrBlock' || this.#in(exchange).moved) {
      this.finish(err({ code: 'LOST', detail: 'no answer' }));
    } else if (name === 'iccPowerOn' || exchange.repeats > 0) {
      this.fail('SILENT', `after ${exchange.repeats} repeats`);
    } else {
      this.repeat(exchange, exchange.frame);
    }
  }

  #noteEcho(exchange: Exchange): void {
    if (this.#echo === false) this.complain('echo of a reader that has none');
    else this.#echoes = true;
    this.#in(exchange).echo = true;
    this.arm(exchange, workMs(exchange));
  }

  #in(exchange: Exchange): { echo: boolean; moved: boolean } {
    if (this.#heard?.by !== exchange) this.#heard = { by: exchange, echo: false, moved: false };
    return this.#heard;
  }
}

function workMs({ command }: Exchange): number {
  return command.name === 'iccPowerOn' || command.name === 'xfrBlock' ? CARD_MS : READER_MS;
}
