import type { z } from 'zod';
import {
  billAnswer,
  codeAnswer,
  codeUrl,
  type Identity,
  type ModelBill,
  type ModelRefund,
  type ModelState,
  type PayerWallet,
  refundAnswer,
} from './aggregate-books.ts';
import {
  type closeRequest,
  type codeRequest,
  epochOf,
  failure,
  localTime,
  type queryRequest,
  type refundRequest,
  success,
} from './aggregate-messages.ts';
import type { WalletTill } from './wallet-levers.ts';
import type { BookParts, Plain, WalletBooks } from './wallet-plain.ts';

/** How refunds turn out. `TARGET_FAIL`: the wallet behind the acquirer does not take it now. */
export type RefundResult = 'SUCCESS' | 'SLOW' | 'FAIL' | 'TARGET_FAIL';

/**
 * The acquirer's books without any wire. A bill exists from its order on, is found by number and day, and stays UNPAID past
 * its end until somebody closes it: the harder one of the two readings that its documents allow. Time is looked at, never
 * waited for.
 */
export class AggregateModel implements WalletTill<RefundResult> {
  readonly #now: () => number;
  readonly #refundDelayMs: number;
  readonly #state: ModelState;
  readonly #who: Identity & { readonly sourceNo: string };
  /** Set by levers; not remembered over a restart, and so are the next two. */
  refundResult: RefundResult = 'SUCCESS';
  payBeforeClose: string | null = null;
  payerWallet: PayerWallet = 'wechat';

  constructor(
    who: Identity & { readonly sourceNo: string },
    { now, refundDelayMs, state }: BookParts<ModelState>,
  ) {
    this.#who = who;
    this.#now = now;
    this.#refundDelayMs = refundDelayMs;
    this.#state = state;
  }

  get state(): ModelState {
    return this.#state;
  }

