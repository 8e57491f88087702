import { calibrationSlip } from '../../../drivers/printer/calibration-slip.ts';
import type { PrinterProfile } from '../../../drivers/printer/profile.ts';
import type { Slip } from '../../../drivers/printer/slip.ts';
import { TROUBLE_CODES } from '../../contract/trouble.ts';
import type { OrderView } from '../../ledger/port.ts';
import { type CaseSlipRequest, caseSlip } from '../case-slip.ts';
import { counterSlip, needsCounter } from '../counter-slip.ts';
import { daySlip } from '../day-slip.ts';
import { type ReceiptRequest, receiptDoc } from '../receipt-doc.ts';
import { BOOKED_ORDER, PENDING_ORDER, REFUNDING_ORDER } from './orders.ts';

/** One of every slip that can come out of a terminal, to be looked at (slip-pictures.test.ts). */

const AT = Date.parse('2026-11-24T09:01:20+08:00');
const terminal = { id: 'K0001', name: '金湾社区 1号机' };

const receipt = (
  order: OrderView,
  kind: ReceiptRequest['kind'],
  changes: Partial<ReceiptRequest> = {},
): Slip =>
  receiptDoc({
    order,
    kind,
    copy: 0,
    printedAt: AT,
    terminal,
    demo: false,
    phone: '12333',
    chainCode: '812-3F9A1C2B',
    ...changes,
  });

/** Seven digits and fen: the longest capitals that a premium can have. */
const DEAR_ORDER: OrderView = { ...PENDING_ORDER, amountFen: 98_765_432, funding: 'ecny' };
const RARE_ORDER: OrderView = { ...BOOKED_ORDER, payer: { ...BOOKED_ORDER.payer, name: '王*𠮷' } };
const STUCK_ORDER: OrderView = { ...REFUNDING_ORDER, state: 'REFUND_STUCK' };
const REFUNDED_ORDER: OrderView = { ...REFUNDING_ORDER, state: 'REFUNDED' };

const handedIn = (kind: CaseSlipRequest['kind'], changes: Partial<CaseSlipRequest> = {}): Slip =>
  caseSlip({
    kind,
    caseNo: 'C440404202611240017',
    dueDate: '2026-12-08',
    person: BOOKED_ORDER.payer,
    voucherNo: '4404002611240817',
    premium: { item: '城乡居民基本养老保险费', period: '2026' },
    at: AT,
    copy: 0,
    printedAt: AT,
    terminal,
    demo: false,
    phone: '12333',
    ...changes,
  });

const day = (mismatches: readonly string[], demo = false): Slip =>
  daySlip({
    date: '2026-11-24',
    paid: [
      { channel: 'wechat', count: 112, fen: 9_123_000 },
      { channel: 'alipay', count: 3, fen: 114_000 },
      { channel: 'aggregate', count: 0, fen: 0 },
    ],
    booked: { count: 113, fen: 9_161_000 },
    refunded: { count: 1, fen: 38_000 },
    open: { count: 1, fen: 38_000 },
    review: { count: 1, fen: 2_000_000 },
    mismatches,
    at: AT,
    terminal,
    demo,
  });

/** Name → slip; the calibration slip is the profile's own. */
export function sampleSlips(profile: PrinterProfile): Readonly<Record<string, Slip>> {
  return {
    booked: receipt(BOOKED_ORDER, 'booked'),
    'booked-demo': receipt(BOOKED_ORDER, 'booked', { demo: true }),
    'booked-copy-2': receipt(BOOKED_ORDER, 'booked', { copy: 2 }),
    'booked-large': receipt(BOOKED_ORDER, 'booked', { largeType: true }),
    'booked-two-lines': receipt(
      { ...PENDING_ORDER, voucherNo: '4404002611240817', bookedAt: '2026-11-24T01:01:14Z' },
      'booked',
    ),
    'booked-rare-name': receipt(RARE_ORDER, 'booked'),
    'booked-rare-name-large': receipt(RARE_ORDER, 'booked', { largeType: true }),
    pending: receipt(PENDING_ORDER, 'pending'),
    'pending-large': receipt(PENDING_ORDER, 'pending', { largeType: true }),
    'pending-dear': receipt(DEAR_ORDER, 'pending'),
    'pending-dear-large': receipt(DEAR_ORDER, 'pending', { largeType: true }),
    refunding: receipt(REFUNDING_ORDER, 'refunding'),
    'refunding-large': receipt(REFUNDING_ORDER, 'refunding', { largeType: true }),
    'refunding-copy-1-demo': receipt(REFUNDING_ORDER, 'refunding', { copy: 1, demo: true }),
    'refund-stuck': receipt(STUCK_ORDER, 'refunding'),
    refunded: receipt(REFUNDED_ORDER, 'refunding'),
    ...Object.fromEntries(
      TROUBLE_CODES.filter(needsCounter).map((trouble) => [
        `counter-${trouble.toLowerCase().replaceAll('_', '-')}`,
        counterSlip({ trouble, at: AT, terminal, demo: false }),
      ]),
    ),
    'counter-demo': counterSlip({ trouble: 'NEEDS_SAM', at: AT, terminal, demo: true }),
    'counter-large': counterSlip({
      trouble: 'ACCOUNT_LOCKED',
      at: AT,
      terminal,
      demo: false,
      largeType: true,
    }),
    'case-duplicate': handedIn('duplicate'),
    'case-refund': handedIn('refund'),
    'case-duplicate-large': handedIn('duplicate', { orderId: BOOKED_ORDER.id, largeType: true }),
    'case-objection-copy-demo': handedIn('objection', { copy: 1, demo: true }),
    day: day([BOOKED_ORDER.id]),
    'day-many-demo': day(
      Array.from({ length: 23 }, (_, index) => `KK0001261124AAAB7Q2M${10 + index}`),
      true,
    ),
    calibration: calibrationSlip(profile),
  };
}
