import type { ZodType } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { done, type Outcome, unknown } from '../../base/outcome.ts';
import { parseServerUrl } from '../../transport/http.ts';
import type { PaymentChannel, PrepayOrder, Refund, RefundOrder, Trade } from '../port.ts';
import { type ProductCode, precreateBody, refundBody } from './bodies.ts';
import { AlipayCaller, type CallerConfig, type CallerParts } from './caller.ts';
import { type Refusal, TRADE_NOT_EXIST } from './classify.ts';
import { parseExactJson } from './json.ts';
import { toKnownRefund, toRefund, toTrade } from './normalise.ts';
import {
  closeShape,
  precreateBodyShape,
  precreateShape,
  refundBodyShape,
  refundQueryShape,
  refundShape,
  tradeShape,
} from './shapes.ts';

export interface AlipayConfig extends Omit<CallerConfig, 'base'> {
  /** https, or plain http on 127.0.0.1; see `parseServerUrl`. */
  readonly baseUrl: string;
  readonly productCode: ProductCode;
}

/** A repeat that comes this close to the end of the order may be refused for its lateness (milliseconds). */
const MIN_LIFE_MS = 60_000;

/**
 * Alipay OpenAPI v3, precreate: the terminal shows a code, the payer scans it. Stateless but for the wallet's time; every
 * attempt is signed afresh over the same bytes, every success is believed only with Alipay's signature on it.
 *
 * Two things are unlike WeChat's:
 *
 * - **A trade exists only once somebody has scanned.** Until then every question is answered with "no such trade", and
 *   closing is refused: that is NOT_SCANNED, never proof that nothing will be paid. An unscanned code dies by its own
 *   `time_expire` and by nothing else, so the ledger watches it to the end. Whether it has come is told by our clock;
 *   therefore no code is handed out and no absence reported while that clock is off (`ServerClock.isOff`).
 * - **`cancel` is never sent**, although Alipay recommends it: on a trade that has just been paid it gives the money back
 *   by itself, which races with the booking. `close` does nothing to a paid trade, and what is paid is booked, or
 *   refunded by a decision that stands in the journal.
 */
export class AlipayPrecreate implements PaymentChannel {
  readonly id = 'alipay';
  readonly scannedWith = ['alipay'] as const;
  readonly #productCode: ProductCode;
  readonly #caller: AlipayCaller;
  readonly #clock: Clock;

  /** Throws on a base address or key ring that the configuration check would have refused. */
  constructor(config: AlipayConfig, parts: CallerParts) {
    const base = parseServerUrl(config.baseUrl);
    if (!base.ok) throw new Error(`Alipay base address: ${base.error.code}`);
    this.#productCode = config.productCode;
    this.#caller = new AlipayCaller({ ...config, base: base.value }, parts);
    this.#clock = parts.clock;
  }

  prepayBody(order: PrepayOrder): string {
    return precreateBody(this.#productCode, order);
  }

  async prepay(body: string): Promise<Outcome<{ readonly codeUrl: string }>> {
    const sent = precreateBodyShape.parse(JSON.parse(body));
    const expiresAt = Date.parse(sent.time_expire);
    return this.#caller.call(
      { op: 'prepay', path: '/v3/alipay/trade/precreate', body },
      reading(precreateShape, ({ out_trade_no, qr_code }) => {
        if (out_trade_no !== sent.out_trade_no) return unknown('bad-answer');
        return this.#caller.time.isOff ? unknown('clock-skew') : done({ codeUrl: qr_code });
      }),
      (refusal) =>
        refusal.kind === 'refused' && expiresAt - this.#clock.now() < MIN_LIFE_MS
          ? unknown('bad-answer')
          : refusal,
    );
  }

  query(outTradeNo: string): Promise<Outcome<Trade>> {
    return this.#caller.call<Trade>(
      { op: 'query', path: '/v3/alipay/trade/query', body: JSON.stringify({ out_trade_no: outTradeNo }) },
      reading(tradeShape, (answer) => doneOrBad(toTrade(answer, outTradeNo))),
      (refusal) => {
        if (!isAbsence(refusal)) return refusal;
        return this.#caller.time.isOff ? unknown('clock-skew') : done({ state: 'NOT_SCANNED' });
      },
    );
  }

  close(outTradeNo: string): Promise<Outcome<void>> {
    return this.#caller.call<void>(
      { op: 'close', path: '/v3/alipay/trade/close', body: JSON.stringify({ out_trade_no: outTradeNo }) },
      reading(closeShape, ({ out_trade_no }) =>
        out_trade_no === outTradeNo ? done(undefined) : unknown('bad-answer'),
      ),
    );
  }

  refundBody(refund: RefundOrder): string {
    return refundBody(refund);
  }

  async refund(body: string): Promise<Outcome<Refund>> {
    const sent = refundBodyShape.parse(JSON.parse(body));
    const expected = {
      outTradeNo: sent.out_trade_no,
      outRefundNo: sent.out_request_no,
      amountFen: sent.refund_amount,
    };
    return this.#caller.call(
      { op: 'refund', path: '/v3/alipay/trade/refund', body },
      reading(refundShape, (answer) => doneOrBad(toRefund(answer, expected))),
    );
  }

  queryRefund(outRefundNo: string, outTradeNo: string): Promise<Outcome<Refund | null>> {
    return this.#caller.call<Refund | null>(
      {
        op: 'query-refund',
        path: '/v3/alipay/trade/fastpay/refund/query',
        body: JSON.stringify({ out_trade_no: outTradeNo, out_request_no: outRefundNo }),
      },
      reading(refundQueryShape, (answer) => {
        const found = toKnownRefund(answer, { outTradeNo, outRefundNo });
        if (found === null) return unknown('bad-answer');
        return done(found.known ? found.refund : null);
      }),
      // What was never traded was never given back.
      (refusal) => (isAbsence(refusal) ? done(null) : refusal),
    );
  }

  clockOffMs(): number {
    return this.#caller.time.offsetMs;
  }

  shutdown(): Promise<void> {
    return this.#caller.close();
  }
}

/** A body that does not have the shape proves nothing. */
function reading<Shape, T>(
  shape: ZodType<Shape>,
  convert: (parsed: Shape) => Outcome<T>,
): (body: Uint8Array) => Outcome<T> {
  return (body) => {
    const parsed = shape.safeParse(parseExactJson(body));
    return parsed.success ? convert(parsed.data) : unknown('bad-answer');
  };
}

/** Nor does one that contradicts itself. */
function doneOrBad<T>(value: T | null): Outcome<T> {
  return value === null ? unknown('bad-answer') : done(value);
}

function isAbsence(refusal: Refusal): boolean {
  return refusal.kind === 'refused' && refusal.code === TRADE_NOT_EXIST;
}
