import type { Clock } from '../../base/clock.ts';
import { err } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { type Exchange, READER_MS, SerialCcidLink } from '../ccid-link.ts';
import { AcsDeframer, type AcsFrame, encodeFrame, REPEAT_REQUEST } from './framing.ts';

/** Which slots hold a card, as the reader tells unasked. */
export interface SlotChange {
  readonly contactPresent: boolean;
  readonly contactlessPresent: boolean;
}

/** How long a card behind it may take: the reader itself reports a mute one after the T=0 work waiting time, about 1 s. */
const CARD_MS = 3_000;
/** STX before a message, checksum and ETX behind it. */
const OVERHEAD = 3;

/**
 * One ACS reader on one wire. It acknowledges every frame before it works on it. A refused frame (not executed, so
 * harmless to send again) is resent; a damaged or missing answer is asked for again, which executes nothing twice:
 * VERIFY must never be sent twice by itself.
 */
export class AcsLink extends SerialCcidLink<AcsFrame> {
  readonly #slotChanges = new Signal<SlotChange>();

  constructor(transport: ByteTransport, clock: Clock) {
    const deframer = new AcsDeframer();
    super(transport, clock, {
      deframer,
      wrap: encodeFrame,
      repeatRequest: REPEAT_REQUEST,
      overhead: OVERHEAD,
    });
  }

  onSlotChange(listener: (change: SlotChange) => void): Unsubscribe {
    return this.#slotChanges.subscribe(listener);
  }

  protected override handle(frame: AcsFrame, exchange: Exchange | null): void {
    if (frame.kind === 'slot-change') {
      this.#slotChanges.emit(frame);
    } else if (exchange === null) {
      this.complain(`${frame.kind} unasked`);
    } else {
      this.#handleIn(exchange, frame);
    }
  }

  #handleIn(exchange: Exchange, frame: Exclude<AcsFrame, { kind: 'slot-change' }>): void {
    switch (frame.kind) {
      case 'ack':
        this.arm(exchange, workMs(exchange));
        break;
      case 'refused':
        // A slot that it does not have will not come by asking again.
        if (frame.why === 'slot') this.finish(err({ code: 'REFUSED', detail: frame.why }));
        else this.resend(exchange, frame.why);
        break;
      case 'damaged':
        this.askAgain(exchange);
        break;
      case 'message':
        this.answer(exchange, frame.message, workMs(exchange));
        break;
    }
  }

  protected override patienceFor(): number {
    return READER_MS;
  }

  /** Silence is rarely cured, and a resident waits: asked again once, if there is somebody to ask. */
  protected override unanswered(exchange: Exchange): void {
    this.complain('no answer');
    if (exchange.repeats > 0 || this.probing) this.fail('SILENT', `after ${exchange.repeats} repeats`);
    else this.repeat(exchange, REPEAT_REQUEST);
  }
}

function workMs({ command }: Exchange): number {
  return command.name === 'iccPowerOn' || command.name === 'xfrBlock' ? CARD_MS : READER_MS;
}
