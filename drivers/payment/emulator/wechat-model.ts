import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { BillBooks, BillLine } from './bill-desk.ts';
import type { WalletTill } from './wallet-levers.ts';
import { apiError, type BookParts, type PayerFunds, type Plain, type WalletBooks } from './wallet-plain.ts';
import {
  type ModelRefund,
  type ModelState,
  type ModelTrade,
  type RefundResult,
  refundAnswer,
  tradeAnswer,
} from './wechat-books.ts';
import type { WeChatMerchant } from './wechat-merchant.ts';
import { OK_EMPTY, type prepayRequest, type refundRequest, rfc3339 } from './wechat-messages.ts';

const CODE_LIFE_MS = 2 * 3_600_000;
const TRADE_LIFE_MS = 7 * 24 * 3_600_000;
const REFUND_GAP_MS = 60_000;

/**
 * The wallet's books: what is ordered, paid, closed and given back, with WeChat's rules and without any wire. Time is
 * looked at, never waited for: an order dies and a refund settles when somebody looks after its time.
 */
export class WeChatModel implements WalletTill<RefundResult | 'NOT_ENOUGH'>, BillBooks {
  readonly #now: () => number;
  readonly #refundDelayMs: number;
  readonly #state: ModelState;
  /** Set by levers; not remembered over a restart. */
  refundResult: RefundResult | 'NOT_ENOUGH' = 'SUCCESS';
  /** Number of the order that is paid just before its close commits; `any` = whichever is closed first. */
  payBeforeClose: string | null = null;
  payerFunds: PayerFunds = 'balance';

  constructor({ now, refundDelayMs, state }: BookParts<ModelState>) {
    this.#now = now;
    this.#refundDelayMs = refundDelayMs;
    this.#state = state;
  }

  get state(): ModelState {
    return this.#state;
  }

