import type { Slip, SlipBlock } from '../../drivers/printer/slip.ts';
import type { MaskedPerson } from '../ledger/port.ts';
import { LAST_REFUND_DAY, refundRequestAt } from '../policy/refunds.ts';
import { shanghaiTime } from './shanghai-time.ts';
import { DEMO_BANNER, DEMO_NOTE } from './slip-words.ts';

export interface CaseSlipRequest {
  /** What was handed in, by the agency's names (agency interface, `POST /v1/cases`). */
  readonly kind: 'duplicate' | 'refund' | 'objection';
  /** The agency's. */
  readonly caseNo: string;
  /** Until when the agency answers: YYYY-MM-DD or RFC 3339. */
  readonly dueDate: string;
  /** As masked as it may stand on paper. */
  readonly person: MaskedPerson;
  /** The payment that it is about, when it is about one. */
  readonly voucherNo?: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly terminal: { readonly id: string; readonly name: string };
  readonly demo: boolean;
  readonly phone: string;
}

const KINDS = {
  duplicate: '重复缴费退费',
  refund: '退费申请',
  objection: '缴费异议',
} as const;

/** What somebody takes home who has handed a case in: its number, what it is about, until when it is answered. */
export function caseSlip(request: CaseSlipRequest): Slip {
  const { kind, caseNo, dueDate, person, voucherNo, at, terminal, demo, phone } = request;
  const blocks: SlipBlock[] = [
    ...(demo ? [{ kind: 'banner', text: DEMO_BANNER } as const] : []),
    { kind: 'title', text: '业务受理单' },
    { kind: 'text', text: '已受理', align: 'center', emphasis: true, size: 'large' },
    { kind: 'rule' },
    { kind: 'pair', label: '受理编号', value: caseNo, field: 'case-no', size: 'large' },
    { kind: 'pair', label: '答复期限', value: dayOf(dueDate), field: 'due-date', size: 'large' },
    { kind: 'rule' },
    { kind: 'pair', label: '办理事项', value: KINDS[kind], field: 'case-kind' },
    { kind: 'pair', label: '申请人', value: person.name, field: 'insured-name' },
    { kind: 'pair', label: '证件号码', value: person.idNumber, field: 'id-number' },
    ...(voucherNo === undefined
      ? []
      : [{ kind: 'pair', label: '凭证号', value: voucherNo, field: 'voucher-no' } as const]),
    { kind: 'pair', label: '受理时间', value: shanghaiTime(at), field: 'printed-at' },
    { kind: 'pair', label: '终端', value: `${terminal.id} ${terminal.name}`, field: 'terminal' },
    { kind: 'rule' },
    ...refundMonth(request),
    { kind: 'text', text: `请保管好本单。到期没有答复，请拨 ${phone}，并报受理编号。` },
    { kind: 'text', text: '本单只证明已经受理，不是缴费证明，也不是退款证明。' },
    ...(demo ? [{ kind: 'text', text: DEMO_NOTE } as const] : []),
  ];
  return { blocks };
}

/** A booked premium (one with a voucher) is given back this month or with the next year's pool, by the day of the request. */
function refundMonth({ kind, voucherNo, at }: CaseSlipRequest): readonly SlipBlock[] {
  if (kind !== 'refund' || voucherNo === undefined) return [];
  const text =
    refundRequestAt(at) === 'this-month'
      ? `退费申请在当月 ${LAST_REFUND_DAY} 日（含）前提交，按当月办理。`
      : `当月 ${LAST_REFUND_DAY} 日已过，退费申请转入次年统筹办理。`;
  return [{ kind: 'text', text }];
}

/** The day in Shanghai; a plain date stays as it is. */
function dayOf(date: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  const epochMs = Date.parse(date);
  return Number.isNaN(epochMs) ? date : shanghaiTime(epochMs).slice(0, 10);
}
