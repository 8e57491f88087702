import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import {
  type ModelCode,
  type ModelRefund,
  type ModelState,
  type ModelTrade,
  refundAnswer,
  refundQueryAnswer,
  tradeAnswer,
} from './alipay-books.ts';
import {
  epochOf,
  localTime,
  type precreateRequest,
  type refundRequest,
  success,
  toFen,
} from './alipay-messages.ts';
import type { BillBooks, BillLine } from './bill-desk.ts';
import type { WalletTill } from './wallet-levers.ts';
import { apiError, type BookParts, type PayerFunds, type Plain, type WalletBooks } from './wallet-plain.ts';

const CODE_LIFE_MS = 2 * 3_600_000;

/** How refunds turn out. `SLOW`: accepted, and nothing is seen of it until its time has come. */
export type RefundResult = 'SUCCESS' | 'SLOW' | 'NOT_ENOUGH' | 'FINISHED';

/**
 * The wallet's books with Alipay's rules and without any wire. A precreated code is no trade: one begins when somebody
 * scans, and until then nothing can be asked or closed. Time is looked at, never waited for: a trade dies and a refund
 * settles when somebody looks after its time.
 */
export class AlipayModel implements WalletTill<RefundResult>, BillBooks {
  readonly #now: () => number;
  readonly #refundDelayMs: number;
  readonly #state: ModelState;
  /** Set by levers; not remembered over a restart, and so are the next two. */
  refundResult: RefundResult = 'SUCCESS';
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

