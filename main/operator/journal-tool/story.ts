import type { Booking } from '../../../drivers/agency/port.ts';
import type { Trade } from '../../../drivers/payment/port.ts';
import type { PrintResult } from '../../../drivers/printer/port.ts';
import { formatAmount } from '../../contract/format.ts';
import type { EventRow, JournalEvent } from '../../ledger/journal-events.ts';
import type { Call, OrderEvent } from '../../ledger/order-events.ts';
import type { PrintKind } from '../../ledger/port.ts';
import { shanghaiTime } from '../../receipt/shanghai-time.ts';
import { CASE_KINDS, CHANNELS } from '../../receipt/slip-words.ts';

/** An order's events in the technician's words, one line each: what was learnt or decided, never why nobody knows. */
export function storyLines(rows: readonly EventRow[]): readonly string[] {
  return rows.map(
    ({ version, at, event }) => `${shanghaiTime(at)}  ${String(version).padStart(3)}  ${words(event)}`,
  );
}

const CALLS: Readonly<Record<Call, string>> = {
  prepay: '向钱包下单',
  query: '向钱包查询',
  close: '请钱包关单',
  book: '向经办系统入账',
  'query-booking': '查询入账结果',
  refund: '请钱包退款',
  'query-refund': '查询退款结果',
};

const CAUSES: Readonly<Record<Extract<OrderEvent, { type: 'UNANSWERED' }>['cause'], string>> = {
  timeout: '超时',
  network: '网络不通',
  'server-error': '对方出错',
  'bad-signature': '签名不对',
  'unknown-key': '签名密钥不认识',
  'clock-skew': '时钟差得太多',
  'bad-answer': '回答看不懂',
  throttled: '对方要求稍后再试',
  refused: '对方拒绝',
};

function words(event: JournalEvent): string {
  switch (event.type) {
    case 'OPENED': {
      const { channel, amountFen, terminalId } = event.facts;
      return `新订单：${formatAmount(amountFen)} 元，${CHANNELS[channel]}，终端 ${terminalId}`;
    }
    case 'CODE_RECEIVED':
      return '钱包给出付款码，屏幕可以显示';
    case 'PREPAY_REFUSED':
      return `钱包拒绝下单（${event.code}）`;
    case 'TRADE':
      return tradeWords(event.trade);
    case 'CLOSE_DONE':
      return '钱包已关单';
    case 'CLOSE_REFUSED':
      return `钱包没有关单（${event.code}）`;
    case 'BOOKING_INTENDED':
      return '准备入账：请求已写入日志';
    case 'REFUND_INTENDED':
      return '准备退款：请求已写入日志';
    case 'BOOKING_ANSWERED':
      return bookingWords(event.booking);
    case 'BOOKING_ABSENT':
      return '经办系统没有这笔入账';
    case 'BOOKING_FAULT':
      return `经办系统说请求有误（${CALLS[event.call]}），订单冻结，等工作人员处理`;
    case 'REFUND_ANSWERED':
      return REFUNDS[event.refund.state];
    case 'REFUND_ABSENT':
      return '钱包没有这笔退款';
    case 'REFUND_REFUSED':
      return `钱包暂不退款（${event.code}）`;
    case 'UNANSWERED':
      return `${CALLS[event.call]}没有结果：${CAUSES[event.cause]}（不知道对方是否已经办了）`;
    case 'BILL_CONTRADICTS':
      return '钱包账单与订单不符，订单冻结，等工作人员处理';
    case 'CANCELLED':
      return '居民离开，开始关单';
    case 'EXPIRED':
      return '付款码到期，开始关单';
    case 'RESTARTED':
      return '程序重新启动';
    case 'PRINT_BEGUN':
      return event.copy === 0
        ? `开始打印${SLIPS[event.kind]}`
        : `开始补打${SLIPS[event.kind]}（第 ${event.copy} 次）`;
    case 'PRINT_ENDED':
      return printWords(event.result);
    case 'CASE_INTENDED':
      return `准备登记${CASE_KINDS[event.facts.kind]}：请求已写入日志`;
    case 'CASE_REPEATED':
      return '再登记一次：请求与上次相同';
    case 'CASE_UNANSWERED':
      return `登记没有结果：${CAUSES[event.cause]}（不知道对方是否已经受理）`;
    case 'CASE_OPENED':
      return `已受理，受理编号 ${event.opened.caseNo}，答复期限 ${event.opened.dueDate}`;
    case 'CASE_REFUSED':
      return `社保部门没有受理（${event.code}）`;
  }
}

const SLIPS: Readonly<Record<PrintKind, string>> = {
  booked: '凭条',
  pending: '凭条',
  refunding: '凭条',
  case: '受理单',
  counter: '柜台办理单',
  day: '日结单',
  calibration: '校准凭条',
};

const REFUNDS: Readonly<Record<Extract<OrderEvent, { type: 'REFUND_ANSWERED' }>['refund']['state'], string>> =
  {
    PROCESSING: '钱包已受理退款',
    SUCCESS: '钱已退回',
    CLOSED: '退款被钱包关闭，等工作人员处理',
    ABNORMAL: '钱包退不回去，等工作人员处理',
  };

function tradeWords(trade: Trade): string {
  switch (trade.state) {
    case 'NOT_CREATED':
      return '钱包没有这笔订单';
    case 'NOT_SCANNED':
      return '还没有人扫码';
    case 'UNPAID':
      return '还没有付款';
    case 'PAID':
      return `已付款 ${formatAmount(trade.amountFen)} 元，交易单号 ${trade.transactionId}`;
    case 'CLOSED':
      return '钱包说已经关单';
    case 'REFUNDED':
      return '钱包说已经退款';
    case 'MISMATCH':
      return `钱包的回答与订单不符（${trade.field}），订单冻结，等工作人员处理`;
  }
}

function bookingWords(booking: Booking): string {
  switch (booking.status) {
    case 'booked':
      return `已入账，凭证号 ${booking.voucherNo}`;
    case 'pending':
      return '经办系统已收下，还在处理';
    case 'rejected':
      return `经办系统拒绝入账（${booking.code}），转为退款`;
  }
}

function printWords(result: PrintResult): string {
  switch (result.state) {
    case 'PRINTED':
      return `已打出（证据 ${result.evidence}）`;
    case 'UNCERTAIN':
      return `不知道打出没有（${result.reason}）`;
    case 'FAILED_CLEAN':
      return `没有打（${result.reason}）`;
  }
}
