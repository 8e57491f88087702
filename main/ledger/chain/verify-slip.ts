import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SlipCode } from '../../policy/slip-code.ts';
import type { Order } from '../order-events.ts';

/** What on a slip is not what the journal says. */
export type SlipFinding =
  /** The journal holds no such order. */
  | 'order'
  /** The row that the slip names is another order's. */
  | 'row'
  | 'amount'
  | 'voucher';

/**
 * Lays a slip beside the order that it names. That the named row is still what it was is `verifyChain`'s business, with the
 * slip's chain code. Empty = all that the slip says is so.
 */
export function verifySlip(db: DatabaseSyncInstance, slip: SlipCode): readonly SlipFinding[] {
  const found = db.prepare('SELECT record FROM orders WHERE id = ?').get(slip.orderId);
  if (found === undefined) return ['order'];
  const order: Pick<Order, 'amountFen' | 'voucher'> = JSON.parse(String(found.record));
  const row = db
    .prepare('SELECT order_id FROM events WHERE seq = ?')
    .get(Number(slip.chainCode.split('-')[0]));
  const findings: SlipFinding[] = [];
  if (row?.order_id !== slip.orderId) findings.push('row');
  if (order.amountFen !== slip.amountFen) findings.push('amount');
  if (slip.voucherNo !== null && order.voucher?.voucherNo !== slip.voucherNo) findings.push('voucher');
  return findings;
}
