import type { PrintEvidence, PrintResult } from '../../../drivers/printer/port.ts';
import { formatAmount } from '../../contract/format.ts';
import { errorWords } from '../../contract/technician-words.ts';
import type { OrderState, RiskReview } from '../../ledger/port.ts';
import type { FindingCode } from '../../ledger/reconcile/findings.ts';
import type { NoVerdict } from '../../ledger/reconcile/sources.ts';
import { LARGE_AMOUNT_FEN } from '../../policy/amounts.ts';

/** The day's money in the technician's words: what is the matter, and who does what next. */

interface Words {
  readonly what: string;
  readonly next: string;
}

const FINDING_WORDS: Readonly<Record<FindingCode, Words>> = {
  BILL_PAID_UNSEEN: {
    what: '钱包账单已付款，本机记为未付款',
    next: '本机已向钱包核实；核实后自动入账，不能入账则自动退款',
  },
  BILL_UNKNOWN_ORDER: {
    what: '钱包账单有本机的订单号，本机没有记录',
    next: '请核对是否换过硬盘或有两台终端同号；由后台入账或退款',
  },
  BILL_LACKS_PAYMENT: {
    what: '本机记为已付款，钱包账单没有这笔钱',
    next: '请在商户平台查询该订单号；没有收款的，通知社保部门',
  },
  BILL_AMOUNT_DIFFERS: {
    what: '钱包账单金额与本机不同',
    next: '未办结的订单已冻结；请在商户平台核对实收金额',
  },
  BILL_FOREIGN_REFUND: {
    what: '有一笔退款不是本机发起的（商户后台退款）',
    next: '本机不再退款；请核对是谁退的，已入账的通知社保部门',
  },
  BILL_REFUND_DIFFERS: {
    what: '钱包账单里本机退款的金额与实付不同',
    next: '未办结的订单已冻结；请在商户平台核对实退金额，差额由人工补退',
  },
  BILL_LACKS_REFUND: {
    what: '钱包答复已退款，钱包账单没有这笔退款',
    next: '请凭退款单号（R 加订单号加 x1）在商户平台查询；钱没有退回的，由人工退款',
  },
  AGENCY_UNKNOWN_BOOKING: {
    what: '社保清单有本机的订单号，本机没有记录',
    next: '请核对是否换过硬盘或有两台终端同号',
  },
  AGENCY_LACKS_BOOKING: {
    what: '本机有凭证号，社保清单没有入账',
    next: '请凭凭证号向社保部门核实，不要退款',
  },
  AGENCY_AMOUNT_DIFFERS: { what: '社保入账金额与实付不同', next: '请凭凭证号向社保部门更正' },
  AGENCY_BOOKED_REFUNDED: {
    what: '钱已退回，社保却已入账',
    next: '请通知社保部门冲销入账，或联系居民补缴',
  },
  AGENCY_BOOKED_UNPAID: {
    what: '社保已入账，钱包和本机都没有收款',
    next: '本机已向钱包核实；仍未收款的，通知社保部门冲销',
  },
  AGENCY_BOOKED_TWICE: { what: '同一笔费款入账两次', next: '请通知社保部门退还后一笔' },
};

/** Where the wallet's side of a day comes from. */
export function billName(byQuery: boolean): string {
  return byQuery ? '钱包逐笔查询' : '钱包账单';
}

/** `byQuery`: there was no bill, the wallet was asked about each order. */
export function findingWords(code: FindingCode, byQuery: boolean): Words {
  const { what, next } = FINDING_WORDS[code];
  return byQuery ? { what: what.replaceAll('钱包账单', '钱包查询'), next } : { what, next };
}

/** Why somebody looks at a payment that went its way. */
export const REVIEW_WORDS: Readonly<Record<RiskReview, string>> = {
  'large-amount': `单笔超过 ${formatAmount(LARGE_AMOUNT_FEN)} 元，请按风控规定复核，缴费照常办理`,
};

/** What is known of a slip that was sent to the printer, and by what; the letter is the evidence's. */
export function slipWords(result: PrintResult): string {
  switch (result.state) {
    case 'PRINTED':
      return `${PRINTED_WORDS[result.evidence]}（证据 ${result.evidence}）`;
    case 'UNCERTAIN':
      return `日结单不知道打出没有：${errorWords(result.reason)}（证据 ${result.evidence}）。请看出票口，本机不会自动再打`;
    case 'FAILED_CLEAN':
      return `日结单没有打：${errorWords(result.reason)}。可以再打`;
  }
}

const PRINTED_WORDS: Readonly<Record<PrintEvidence, string>> = {
  A: '日结单已打出，打印机报回了本单编号',
  B: '日结单已打出，打印机按顺序应答',
  C: '日结单应已打出，打印机没有确认，请看出票口',
  D: '日结单不知道打出没有，请看出票口',
};

export const WAITING_WORDS: Readonly<Record<NoVerdict, string>> = {
  BILL_LATE: '钱包账单还没有生成',
  BILL_DAMAGED: '钱包账单损坏，与校验值不符',
  WALLET_SILENT: '钱包取不到账单',
  ANSWER_STRANGE: '钱包的答复与订单不符',
  AGENCY_SILENT: '社保取不到入账清单',
  JOURNAL: '本机日志写不进去',
};

/** What happens next to an order, and who has to do it. */
export const NEXT_WORDS: Readonly<Record<OrderState, string>> = {
  PREPARING: '正在向钱包取付款码',
  QR_LIVE: '等居民扫码付款',
  CLOSING: '正在确认无人付款，确认后自动关单；已付款则入账',
  NEVER_CREATED: '已办结：没有成单',
  CLOSED: '已办结：未付款',
  PAID: '钱已收到，马上入账',
  BOOKING: '正在入账，自动查询结果；结果不明时不退款',
  BOOKED: '已办结：已入账',
  REFUNDING: '正在退款，以同一退款单号自动重试',
  REFUNDED: '已办结：已退款',
  REFUND_STUCK: '钱包退不回去：请在商户平台人工退款',
  FROZEN: '记录互相矛盾，已冻结：请人工核对钱包和社保两边',
};
