import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { type Outcome, unknown } from '../../base/outcome.ts';
import { err, type Result } from '../../base/result.ts';
import { failureCause, type Http, type HttpAnswer, joinUrl, onlyHeader } from '../../transport/http.ts';
import { logCall } from '../call-log.ts';
import { ServerClock } from '../server-clock.ts';
import { stamped } from './bodies.ts';
import { classify, type Refusal } from './classify.ts';
import { type AppKey, authorization } from './signature.ts';
import { checkAnswer } from './verify.ts';

export interface CallerConfig {
  readonly base: URL;
  readonly app: AppKey;
  /** See `ChinaUmsConfig.answersSigned`. */
  readonly answersSigned: boolean;
}

export interface CallerParts {
  /** Owned from now on: closing the channel closes it. Its TLS is what vouches for answers that are not signed. */
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Call {
  readonly op: 'prepay' | 'query' | 'close' | 'refund' | 'query-refund';
  /** Every call is a POST below `/v1/netpay/bills/`. */
  readonly name: 'get-qrcode' | 'query' | 'close-qrcode' | 'refund';
  /** JSON without the time of the request. */
  readonly body: string;
}

/** Stamps, signs, sends, checks and logs one call. What an answer means is not its business. */
export class ChinaUmsCaller {
  /** What time it is at the acquirer. */
  readonly time: ServerClock;
  readonly #config: CallerConfig;
  readonly #parts: CallerParts;

  constructor(config: CallerConfig, parts: CallerParts) {
    this.#config = config;
    this.#parts = parts;
    this.time = new ServerClock('aggregate', parts.clock, parts.log);
  }

  /**
   * `read` sees only the content of a success; `refine` may know better what a refusal of this very call means. What comes
   * out is what is logged.
   */
  async call<T>(
    call: Call,
    read: (content: unknown) => Outcome<T>,
    refine: (refusal: Refusal) => Outcome<T> = (refusal) => refusal,
  ): Promise<Outcome<T>> {
    const start = this.#parts.clock.monotonic();
    const exchanged = await this.#exchange(call);
    const judged = exchanged.ok ? this.#judge(exchanged.value) : exchanged;
    const outcome = judged.ok ? read(judged.value) : refine(judged.error);
    logCall(this.#parts, { server: 'aggregate', op: call.op, start, requestId: null }, outcome);
    return outcome;
  }

  close(): Promise<void> {
    return this.#parts.http.close();
  }

  async #exchange(call: Call): Promise<Result<HttpAnswer, Refusal>> {
    const { base, app } = this.#config;
    const at = this.time.now();
    const body = stamped(call.body, at);
    const answer = await this.#parts.http.send({
      method: 'POST',
      url: joinUrl(base, `/v1/netpay/bills/${call.name}`),
      headers: {
        Authorization: authorization(app, { at, nonce: randomBytes(16).toString('hex') }, body),
        Accept: 'application/json',
        'Content-Type': 'application/json; charset=utf-8',
        'User-Agent': 'shebao-kiosk',
      },
      body,
    });
    return answer.ok ? answer : err(unknown(failureCause(answer.error)));
  }

  /** A refusal may come unsigned, from the gateway in front; never wrongly signed. */
  #judge(answer: HttpAnswer): Result<unknown, Refusal> {
    const { answersSigned, app } = this.#config;
    const judged = classify(answer);
    if (answersSigned && (judged.ok || onlyHeader(answer, 'Authorization') !== null)) {
      const doubt = checkAnswer(answer, app, this.time.now());
      if (doubt === 'clock-skew') this.time.learn(answer);
      if (doubt !== null) return err(unknown(doubt));
    }
    // A captive portal and a gateway have clocks as well: time is learnt from answers, not from what stands in their place.
    const isRefused = !judged.ok && judged.error.kind === 'refused';
    const wasOff = (judged.ok || isRefused) && this.time.learn(answer);
    // Refused for who knows what while our clock was off: stamped with the right time it may go through.
    return isRefused && wasOff ? err(unknown('clock-skew')) : judged;
  }
}
