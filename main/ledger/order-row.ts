import type { Order } from './order-events.ts';

/**
 * Orders as they lie on disk. The table is only ever added to, and so is the record of an order; but events are chained and
 * rows never rewritten, so a row of an older version is made whole when it is read. Each field that came later, and what
 * its absence means:
 *
 * | field | came with | absent |
 * |---|---|---|
 * | `closing.unscanned` | bills of hidden, unscanned codes may be sold again | false: the bill stays locked until the order closes |
 * | `refund.absent` | refunds that are never there go to staff | null: the three days begin with the next answer |
 */
interface OlderOrder extends Omit<Order, 'closing' | 'refund'> {
  readonly closing: Omit<Order['closing'], 'unscanned'> & { readonly unscanned?: boolean };
  readonly refund: Omit<Order['refund'], 'absent'> & { readonly absent?: Order['refund']['absent'] };
}

/** Throws SyntaxError on a text that is no JSON, TypeError on one that is no order. */
export function readOrder(record: string): Order {
  const row: OlderOrder = JSON.parse(record);
  return {
    ...row,
    closing: { ...row.closing, unscanned: row.closing.unscanned ?? false },
    refund: { ...row.refund, absent: row.refund.absent ?? null },
  };
}

/**
 * The order as text, as the version that wrote `record` would have put it: without the fields that it did not know. What
 * the record does say must be the same to the letter. Throws as `readOrder` does.
 */
export function writtenLike(record: string, order: Order): string {
  const row: OlderOrder = JSON.parse(record);
  const { unscanned: _, ...closing } = order.closing;
  const { absent: __, ...refund } = order.refund;
  return JSON.stringify({
    ...order,
    closing: row.closing.unscanned === undefined ? closing : order.closing,
    refund: row.refund.absent === undefined ? refund : order.refund,
  });
}
