import type { Fen } from '../../drivers/base/money.ts';
import type { SlipBlock } from '../../drivers/printer/slip.ts';
import { formatAmount, formatPeriod } from '../contract/format.ts';
import type { OrderLine, OrderView, RefundView, SlipKind } from '../ledger/port.ts';
import { MEDICAL_PHONE, RECEIPT_DAYS, TAX_PHONE } from '../policy/service.ts';
import { slipCode } from '../policy/slip-code.ts';
import { daxie } from './daxie.ts';
import { inLargeType } from './large-type.ts';
import { shanghaiTime, shanghaiTimeOf } from './shanghai-time.ts';
import {
  certificateNote,
  copyBanner,
  DEMO_BANNER,
  DEMO_NOTE,
  explanation,
  headline,
  INSURANCES,
  paidWith,
  refundReason,
  TITLE,
  VERIFICATION_CAPTION,
} from './slip-words.ts';

/** One document from the journal's rows: paper, PDF and preview on the glass are three layouts of it. */
export interface ReceiptDoc {
  readonly kind: SlipKind;
  readonly demo: boolean;
  /** 0 = original, 1 = first reprint … */
  readonly copy: number;
  readonly blocks: readonly SlipBlock[];
}

/** All that a PDF is made from: any document in these blocks. */
export type PdfDoc = Pick<ReceiptDoc, 'demo' | 'blocks'>;

export interface ReceiptRequest {
  readonly order: OrderView;
  readonly kind: SlipKind;
  readonly copy: number;
  /** Epoch milliseconds. */
  readonly printedAt: number;
  readonly terminal: { readonly id: string; readonly name: string };
  readonly demo: boolean;
  /** Whom to call. */
  readonly phone: string;
  /** Elder mode: what the resident needs to read is large; what only the staff look up stays small. */
  readonly largeType?: boolean;
  /** Names the order's newest row in the journal, e.g. `812-3F9A1C2B`; null = not known. */
  readonly chainCode: string | null;
}

/**
 * The slip of an order. Persons stand on it as masked as the order has them, and nothing of them besides. Its 存证码 lets
 * whoever keeps the journal prove that nothing in it was changed since (`npm run journal -- verify`), and the QR code says
 * the same together with what it is about. It is no address: whoever finds a slip in the street can open nothing with it.
 *
 * Content after the payment notes on receipts ("kiosk slip ≠ tax voucher") and the three wordings named there.
 *
 * @throws Error when the order has not proven what the slip would say: a bug of the caller, never to be printed
 */
export function receiptDoc(request: ReceiptRequest): ReceiptDoc {
  const { order, kind, copy, demo } = request;
  const missing = missingProof(order, kind);
  if (missing !== null) throw new Error(`order ${order.id} has no ${missing}: it cannot have a ${kind} slip`);
  const blocks: SlipBlock[] = [
    ...(demo ? [banner(DEMO_BANNER)] : []),
    ...(copy > 0 ? [banner(copyBanner(copy))] : []),
    { kind: 'title', text: TITLE },
    { kind: 'text', text: headline(order, kind), align: 'center', emphasis: true, size: 'large' },
    RULE,
    pair('参保人', order.payer.name, 'insured-name'),
    pair('证件号码', order.payer.idNumber, 'id-number'),
    RULE,
    ...order.lines.flatMap((line, index) => lineBlocks(line, index, order.lines.length)),
    RULE,
    // One amount stands out: the one that matters to the resident now.
    kind === 'refunding'
      ? pair('合计金额', yuan(order.amountFen), 'total')
      : standingOut(pair('合计金额', yuan(order.amountFen), 'total')),
    pair('大写', daxie(order.amountFen), 'amount-words'),
    ...refundBlocks(kind, order.refund),
    RULE,
    ...traceBlocks(request),
    ...verification(request),
    RULE,
    ...explanation(order, kind, request.phone, RECEIPT_DAYS).map(text),
    ...(kind === 'booked' ? [text(certificateNote(TAX_PHONE))] : []),
    ...phones(order, request.phone),
    ...(demo ? [text(DEMO_NOTE)] : []),
  ];
  return {
    kind,
    demo,
    copy,
    blocks: request.largeType === true ? inLargeType(blocks, LARGE_FIELDS) : blocks,
  };
}

/**
 * What a receipt says of its order, as one word: a new receipt is due when it changes. A refund slip says how far the refund
 * has come; the others say the same in all the states that they fit.
 */
export function truthOf({ kind }: Pick<ReceiptDoc, 'kind'>, { state }: Pick<OrderView, 'state'>): string {
  return kind === 'refunding' ? state : kind;
}

/** Facts that a resident reads; the others are for whoever looks the payment up. */
const LARGE_FIELDS: ReadonlySet<string> = new Set([
  ...['insured-name', 'insurance', 'period', 'amount', 'late-fee', 'total', 'amount-words'],
  ...['refund-amount', 'refund-reason', 'phone', 'medical-phone'],
]);

