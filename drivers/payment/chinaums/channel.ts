import type { ZodType } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { done, type Outcome, refused, unknown } from '../../base/outcome.ts';
import { parseServerUrl } from '../../transport/http.ts';
import type { PaymentChannel, PrepayOrder, Refund, RefundOrder, Trade, WalletApp } from '../port.ts';
import { closeBody, codeBody, type Merchant, queryBody, refundBody } from './bodies.ts';
import { type CallerConfig, type CallerParts, ChinaUmsCaller } from './caller.ts';
import { DUP_ORDER, NO_ORDER, type Refusal } from './classify.ts';
import { type ExpectedBill, toKnownRefund, toRefund, toTrade } from './normalise.ts';
import { type BillKey, billKey, refundOrderId } from './numbers.ts';
import {
  type BillAnswer,
  billShape,
  closeShape,
  codeBodyShape,
  codeShape,
  refundBodyShape,
  refundQueryShape,
  refundShape,
} from './shapes.ts';

export interface ChinaUmsConfig extends Merchant, Omit<CallerConfig, 'base'> {
  /** https, or plain http on 127.0.0.1; see `parseServerUrl`. */
  readonly baseUrl: string;
  /**
   * Whether answers bear a signature of the same kind as requests, in their Authorization header. Published clients do not
   * check any; one description of the platform's own kit says that it does (L). To be agreed upon with the acquirer: with it
   * an unsigned success is not believed, without it TLS alone vouches for answers.
   */
  readonly answersSigned: boolean;
  /** As in the contract with the acquirer. */
  readonly scannedWith: readonly WalletApp[];
}

/** A repeat that comes this close to the end of the order may be refused for its lateness (milliseconds). */
const MIN_LIFE_MS = 60_000;

/**
 * One code for every wallet (聚合码), through the acquirer ChinaUMS: "bills" of its open platform (C 扫 B). There is no public
 * standard for such codes, every acquirer has its own wire; this one was chosen because most merchants of public services
 * have it, because HMAC-SHA256 needs no cryptography that the runtime lacks (China Merchants Bank's alternative signs with
 * SM2, which Electron's BoringSSL does not know), and because nine independent clients agree on it. None of this was tried
 * on the acquirer's own machines: M means that published clients agree, L that it is assumed.
 *
 * Four things are unlike the wallets':
 *
 * - **The bill exists at once**, unpaid; the payer's wallet is chosen by the scan (M).
 * - **A number is good for one bill.** Repeating get-qrcode is refused with DUP_ORDER (M): the code is then read off the bill,
 *   which still has to be the one that we asked for. The same for refunds, where a repeat may also be answered as the first (M).
 * - **Closing takes the code off, not the bill.** What becomes of a payment that is under way at that moment is not written
 *   anywhere (L). Therefore a close counts only when the bill itself says CLOSED afterwards.
 * - **Answers are vouched for by TLS**, unless `answersSigned`; what they say must still be about our merchant, terminal,
 *   bill and day.
 */
export class ChinaUmsChannel implements PaymentChannel {
  readonly id = 'aggregate';
  readonly scannedWith: readonly WalletApp[];
  readonly #merchant: Merchant;
  readonly #caller: ChinaUmsCaller;
  readonly #clock: Clock;

  /** Throws on a base address that the configuration check would have refused. */
  constructor(config: ChinaUmsConfig, parts: CallerParts) {
    const base = parseServerUrl(config.baseUrl);
    if (!base.ok) throw new Error(`ChinaUMS base address: ${base.error.code}`);
    this.scannedWith = config.scannedWith;
    this.#merchant = config;
    this.#caller = new ChinaUmsCaller({ ...config, base: base.value }, parts);
    this.#clock = parts.clock;
  }

  prepayBody(order: PrepayOrder): string {
    return codeBody(this.#merchant, order);
  }

  async prepay(body: string): Promise<Outcome<{ readonly codeUrl: string }>> {
    const sent = codeBodyShape.parse(JSON.parse(body));
    const asked = await this.#caller.call(
      { op: 'prepay', name: 'get-qrcode', body },
      reading(codeShape, ({ billNo, billQRCode }) =>
        billNo === sent.billNo ? done({ codeUrl: billQRCode }) : unknown('bad-answer'),
      ),
      (refusal) =>
        refusal.kind === 'refused' && Date.parse(sent.expireTime) - this.#clock.now() < MIN_LIFE_MS
          ? unknown('bad-answer')
          : refusal,
    );
    const exists = asked.kind === 'refused' && asked.code === DUP_ORDER;
    return exists ? this.#codeOf(sent) : asked;
  }

