import type { Trade } from '../../drivers/payment/port.ts';
import type { Order } from './order-events.ts';
import {
  answered,
  canStillTurnPaid,
  closing,
  type Decision,
  frozen,
  go,
  leaving,
  NOT_CLOSED,
  settled,
  when,
} from './order-moves.ts';
import { ABSENT_AGREE_MS } from './schedule.ts';

/** From the first call to the wallet until the money is there, or proven not to come. */

/** "No such order" proves nothing for an order whose code was given out, until the code is dead for this long. */
export const ABSENT_MARGIN_MS = 120_000;
/** Refusals that can mean an order of this number exists: only a query may decide. Error codes of WeChat Pay v3, Alipay v3, ChinaUMS. */
const NUMBER_TAKEN: ReadonlySet<string> = new Set([
  'ORDERPAID',
  'ORDER_PAID',
  'ORDER_CLOSED',
  'OUT_TRADE_NO_USED',
  'INVALID_REQUEST',
  'ACQ.TRADE_HAS_SUCCESS',
  'ACQ.TRADE_HAS_CLOSE',
  'ACQ.CONTEXT_INCONSISTENT',
  'ACQ.TRADE_BUYER_NOT_MATCH',
  'ACQ.APPLY_PC_MERCHANT_CODE_ERROR',
  'DUP_ORDER',
  'INVALID_ORDER',
  'OPERATION_NOT_ALLOWED',
]);

/** The event is the intent to show: it is on disk before any view carries the code. */
export function onCode(order: Order, at: number): Order {
  const prepay = { ...order.prepay, codeReceived: true };
  if (order.state === 'PREPARING') return answered({ ...order, state: 'QR_LIVE', prepay, shownAt: at });
  // The resident left while the code was being made: it exists at the wallet, and nobody will ever see it.
  return order.state === 'CLOSING' && !order.prepay.codeReceived ? answered({ ...order, prepay }) : order;
}

export function onPrepayRefused(order: Order, code: string, at: number): Decision {
  if (order.state !== 'PREPARING' && order.state !== 'CLOSING') return go(order);
  const { misses, codeReceived } = order.prepay;
  if (misses === 0 && !codeReceived && !NUMBER_TAKEN.has(code)) {
    return go(settled(order, 'NEVER_CREATED', at), 'WALLET_REFUSES');
  }
  return go(order.state === 'PREPARING' ? leaving(answered(order)) : answered(order), 'WALLET_REFUSES');
}

export function onTrade(order: Order, trade: Trade, at: number): Decision {
  if (!canStillTurnPaid(order.state)) return go(order);
  switch (trade.state) {
    case 'PAID': {
      if (trade.amountFen !== order.amountFen) return go(frozen(order), 'MONEY_MISMATCH');
      const { transactionId, paidAt, funding = null } = trade;
      return go(
        answered({
          ...order,
          state: 'PAID',
          settledAt: null,
          payment: { transactionId, paidAt, funding },
        }),
        ...when(order.settledAt !== null, 'PAID_AFTER_CLOSE'),
      );
    }
    case 'MISMATCH':
      return go(frozen(order), 'MONEY_MISMATCH');
    case 'REFUNDED':
      // We have not refunded it. How much is back, and why, only staff can find out.
      return go(frozen(order), 'FOREIGN_REFUND');
    case 'CLOSED':
      return go(order.settledAt === null ? settled(order, 'CLOSED', at) : order);
    case 'UNPAID':
      return order.state === 'CLOSING'
        ? go(answered(closing(order, { ...NOT_CLOSED, next: 'close' })))
        : go(answered(order));
    case 'NOT_CREATED':
      return go(order.state === 'CLOSING' ? onAbsent(order, at) : answered(order));
    case 'NOT_SCANNED':
      return go(order.state === 'CLOSING' ? onAbsent(unscanned(order), at) : answered(order));
  }
}

/** Only a code that was given out can be scanned at all. */
function unscanned(order: Order): Order {
  const { codeReceived } = order.prepay;
  return codeReceived && !order.closing.unscanned ? closing(order, { unscanned: true }) : order;
}

/** "No such order" while leaving: proof only when said twice, and for a code that was given out only after its death. */
function onAbsent(order: Order, at: number): Order {
  const { codeReceived } = order.prepay;
  if (codeReceived && at < order.payableUntil + ABSENT_MARGIN_MS) return answered(order);
  const { absentSince } = order.closing;
  if (absentSince === null) return answered(closing(order, { absentSince: at }));
  if (at - absentSince < ABSENT_AGREE_MS) return answered(order);
  return settled(order, codeReceived ? 'CLOSED' : 'NEVER_CREATED', at);
}
