import type { Slip, SlipBlock } from '../../drivers/printer/slip.ts';
import { formatPeriod } from '../contract/format.ts';
import type { CaseFile } from '../ledger/case-events.ts';
import type { MaskedPerson } from '../ledger/port.ts';
import { LAST_REFUND_DAY, refundRequestAt } from '../policy/refunds.ts';
import { inLargeType } from './large-type.ts';
import { shanghaiTime } from './shanghai-time.ts';
import { CASE_KINDS, copyBanner, DEMO_BANNER, DEMO_NOTE } from './slip-words.ts';

export interface CaseSlipRequest {
  /** What was handed in, by the agency's names (agency interface, `POST /v1/cases`). */
  readonly kind: keyof typeof CASE_KINDS;
  /** The agency's. */
  readonly caseNo: string;
  /** Until when the agency answers: YYYY-MM-DD or RFC 3339. */
  readonly dueDate: string;
  /** As masked as it may stand on paper. */
  readonly person: MaskedPerson;
  /** The payment that it is about, when it is about one. */
  readonly voucherNo?: string;
  /** Our own number of the payment, when it was made here. */
  readonly orderId?: string;
  /** What the payment was for: 征收品目 and 费款所属期. */
  readonly premium?: { readonly item: string; readonly period: string };
  /** When it was taken in, epoch milliseconds. */
  readonly at: number;
  /** 0 = the original; a copy says so, and when it was made (epoch milliseconds). */
  readonly copy: number;
  readonly printedAt: number;
  readonly terminal: { readonly id: string; readonly name: string };
  readonly demo: boolean;
  readonly phone: string;
  /** Elder mode. */
  readonly largeType?: boolean;
}

/** What the slip says of a case that has been taken in. */
export function caseFacts(
  file: CaseFile,
): Omit<CaseSlipRequest, 'copy' | 'printedAt' | 'terminal' | 'demo' | 'phone' | 'largeType'> {
  const { kind, matter, person, item, period, opened, at } = file;
  if (opened === null) throw new Error('a case without a number has no slip');
  const premium = item === '' ? {} : { premium: { item, period } };
  const of = matter.by === 'order' ? { orderId: matter.orderId } : { voucherNo: matter.voucherNo };
  return { kind, person, at, ...opened, ...of, ...premium };
}

/** What somebody takes home who has handed a case in: its number, what it is about, until when it is answered. */
export function caseSlip(request: CaseSlipRequest): Slip {
  const { kind, caseNo, dueDate, person, voucherNo, orderId, premium } = request;
  const { at, copy, printedAt, terminal, demo, phone } = request;
  const blocks: SlipBlock[] = [
    ...(demo ? [{ kind: 'banner', text: DEMO_BANNER } as const] : []),
    ...(copy > 0 ? [{ kind: 'banner', text: copyBanner(copy) } as const] : []),
    { kind: 'title', text: '业务受理单' },
    { kind: 'text', text: '已受理', align: 'center', emphasis: true, size: 'large' },
    { kind: 'rule' },
    { kind: 'pair', label: '受理编号', value: caseNo, field: 'case-no', size: 'large' },
    { kind: 'pair', label: '答复期限', value: dayOf(dueDate), field: 'due-date', size: 'large' },
    { kind: 'rule' },
    { kind: 'pair', label: '办理事项', value: CASE_KINDS[kind], field: 'case-kind' },
    { kind: 'pair', label: '申请人', value: person.name, field: 'insured-name' },
    { kind: 'pair', label: '证件号码', value: person.idNumber, field: 'id-number' },
    ...fact('征收品目', premium?.item, 'item'),
    ...fact('费款所属期', premium && formatPeriod(premium.period), 'period'),
    ...fact('凭证号', voucherNo, 'voucher-no'),
    ...fact('订单号', orderId, 'order-id'),
    { kind: 'pair', label: '受理时间', value: shanghaiTime(at), field: 'opened-at' },
    ...fact('补打时间', copy > 0 ? shanghaiTime(printedAt) : undefined, 'printed-at'),
    { kind: 'pair', label: '终端', value: `${terminal.id} ${terminal.name}`, field: 'terminal' },
    { kind: 'rule' },
    ...refundMonth(request),
    { kind: 'text', text: `请保管好本单。到期没有答复，请拨 ${phone}，并报受理编号。` },
    { kind: 'text', text: '本单只证明已经受理，不是缴费证明，也不是退款证明。' },
    ...(demo ? [{ kind: 'text', text: DEMO_NOTE } as const] : []),
  ];
  return { blocks: request.largeType === true ? inLargeType(blocks, LARGE_FIELDS) : blocks };
}

/** Whose it is and what it is about; the numbers below are for the staff. */
const LARGE_FIELDS: ReadonlySet<string> = new Set([
  ...['case-no', 'due-date', 'case-kind', 'insured-name', 'item', 'period'],
]);

/**
 * A booked premium (one with a voucher), also one that was paid twice, is given back with this month or with the next year's
 * pool, by the day on which the case was taken in. What was never booked goes back by itself.
 */
function refundMonth({ kind, voucherNo, at }: CaseSlipRequest): readonly SlipBlock[] {
  if (!GIVES_BACK.includes(kind) || voucherNo === undefined) return [];
  const text =
    refundRequestAt(at) === 'this-month'
      ? `当月 ${LAST_REFUND_DAY} 日（含）前受理，需要退费的按当月办理。`
      : `当月 ${LAST_REFUND_DAY} 日已过，需要退费的转入次年统筹办理。`;
  return [{ kind: 'text', text }];
}

const GIVES_BACK: readonly CaseSlipRequest['kind'][] = ['duplicate', 'refund'];

function fact(label: string, value: string | undefined, field: string): readonly SlipBlock[] {
  return value === undefined ? [] : [{ kind: 'pair', label, value, field }];
}

/** The day in Shanghai; a plain date stays as it is. */
function dayOf(date: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  const epochMs = Date.parse(date);
  return Number.isNaN(epochMs) ? date : shanghaiTime(epochMs).slice(0, 10);
}