/**
 * The fact without which the slip would claim more than is known; null when all is there. A refund may have been found
 * at the wallet without the payment's own number and time, so a refund slip needs only the refund.
 */
function missingProof(order: OrderView, kind: SlipKind): string | null {
  if (kind === 'refunding') return order.refund === undefined ? 'refund' : null;
  if (order.transactionId === undefined || order.paidAt === undefined) return 'proven payment';
  return kind === 'booked' && order.voucherNo === undefined ? 'voucher number' : null;
}

const RULE: SlipBlock = { kind: 'rule' };

/** What was paid for. The amount of a line is only told where it is not the total already. */
function lineBlocks(line: OrderLine, index: number, count: number): readonly SlipBlock[] {
  const lateFee = line.lateFeeFen ?? 0;
  return [
    ...(index > 0 ? [{ kind: 'space' } as const] : []),
    pair('险种', INSURANCES[line.insurance], 'insurance'),
    pair('征收品目', line.item, 'item'),
    pair('费款所属期', formatPeriod(line.period), 'period'),
    ...(line.tierLabel === undefined ? [] : [pair('缴费档次', line.tierLabel, 'tier')]),
    ...(count > 1 || lateFee > 0 ? [pair('金额', yuan(line.amountFen), 'amount')] : []),
    ...(lateFee > 0 ? [pair('滞纳金', yuan(lateFee), 'late-fee')] : []),
  ];
}

function refundBlocks(kind: SlipKind, refund: RefundView | undefined): readonly SlipBlock[] {
  if (kind !== 'refunding' || refund === undefined) return [];
  return [
    RULE,
    standingOut(pair('退款金额', yuan(refund.amountFen), 'refund-amount')),
    pair('退款原因', refundReason(refund.reason), 'refund-reason'),
    pair('退款单号', refund.outRefundNo, 'refund-no'),
  ];
}

/** How the payment is found again in everybody's books. */
function traceBlocks(request: ReceiptRequest): readonly SlipBlock[] {
  const { order, kind, copy, terminal, printedAt, chainCode } = request;
  const booked = kind === 'booked';
  return [
    ...(booked ? fact('凭证号', order.voucherNo, 'voucher-no') : []),
    pair('支付方式', paidWith(order), 'channel'),
    ...time('支付时间', order.paidAt, 'paid-at'),
    ...(booked ? time('入账时间', order.bookedAt, 'booked-at') : []),
    pair('订单号', order.id, 'order-id'),
    ...fact('交易单号', order.transactionId, 'transaction-id'),
    pair('终端', `${terminal.id} ${terminal.name}`, 'terminal'),
    pair(copy > 0 ? '补打时间' : '出具时间', shanghaiTime(printedAt), 'printed-at'),
    ...fact('存证码', chainCode ?? undefined, 'chain-code'),
  ];
}

/** Only where there is a row to compare with: a code that proves nothing would look like proof. */
function verification({ order, kind, chainCode }: ReceiptRequest): readonly SlipBlock[] {
  if (chainCode === null) return [];
  const { id: orderId, amountFen } = order;
  const voucherNo = kind === 'booked' ? (order.voucherNo ?? null) : null;
  return [
    {
      kind: 'qr',
      data: slipCode({ orderId, amountFen, chainCode, voucherNo }),
      caption: VERIFICATION_CAPTION,
    },
  ];
}

/** One number a line: side by side they wrap so that nobody knows which is whose. */
function phones(order: OrderView, phone: string): readonly SlipBlock[] {
  const medical = order.lines.some((line) => line.insurance === 'medical');
  return [
    pair('咨询电话', phone, 'phone'),
    ...(medical ? [pair('医保咨询', MEDICAL_PHONE, 'medical-phone')] : []),
  ];
}

/** Full-width ￥ (U+FFE5): the half-width sign has no code in a Chinese printer's font. */
function yuan(fen: Fen): string {
  return `￥${formatAmount(fen)}`;
}

function banner(words: string): SlipBlock {
  return { kind: 'banner', text: words };
}

function text(words: string): SlipBlock {
  return { kind: 'text', text: words };
}

function pair(label: string, value: string, field: string): Extract<SlipBlock, { kind: 'pair' }> {
  return { kind: 'pair', label, value, field };
}

function standingOut(block: Extract<SlipBlock, { kind: 'pair' }>): SlipBlock {
  return { ...block, emphasis: true, size: 'large' };
}

function fact(label: string, value: string | undefined, field: string): readonly SlipBlock[] {
  return value === undefined ? [] : [pair(label, value, field)];
}

function time(label: string, rfc3339: string | undefined, field: string): readonly SlipBlock[] {
  return rfc3339 === undefined ? [] : [pair(label, shanghaiTimeOf(rfc3339), field)];
}