  prepay(request: z.infer<typeof prepayRequest>): Plain {
    const now = this.#now();
    const text = JSON.stringify(request);
    const known = this.#trade(request.out_trade_no);
    if (known !== undefined) {
      if (known.state === 'CLOSED') return apiError(400, 'ORDER_CLOSED', '订单已关闭');
      if (known.state !== 'NOTPAY') return apiError(400, 'ORDER_PAID', '订单已支付');
      if (known.request !== text)
        return apiError(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致');
    }
    const timeExpire =
      request.time_expire === undefined ? now + TRADE_LIFE_MS : Date.parse(request.time_expire);
    if (timeExpire < now + 60_000) return apiError(400, 'PARAM_ERROR', '订单失效时间须大于当前时间1分钟');
    const code = { id: randomBytes(6).toString('base64url'), madeAt: now };
    if (known !== undefined) known.code = code;
    else {
      this.#state.trades.push({
        outTradeNo: request.out_trade_no,
        request: text,
        totalFen: request.amount.total,
        timeExpire,
        createdAt: now,
        ...(request.attach === undefined ? {} : { attach: request.attach }),
        code,
        state: 'NOTPAY',
      });
    }
    return { status: 200, body: { code_url: codeUrl(code.id) } };
  }

  query(outTradeNo: string, merchant: WeChatMerchant): Plain {
    const trade = this.#trade(outTradeNo);
    if (trade === undefined) return notExist();
    return tradeAnswer(trade, merchant);
  }

  close(outTradeNo: string): Plain {
    const trade = this.#trade(outTradeNo);
    if (trade === undefined) return notExist();
    const late = this.payBeforeClose === 'any' || this.payBeforeClose === outTradeNo;
    if (late && trade.state === 'NOTPAY') {
      this.payBeforeClose = null;
      this.#pay(trade, trade.totalFen);
    }
    if (trade.state === 'SUCCESS' || trade.state === 'REFUND') {
      return apiError(400, 'ORDER_PAID', '订单已支付');
    }
    trade.state = 'CLOSED';
    return OK_EMPTY;
  }

  refund(request: z.infer<typeof refundRequest>): Plain {
    const now = this.#now();
    const text = JSON.stringify(request);
    const known = this.#state.refunds.find((refund) => refund.outRefundNo === request.out_refund_no);
    if (known !== undefined) {
      return known.request === text
        ? refundAnswer(known, this.#refundState(known))
        : apiError(400, 'INVALID_REQUEST', '退款单号重复，参数与首次请求时不一致');
    }
    const trade = this.#trade(request.out_trade_no);
    if (trade === undefined) return apiError(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
    if (trade.payment === undefined) return apiError(400, 'INVALID_REQUEST', '订单未支付');
    if (trade.payment.fen !== request.amount.total) {
      return apiError(400, 'INVALID_REQUEST', '订单金额不一致');
    }
    const earlier = this.#refundsOf(trade);
    const asked = earlier.filter((refund) => this.#refundState(refund) !== 'CLOSED');
    if (sum(asked) + request.amount.refund > trade.payment.fen) {
      return apiError(400, 'INVALID_REQUEST', '退款金额大于可退金额');
    }
    if (earlier.some((refund) => now - refund.createdAt < REFUND_GAP_MS)) {
      return apiError(429, 'FREQUENCY_LIMITED', '同一订单退款过于频繁');
    }
    if (this.refundResult === 'NOT_ENOUGH') return apiError(403, 'NOT_ENOUGH', '基本账户余额不足');
    const refund: ModelRefund = {
      outRefundNo: request.out_refund_no,
      outTradeNo: request.out_trade_no,
      request: text,
      refundId: this.#number('50000'),
      transactionId: trade.payment.transactionId,
      totalFen: trade.payment.fen,
      funds: trade.payment.funds,
      fen: request.amount.refund,
      createdAt: now,
      settlesAt: now + this.#refundDelayMs,
      result: this.refundResult,
    };
    this.#state.refunds.push(refund);
    trade.state = 'REFUND';
    return refundAnswer(refund, this.#refundState(refund));
  }

  queryRefund(outRefundNo: string): Plain {
    const refund = this.#state.refunds.find((each) => each.outRefundNo === outRefundNo);
    return refund === undefined
      ? apiError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
      : refundAnswer(refund, this.#refundState(refund));
  }

  /** Somebody scans and pays. Without a number: the newest code that still works. false = there is none. */
  scanAndPay(outTradeNo: string | undefined, fen: number | undefined): boolean {
    const payable = this.#state.trades.filter((trade) => this.#isPayable(trade));
    const trade =
      outTradeNo === undefined
        ? payable.sort((a, b) => a.code.madeAt - b.code.madeAt).at(-1)
        : payable.find((each) => each.outTradeNo === outTradeNo);
    if (trade === undefined) return false;
    this.#pay(trade, fen ?? trade.totalFen);
    return true;
  }

  /** Refunds that have not settled yet turn out like this, and so do later ones. */
  decideRefunds(result: RefundResult | 'NOT_ENOUGH'): void {
    this.refundResult = result;
    if (result === 'NOT_ENOUGH') return;
    for (const refund of this.#state.refunds) {
      if (this.#refundState(refund) === 'PROCESSING') refund.result = result;
    }
  }

  /** Payments and refunds that have come to their end, in the order of the books. */
  lines(): readonly BillLine[] {
    const paid = this.#state.trades.flatMap((trade) => (trade.payment ? [lineOf(trade, trade.payment)] : []));
    const back = this.#state.refunds
      .filter((refund) => this.#refundState(refund) === 'SUCCESS')
      .flatMap(({ outTradeNo, outRefundNo, refundId, fen, settlesAt }) =>
        paid
          .filter((line) => line.outTradeNo === outTradeNo)
          .map((line) => ({ ...line, at: settlesAt, refund: { outRefundNo, refundId, fen } })),
      );
    return [...paid, ...back];
  }

  consoleRefund(outTradeNo: string | undefined, fen: number | undefined): boolean {
    const trade = this.#state.trades.findLast(
      (each) => each.payment !== undefined && (outTradeNo ?? each.outTradeNo) === each.outTradeNo,
    );
    if (trade?.payment === undefined) return false;
    const left = trade.payment.fen - sum(this.#refundsOf(trade));
    if (left <= 0 || (fen ?? left) > left) return false;
    const now = this.#now();
    const refundId = this.#number('50000');
    this.#state.refunds.push({
      outRefundNo: `console${refundId}`,
      outTradeNo: trade.outTradeNo,
      request: '',
      refundId,
      transactionId: trade.payment.transactionId,
      totalFen: trade.payment.fen,
      funds: trade.payment.funds,
      fen: fen ?? left,
      createdAt: now,
      settlesAt: now,
      result: 'SUCCESS',
    });
    trade.state = 'REFUND';
    return true;
  }

  /** The books, for invariants: money kept = paid minus given back (a refund under way still counts as kept). */
  inspect(): WalletBooks {
    const refunds = this.#state.refunds.map((refund) => ({
      outRefundNo: refund.outRefundNo,
      outTradeNo: refund.outTradeNo,
      amountFen: refund.fen,
      state: this.#refundState(refund),
    }));
    const trades = this.#state.trades.map(({ outTradeNo }) => this.#trade(outTradeNo) as ModelTrade);
    const paid = trades.reduce((total, trade) => total + (trade.payment?.fen ?? 0), 0);
    const back = refunds.filter((refund) => refund.state === 'SUCCESS');
    return {
      trades: trades.map((trade) => ({
        outTradeNo: trade.outTradeNo,
        state: trade.state,
        totalFen: trade.totalFen,
        paidFen: trade.payment?.fen ?? 0,
        refundedFen: back
          .filter((refund) => refund.outTradeNo === trade.outTradeNo)
          .reduce((total, refund) => total + refund.amountFen, 0),
        codeUrl: codeUrl(trade.code.id),
      })),
      refunds,
      keptFen: paid - back.reduce((total, refund) => total + refund.amountFen, 0),
    };
  }

  #pay(trade: ModelTrade, fen: number): void {
    trade.payment = {
      transactionId: this.#number('42000'),
      fen,
      at: this.#now(),
      funds: this.payerFunds,
    };
    trade.state = 'SUCCESS';
  }

  #isPayable(trade: ModelTrade): boolean {
    const now = this.#now();
    return trade.state === 'NOTPAY' && now <= trade.timeExpire && now - trade.code.madeAt <= CODE_LIFE_MS;
  }

  /** An order that nobody paid or closed dies by itself after seven days. */
  #trade(outTradeNo: string): ModelTrade | undefined {
    const trade = this.#state.trades.find((each) => each.outTradeNo === outTradeNo);
    if (trade?.state === 'NOTPAY' && this.#now() - trade.createdAt > TRADE_LIFE_MS) trade.state = 'CLOSED';
    return trade;
  }

  #refundsOf(trade: ModelTrade): readonly ModelRefund[] {
    return this.#state.refunds.filter((refund) => refund.outTradeNo === trade.outTradeNo);
  }

  #refundState(refund: ModelRefund): RefundResult | 'PROCESSING' {
    return this.#now() < refund.settlesAt ? 'PROCESSING' : refund.result;
  }

  /** 28 digits, as WeChat's own numbers have. */
  #number(prefix: string): string {
    this.#state.seq += 1;
    const day = rfc3339(this.#now()).slice(0, 10).replaceAll('-', '');
    return `${prefix}${day}${String(this.#state.seq).padStart(15, '0')}`;
  }
}

/** What the payer's phone reads; WeChat's own codes have this form. */
function codeUrl(id: string): string {
  return `weixin://wxpay/bizpayurl?pr=${id}`;
}

function lineOf(trade: ModelTrade, payment: NonNullable<ModelTrade['payment']>): BillLine {
  const { description } = JSON.parse(trade.request) as z.infer<typeof prepayRequest>;
  const { transactionId, fen, at } = payment;
  return { outTradeNo: trade.outTradeNo, transactionId, totalFen: fen, at, goods: description };
}

function notExist(): Plain {
  return apiError(404, 'ORDER_NOT_EXIST', '订单不存在');
}

function sum(refunds: readonly ModelRefund[]): number {
  return refunds.reduce((total, refund) => total + refund.fen, 0);
}