  query(outTradeNo: string): Promise<Outcome<Trade>> {
    const bill = this.#bill(outTradeNo);
    return this.#look(
      bill,
      (answer) => doneOrBad(toTrade(answer, bill)),
      absent<Trade>({ state: 'NOT_CREATED' }),
    );
  }

  async close(outTradeNo: string): Promise<Outcome<void>> {
    const bill = this.#bill(outTradeNo);
    const codeOff = await this.#caller.call<void>(
      { op: 'close', name: 'close-qrcode', body: closeBody(this.#merchant, bill) },
      reading(closeShape, ({ qrCodeId = bill.billNo }) =>
        qrCodeId === bill.billNo ? done(undefined) : unknown('bad-answer'),
      ),
    );
    if (codeOff.kind !== 'ok') return codeOff;
    const now = await this.query(outTradeNo);
    if (now.kind !== 'ok') return now;
    if (now.value.state === 'CLOSED') return done(undefined);
    return now.value.state === 'PAID' ? refused('OPERATION_NOT_ALLOWED') : unknown('bad-answer');
  }

  refundBody(refund: RefundOrder): string {
    return refundBody(this.#merchant, refund);
  }

  async refund(body: string): Promise<Outcome<Refund>> {
    const sent = refundBodyShape.parse(JSON.parse(body));
    return this.#caller.call(
      { op: 'refund', name: 'refund', body },
      reading(refundShape, (answer) => doneOrBad(toRefund(answer, { ...sent, mid: this.#merchant.mid }))),
      // The number is known: somebody has to ask what became of it.
      (refusal) =>
        refusal.kind === 'refused' && refusal.code === DUP_ORDER
          ? done({ state: 'PROCESSING', amountFen: sent.refundAmount })
          : refusal,
    );
  }

  queryRefund(outRefundNo: string, outTradeNo: string): Promise<Outcome<Refund | null>> {
    const { mid, sourceNo } = this.#merchant;
    const bill = billKey(sourceNo, outTradeNo);
    const expected = { mid, billNo: bill.billNo, refundOrderId: refundOrderId(sourceNo, outRefundNo) };
    return this.#caller.call<Refund | null>(
      {
        op: 'query-refund',
        name: 'query',
        body: queryBody(this.#merchant, bill, expected.refundOrderId),
      },
      reading(refundQueryShape, (answer) => {
        const found = toKnownRefund(answer, expected);
        if (found === null) return unknown('bad-answer');
        return done(found.known ? found.refund : null);
      }),
      absent<Refund | null>(null),
    );
  }

  clockOffMs(): number {
    return this.#caller.time.offsetMs;
  }

  shutdown(): Promise<void> {
    return this.#caller.close();
  }

  /** The code of a bill that exists already, if it is the one that was asked for and can still be paid. */
  #codeOf(sent: BillKey & { readonly totalAmount: number }): Promise<Outcome<{ readonly codeUrl: string }>> {
    const { mid, tid } = this.#merchant;
    const bill = { mid, tid, billNo: sent.billNo, billDate: sent.billDate };
    return this.#look(bill, (answer) => {
      const isOurs = toTrade(answer, bill)?.state === 'UNPAID' && answer.totalAmount === sent.totalAmount;
      if (!isOurs) return refused(DUP_ORDER);
      return answer.billQRCode === undefined ? unknown('bad-answer') : done({ codeUrl: answer.billQRCode });
    });
  }

  #look<T>(
    bill: BillKey,
    read: (answer: BillAnswer) => Outcome<T>,
    refine?: (refusal: Refusal) => Outcome<T>,
  ): Promise<Outcome<T>> {
    const body = queryBody(this.#merchant, bill);
    return this.#caller.call({ op: 'query', name: 'query', body }, reading(billShape, read), refine);
  }

  #bill(outTradeNo: string): ExpectedBill {
    const { mid, tid, sourceNo } = this.#merchant;
    return { mid, tid, ...billKey(sourceNo, outTradeNo) };
  }
}

/** Content that does not have the shape proves nothing. */
function reading<Shape, T>(
  shape: ZodType<Shape>,
  convert: (parsed: Shape) => Outcome<T>,
): (content: unknown) => Outcome<T> {
  return (content) => {
    const parsed = shape.safeParse(content);
    return parsed.success ? convert(parsed.data) : unknown('bad-answer');
  };
}

/** Nor does one that contradicts itself. */
function doneOrBad<T>(value: T | null): Outcome<T> {
  return value === null ? unknown('bad-answer') : done(value);
}

/** "No such bill" is an answer, not a refusal, when asking. */
function absent<T>(value: T): (refusal: Refusal) => Outcome<T> {
  return (refusal) => (refusal.kind === 'refused' && refusal.code === NO_ORDER ? done(value) : refusal);
}
