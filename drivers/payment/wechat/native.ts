import type { ZodType } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { done, type Outcome, unknown } from '../../base/outcome.ts';
import { parseServerUrl } from '../../transport/http.ts';
import type { PaymentChannel, PrepayOrder, Refund, RefundOrder, Trade } from '../port.ts';
import { numbersOf, ordersPath, subMerchantOf } from './account.ts';
import { type Merchant, prepayBody, refundBody } from './bodies.ts';
import { type CallerConfig, type CallerParts, WeChatCaller } from './caller.ts';
import { NOT_THERE_CODES, type Refusal } from './classify.ts';
import { toRefund, toTrade } from './normalise.ts';
import {
  parseJson,
  prepayBodyShape,
  prepayShape,
  refundBodyShape,
  refundShape,
  tradeShape,
} from './shapes.ts';

export interface WeChatConfig extends Merchant, Omit<CallerConfig, 'hosts'> {
  /** https, or plain http on 127.0.0.1; see `parseServerUrl`. */
  readonly baseUrl: string;
  /** The same service on another site, asked when the first cannot be reached. */
  readonly secondBaseUrl?: string;
}

/** WeChat refuses a prepay whose end is nearer than this (milliseconds). */
const MIN_LIFE_MS = 60_000;

/**
 * WeChat Pay APIv3, Native: the terminal shows a code, the payer scans it. Stateless; every attempt is signed afresh
 * over the same bytes, every success is believed only with WeChat's signature on it. For direct merchants and, with
 * `partner`, for service providers: see `Account`.
 */
export class WeChatNative implements PaymentChannel {
  readonly id = 'wechat';
  readonly scannedWith = ['wechat'] as const;
  readonly #merchant: Merchant;
  readonly #caller: WeChatCaller;
  readonly #clock: Clock;

  /** Throws on a base address or key ring that the configuration check would have refused. */
  constructor(config: WeChatConfig, parts: CallerParts) {
    const second = config.secondBaseUrl === undefined ? [] : [hostOf(config.secondBaseUrl)];
    this.#merchant = config;
    this.#caller = new WeChatCaller({ ...config, hosts: [hostOf(config.baseUrl), ...second] }, parts);
    this.#clock = parts.clock;
  }

  prepayBody(order: PrepayOrder): string {
    return prepayBody(this.#merchant, order);
  }

  async prepay(body: string): Promise<Outcome<{ readonly codeUrl: string }>> {
    const expiresAt = Date.parse(prepayBodyShape.parse(JSON.parse(body)).time_expire);
    return this.#caller.call(
      { op: 'prepay', method: 'POST', target: `${ordersPath(this.#merchant)}/native`, body, success: 200 },
      reading(prepayShape, ({ code_url }) => ({ codeUrl: code_url })),
      // A repeat that comes too close to the end is refused for its lateness, which says nothing about the first try.
      (refusal) =>
        refusal.kind === 'refused' && expiresAt - this.#clock.now() < MIN_LIFE_MS
          ? unknown('bad-answer')
          : refusal,
    );
  }

  query(outTradeNo: string): Promise<Outcome<Trade>> {
    return this.#caller.call<Trade>(
      {
        op: 'query',
        method: 'GET',
        target: `${this.#orderPath(outTradeNo)}?${new URLSearchParams(numbersOf(this.#merchant))}`,
        success: 200,
      },
      reading(tradeShape, (trade) => toTrade(trade, { ...this.#merchant, outTradeNo })),
      neverSeen<Trade>({ state: 'NOT_CREATED' }),
    );
  }

  close(outTradeNo: string): Promise<Outcome<void>> {
    const body = JSON.stringify(numbersOf(this.#merchant));
    return this.#caller.call<void>(
      { op: 'close', method: 'POST', target: `${this.#orderPath(outTradeNo)}/close`, body, success: 204 },
      () => done(undefined),
    );
  }

  refundBody(refund: RefundOrder): string {
    return refundBody(this.#merchant, refund);
  }

  async refund(body: string): Promise<Outcome<Refund>> {
    const sent = refundBodyShape.parse(JSON.parse(body));
    const expected = {
      outRefundNo: sent.out_refund_no,
      outTradeNo: sent.out_trade_no,
      amountFen: sent.amount.refund,
    };
    return this.#caller.call(
      { op: 'refund', method: 'POST', target: '/v3/refund/domestic/refunds', body, success: 200 },
      reading(refundShape, (refund) => toRefund(refund, expected)),
    );
  }

  queryRefund(outRefundNo: string): Promise<Outcome<Refund | null>> {
    const path = `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`;
    const inPartnerMode = new URLSearchParams(subMerchantOf(this.#merchant)).toString();
    const target = inPartnerMode === '' ? path : `${path}?${inPartnerMode}`;
    return this.#caller.call<Refund | null>(
      { op: 'query-refund', method: 'GET', target, success: 200 },
      reading(refundShape, (refund) => toRefund(refund, { outRefundNo })),
      neverSeen<Refund | null>(null),
    );
  }

  clockOffMs(): number {
    return this.#caller.time.offsetMs;
  }

  shutdown(): Promise<void> {
    return this.#caller.close();
  }

  #orderPath(outTradeNo: string): string {
    return `${ordersPath(this.#merchant)}/out-trade-no/${encodeURIComponent(outTradeNo)}`;
  }
}

function hostOf(baseUrl: string): URL {
  const url = parseServerUrl(baseUrl);
  if (!url.ok) throw new Error(`WeChat base address: ${url.error.code}`);
  return url.value;
}

/** A body that does not have the shape, or that `convert` finds contradictory (null), proves nothing. */
function reading<Shape, T>(
  shape: ZodType<Shape>,
  convert: (parsed: Shape) => T | null,
): (body: Uint8Array) => Outcome<T> {
  return (body) => {
    const parsed = shape.safeParse(parseJson(body));
    const value = parsed.success ? convert(parsed.data) : null;
    return value === null ? unknown('bad-answer') : done(value);
  };
}

/** "No such number" is an answer, not a refusal, when asking. */
function neverSeen<T>(value: T): (refusal: Refusal) => Outcome<T> {
  return (refusal) =>
    refusal.kind === 'refused' && NOT_THERE_CODES.includes(refusal.code) ? done(value) : refusal;
}
