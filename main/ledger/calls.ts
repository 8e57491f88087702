import type { AgencyPort } from '../../drivers/agency/port.ts';
import type { Outcome } from '../../drivers/base/outcome.ts';
import type { PaymentChannel } from '../../drivers/payment/port.ts';
import type { Call, Order, OrderEvent } from './order-events.ts';

/** What one call taught us. `at` is stamped by whoever writes it down. */
export interface Learnt {
  readonly event: Unstamped<OrderEvent>;
  /** The payment code, when the call brought one: for the screen of this process only, not for the journal. */
  readonly codeUrl?: string;
  /** The server asked for patience (429): milliseconds. */
  readonly waitMs?: number;
}

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;

export type AgencyCall = Extract<Call, 'book' | 'query-booking'>;
export type WalletCall = Exclude<Call, AgencyCall>;

export function isAgencyCall(call: Call): call is AgencyCall {
  return call === 'book' || call === 'query-booking';
}

/** Makes one call and says what it proved. Sends only what is journalled in `order`; decides nothing. */
export async function askWallet(call: WalletCall, order: Order, channel: PaymentChannel): Promise<Learnt> {
  switch (call) {
    case 'prepay': {
      const answer = await channel.prepay(order.prepay.body);
      if (answer.kind === 'ok') return { event: { type: 'CODE_RECEIVED' }, codeUrl: answer.value.codeUrl };
      if (answer.kind === 'refused') return { event: { type: 'PREPAY_REFUSED', code: answer.code } };
      return nothing(call, answer);
    }
    case 'query': {
      const answer = await channel.query(order.id);
      if (answer.kind === 'ok') return { event: { type: 'TRADE', trade: answer.value } };
      return nothing(call, answer);
    }
    case 'close': {
      const answer = await channel.close(order.id);
      if (answer.kind === 'ok') return { event: { type: 'CLOSE_DONE' } };
      if (answer.kind === 'refused') return { event: { type: 'CLOSE_REFUSED', code: answer.code } };
      return nothing(call, answer);
    }
    case 'refund': {
      const answer = await channel.refund(order.refund.body);
      if (answer.kind === 'ok') return { event: { type: 'REFUND_ANSWERED', refund: answer.value } };
      if (answer.kind === 'refused') return { event: { type: 'REFUND_REFUSED', code: answer.code } };
      return nothing(call, answer);
    }
    case 'query-refund': {
      const answer = await channel.queryRefund(order.refund.outRefundNo, order.id);
      if (answer.kind !== 'ok') return nothing(call, answer);
      return answer.value === null
        ? { event: { type: 'REFUND_ABSENT' } }
        : { event: { type: 'REFUND_ANSWERED', refund: answer.value } };
    }
  }
}

/** The same for the agency: the same key and bytes each time, a 4xx other than 409 is a fault of ours. */
export async function askAgency(call: AgencyCall, order: Order, agency: AgencyPort): Promise<Learnt> {
  const answer =
    call === 'book' ? await agency.book(order.booking.body) : await agency.queryBooking(order.id);
  if (answer.kind === 'refused') return { event: { type: 'BOOKING_FAULT', call } };
  if (answer.kind !== 'ok') return nothing(call, answer);
  return answer.value === null
    ? { event: { type: 'BOOKING_ABSENT' } }
    : { event: { type: 'BOOKING_ANSWERED', booking: answer.value } };
}

/** A question that is refused (keys, contract) proves as little as one that is lost. */
function nothing(call: Call, answer: Exclude<Outcome<unknown>, { kind: 'ok' }>): Learnt {
  switch (answer.kind) {
    case 'retry':
      return { event: { type: 'UNANSWERED', call, cause: 'throttled' }, waitMs: answer.afterMs };
    case 'unknown':
      return { event: { type: 'UNANSWERED', call, cause: answer.cause } };
    case 'refused':
      return { event: { type: 'UNANSWERED', call, cause: 'refused' } };
  }
}