  code(request: z.infer<typeof codeRequest>): Plain {
    const { billNo, billDate, qrCodeId, totalAmount: totalFen, billDesc } = request;
    if (!this.#isOurs(billNo) || !this.#isOurs(qrCodeId)) return failure('INVALID_MSGSRC', '商户来源错误');
    if (this.#state.bills.some((bill) => bill.billNo === billNo)) return failure('DUP_ORDER', '账单号重复');
    const expiresAt = epochOf(request.expireTime);
    if (!(expiresAt > this.#now())) return failure('BAD_REQUEST', '订单过期时间有误');
    const bill: ModelBill = { billNo, billDate, qrCodeId, totalFen, billDesc, expiresAt, state: 'UNPAID' };
    this.#state.bills.push(bill);
    return codeAnswer(this.#who, bill);
  }

  query(request: z.infer<typeof queryRequest>): Plain {
    const bill = this.#bill(request);
    if (bill === undefined) return noOrder();
    const refund = this.#refunds(bill).find((each) => each.refundOrderId === request.refundOrderId);
    return billAnswer(this.#who, bill, refund ?? null, this.#now());
  }

  close({ qrCodeId }: z.infer<typeof closeRequest>): Plain {
    const bill = this.#state.bills.find((each) => each.qrCodeId === qrCodeId);
    if (bill === undefined) return noOrder();
    const late = this.payBeforeClose === 'any' || this.payBeforeClose === outTradeNo(bill);
    if (late && bill.state === 'UNPAID') {
      this.payBeforeClose = null;
      this.#pay(bill, bill.totalFen);
    }
    if (bill.state !== 'UNPAID') return failure('OPERATION_NOT_ALLOWED', '当前不允许此操作');
    bill.state = 'CLOSED';
    return success({ mid: this.#who.mid, tid: this.#who.tid, qrCodeId });
  }

  refund(request: z.infer<typeof refundRequest>): Plain {
    const { refundOrderId, refundAmount: fen } = request;
    const bill = this.#bill(request);
    if (bill === undefined) return noOrder();
    if (!this.#isOurs(refundOrderId)) return failure('INVALID_MSGSRC', '商户来源错误');
    const known = this.#refunds(bill).find((each) => each.refundOrderId === refundOrderId);
    if (known !== undefined) {
      return known.fen === fen
        ? refundAnswer(this.#who, bill, known, this.#now())
        : failure('DUP_ORDER', '重复的订单请求');
    }
    if (bill.payment === undefined) return failure('OPERATION_NOT_ALLOWED', '当前不允许此操作');
    const given = this.#refunds(bill).reduce((total, each) => total + (each.failed ? 0 : each.fen), 0);
    if (given + fen > bill.payment.fen) return failure('INVALID_ORDER', '退款金额超限');
    if (this.refundResult === 'TARGET_FAIL') return failure('TARGET_FAIL', '渠道方处理失败');
    const settlesAt = this.#now() + (this.refundResult === 'SLOW' ? this.#refundDelayMs : 0);
    const failed = this.refundResult === 'FAIL';
    const refund: ModelRefund = { refundOrderId, billNo: bill.billNo, fen, settlesAt, failed };
    this.#state.refunds.push(refund);
    return refundAnswer(this.#who, bill, refund, this.#now());
  }

  scanAndPay(number: string | undefined, fen: number | undefined): boolean {
    const alive = this.#state.bills.filter(
      (bill) => bill.state === 'UNPAID' && this.#now() <= bill.expiresAt,
    );
    const bill = number === undefined ? alive.at(-1) : alive.find((each) => outTradeNo(each) === number);
    if (bill === undefined) return false;
    this.#pay(bill, fen ?? bill.totalFen);
    return true;
  }

  decideRefunds(result: RefundResult): void {
    this.refundResult = result;
  }

  /** For invariants; numbers without the four characters in front. */
  inspect(): WalletBooks {
    const trades = this.#state.bills.map((bill) => {
      const current = this.#current(bill);
      return {
        outTradeNo: outTradeNo(bill),
        state: current.state,
        totalFen: bill.totalFen,
        paidFen: bill.payment?.fen ?? 0,
        refundedFen: this.#returned(bill),
        codeUrl: codeUrl(bill),
      };
    });
    return {
      trades,
      refunds: this.#state.refunds.map((refund) => ({
        outRefundNo: refund.refundOrderId.slice(4),
        outTradeNo: refund.billNo.slice(4),
        amountFen: refund.fen,
        state: refund.failed ? 'FAIL' : this.#now() >= refund.settlesAt ? 'SUCCESS' : 'PROCESSING',
      })),
      keptFen: trades.reduce((total, trade) => total + trade.paidFen - trade.refundedFen, 0),
    };
  }

  #bill({ billNo, billDate }: { readonly billNo: string; readonly billDate: string }): ModelBill | undefined {
    const bill = this.#state.bills.find((each) => each.billNo === billNo && each.billDate === billDate);
    return bill === undefined ? undefined : this.#current(bill);
  }

  /** A bill is a refunded one as soon as the first money has gone back. */
  #current(bill: ModelBill): ModelBill {
    if (this.#returned(bill) > 0) bill.state = 'REFUND';
    return bill;
  }

  #pay(bill: ModelBill, fen: number): void {
    this.#state.seq += 1;
    const seq = String(this.#state.seq).padStart(10, '0');
    const day = localTime(this.#now()).slice(0, 10).replaceAll('-', '');
    bill.payment = {
      fen,
      at: this.#now(),
      wallet: this.payerWallet,
      orderId: `42000015${day}${seq}`,
      seqId: `${seq}N`,
    };
    bill.state = 'PAID';
  }

  #refunds(bill: ModelBill): readonly ModelRefund[] {
    return this.#state.refunds.filter((refund) => refund.billNo === bill.billNo);
  }

  #returned(bill: ModelBill): number {
    return this.#refunds(bill)
      .filter((refund) => !refund.failed && this.#now() >= refund.settlesAt)
      .reduce((total, refund) => total + refund.fen, 0);
  }

  #isOurs(number: string): boolean {
    return number.startsWith(this.#who.sourceNo);
  }
}

/** The merchant's number behind the four characters that the acquirer puts in front. */
function outTradeNo({ billNo }: ModelBill): string {
  return billNo.slice(4);
}

function noOrder(): Plain {
  return failure('NO_ORDER', '找不到请求的原始订单');
}