  precreate(request: z.infer<typeof precreateRequest>): Plain {
    const { out_trade_no: outTradeNo, subject } = request;
    const totalFen = toFen(request.total_amount);
    const timeExpire = epochOf(request.time_expire);
    const trade = this.#trade(outTradeNo);
    if (trade?.state === 'TRADE_CLOSED') return apiError(400, 'ACQ.TRADE_HAS_CLOSE', '交易已经关闭');
    if (trade?.state === 'TRADE_SUCCESS') return apiError(400, 'ACQ.TRADE_HAS_SUCCESS', '交易已被支付');
    const same = trade?.totalFen === totalFen && trade.subject === subject && trade.timeExpire === timeExpire;
    if (trade !== undefined && !same) return apiError(400, 'ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改');
    if (!(timeExpire >= this.#now() + 60_000)) return apiError(400, 'ACQ.INVALID_PARAMETER', '参数无效');
    const code: ModelCode = {
      outTradeNo,
      totalFen,
      subject,
      timeExpire,
      id: randomBytes(12).toString('hex'),
      madeAt: this.#now(),
    };
    // The newest code of a number is the one that works.
    this.#state.codes = [...this.#state.codes.filter((each) => each.outTradeNo !== outTradeNo), code];
    return success({ out_trade_no: outTradeNo, qr_code: codeUrl(code) });
  }

  query(outTradeNo: string): Plain {
    const trade = this.#trade(outTradeNo);
    return trade === undefined ? notExist() : tradeAnswer(trade);
  }

  close(outTradeNo: string): Plain {
    const trade = this.#trade(outTradeNo);
    if (trade === undefined) return notExist();
    const late = this.payBeforeClose === 'any' || this.payBeforeClose === outTradeNo;
    if (late && trade.state === 'WAIT_BUYER_PAY') {
      this.payBeforeClose = null;
      this.#pay(trade, trade.totalFen);
    }
    if (trade.state !== 'WAIT_BUYER_PAY') return apiError(400, 'ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
    trade.state = 'TRADE_CLOSED';
    return success({ trade_no: trade.tradeNo, out_trade_no: outTradeNo });
  }

  refund(request: z.infer<typeof refundRequest>): Plain {
    const { out_trade_no: outTradeNo, out_request_no: outRequestNo } = request;
    const fen = toFen(request.refund_amount);
    const trade = this.#trade(outTradeNo);
    if (trade === undefined) return notExist();
    if (trade.payment === undefined) return apiError(400, 'ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
    const known = this.#refund(outTradeNo, outRequestNo);
    if (known !== undefined) {
      return known.fen === fen
        ? refundAnswer(trade, false, this.#settledSum(outTradeNo), known.settlesAt)
        : apiError(400, 'ACQ.DISCORDANT_REPEAT_REQUEST', '请求信息不一致');
    }
    const asked = this.#refundsOf(outTradeNo).reduce((total, refund) => total + refund.fen, 0);
    if (asked + fen > trade.payment.fen) {
      return apiError(400, 'ACQ.REASON_TRADE_REFUND_FEE_ERR', '退款金额无效');
    }
    if (this.refundResult === 'NOT_ENOUGH')
      return apiError(400, 'ACQ.SELLER_BALANCE_NOT_ENOUGH', '卖家余额不足');
    if (this.refundResult === 'FINISHED') return apiError(400, 'ACQ.TRADE_HAS_FINISHED', '交易已完结');
    const slow = this.refundResult === 'SLOW';
    const settlesAt = this.#now() + (slow ? this.#refundDelayMs : 0);
    this.#state.refunds.push({ outRequestNo, outTradeNo, fen, settlesAt });
    return refundAnswer(trade, !slow, this.#settledSum(outTradeNo), settlesAt);
  }

  queryRefund(outTradeNo: string, outRequestNo: string): Plain {
    const trade = this.#trade(outTradeNo);
    if (trade === undefined) return notExist();
    const refund = this.#refund(outTradeNo, outRequestNo);
    const seen = refund !== undefined && this.#isSettled(refund) ? refund : null;
    return refundQueryAnswer(trade, outRequestNo, seen);
  }

  /** Somebody scans and looks at what is to be paid. Without a number: the newest code. false = there is none. */
  scan(outTradeNo: string | undefined): boolean {
    return this.#scanned(outTradeNo) !== undefined;
  }

  scanAndPay(outTradeNo: string | undefined, fen: number | undefined): boolean {
    const trade = this.#scanned(outTradeNo);
    if (trade === undefined) return false;
    this.#pay(trade, fen ?? trade.totalFen);
    return true;
  }

  decideRefunds(result: RefundResult): void {
    this.refundResult = result;
  }

  /** Payments and refunds that have come to their end, in the order of the books. */
  lines(): readonly BillLine[] {
    const paid = this.#state.trades.flatMap(({ outTradeNo, tradeNo, subject, payment }) =>
      payment === undefined
        ? []
        : [{ outTradeNo, transactionId: tradeNo, totalFen: payment.fen, at: payment.at, goods: subject }],
    );
    const back = this.#state.refunds
      .filter((refund) => this.#isSettled(refund))
      .flatMap(({ outTradeNo, outRequestNo, fen, settlesAt }) =>
        paid
          .filter((line) => line.outTradeNo === outTradeNo)
          .map((line) => ({
            ...line,
            at: settlesAt,
            refund: { outRefundNo: outRequestNo, refundId: outRequestNo, fen },
          })),
      );
    return [...paid, ...back];
  }

  consoleRefund(outTradeNo: string | undefined, fen: number | undefined): boolean {
    const trade = this.#state.trades.findLast(
      (each) => each.payment !== undefined && (outTradeNo ?? each.outTradeNo) === each.outTradeNo,
    );
    if (trade?.payment === undefined) return false;
    const back = this.#refundsOf(trade.outTradeNo).reduce((total, refund) => total + refund.fen, 0);
    const left = trade.payment.fen - back;
    if (left <= 0 || (fen ?? left) > left) return false;
    const outRequestNo = `console${this.#number()}`;
    const settlesAt = this.#now();
    this.#state.refunds.push({ outRequestNo, outTradeNo: trade.outTradeNo, fen: fen ?? left, settlesAt });
    return true;
  }

  /** For invariants. A code that nobody has scanned stands in the books as NOT_SCANNED. */
  inspect(): WalletBooks {
    const { codes, refunds } = this.#state;
    const trades = codes.map((code) => {
      const trade = this.#trade(code.outTradeNo);
      return {
        outTradeNo: code.outTradeNo,
        state: trade?.state ?? 'NOT_SCANNED',
        totalFen: trade?.totalFen ?? code.totalFen,
        paidFen: trade?.payment?.fen ?? 0,
        refundedFen: this.#settledSum(code.outTradeNo),
        codeUrl: codeUrl(code),
      };
    });
    return {
      trades,
      refunds: refunds.map((refund) => ({
        outRefundNo: refund.outRequestNo,
        outTradeNo: refund.outTradeNo,
        amountFen: refund.fen,
        state: this.#isSettled(refund) ? 'SUCCESS' : 'PROCESSING',
      })),
      keptFen: trades.reduce((total, trade) => total + trade.paidFen - trade.refundedFen, 0),
    };
  }

  /** The trade behind a code that somebody can still pay; scanning makes it. */
  #scanned(outTradeNo: string | undefined): ModelTrade | undefined {
    const alive = this.#state.codes.filter((code) => this.#isPayable(code));
    const code =
      outTradeNo === undefined ? alive.at(-1) : alive.find((each) => each.outTradeNo === outTradeNo);
    if (code === undefined) return undefined;
    const known = this.#trade(code.outTradeNo);
    if (known !== undefined) return known;
    const { totalFen, subject, timeExpire } = code;
    const trade: ModelTrade = {
      outTradeNo: code.outTradeNo,
      tradeNo: this.#number(),
      totalFen,
      subject,
      timeExpire,
      state: 'WAIT_BUYER_PAY',
    };
    this.#state.trades.push(trade);
    return trade;
  }

  #isPayable(code: ModelCode): boolean {
    const now = this.#now();
    if (now > code.timeExpire || now - code.madeAt > CODE_LIFE_MS) return false;
    return (this.#trade(code.outTradeNo)?.state ?? 'WAIT_BUYER_PAY') === 'WAIT_BUYER_PAY';
  }

  #pay(trade: ModelTrade, fen: number): void {
    trade.payment = { fen, at: this.#now(), funds: this.payerFunds };
    trade.state = 'TRADE_SUCCESS';
  }

  /** A trade dies at its time, and when all of its money has gone back. */
  #trade(outTradeNo: string): ModelTrade | undefined {
    const trade = this.#state.trades.find((each) => each.outTradeNo === outTradeNo);
    if (trade?.state === 'WAIT_BUYER_PAY' && this.#now() > trade.timeExpire) trade.state = 'TRADE_CLOSED';
    if (trade?.payment !== undefined && this.#settledSum(outTradeNo) >= trade.payment.fen) {
      trade.state = 'TRADE_CLOSED';
    }
    return trade;
  }

  #refund(outTradeNo: string, outRequestNo: string): ModelRefund | undefined {
    return this.#refundsOf(outTradeNo).find((refund) => refund.outRequestNo === outRequestNo);
  }

  #refundsOf(outTradeNo: string): readonly ModelRefund[] {
    return this.#state.refunds.filter((refund) => refund.outTradeNo === outTradeNo);
  }

  #isSettled(refund: ModelRefund): boolean {
    return this.#now() >= refund.settlesAt;
  }

  #settledSum(outTradeNo: string): number {
    return this.#refundsOf(outTradeNo)
      .filter((refund) => this.#isSettled(refund))
      .reduce((total, refund) => total + refund.fen, 0);
  }

  /** 28 digits, as Alipay's own numbers have. */
  #number(): string {
    this.#state.seq += 1;
    const day = localTime(this.#now()).slice(0, 10).replaceAll('-', '');
    return `${day}22001${String(this.#state.seq).padStart(15, '0')}`;
  }
}

/** What the payer's phone reads; Alipay's own codes have this form. */
function codeUrl({ id }: ModelCode): string {
  return `https://qr.alipay.com/bax${id}`;
}

function notExist(): Plain {
  return apiError(400, 'ACQ.TRADE_NOT_EXIST', '交易不存在');
}
