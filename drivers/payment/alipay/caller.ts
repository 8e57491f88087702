import { type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { type Outcome, refused, unknown } from '../../base/outcome.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { failureCause, type Http, type HttpAnswer, joinUrl, onlyHeader } from '../../transport/http.ts';
import { logCall } from '../call-log.ts';
import { ServerClock } from '../server-clock.ts';
import type { Signer } from '../signer.ts';
import { authorization, authString, requestMessage } from './canonical.ts';
import { classifyError, type Refusal } from './classify.ts';
import { checkAnswer, isSigned } from './verify.ts';

export interface CallerConfig {
  readonly base: URL;
  readonly appId: string;
  readonly signer: Signer;
  /** Alipay's public keys for this application; several while they rotate, at least one. */
  readonly verifyKeys: readonly KeyObject[];
  /** Partner mode: the merchant's authorisation of our application. null = we are the merchant. */
  readonly appAuthToken: string | null;
}

export interface CallerParts {
  /** Owned from now on: closing the channel closes it. */
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Call {
  readonly op: 'prepay' | 'query' | 'close' | 'refund' | 'query-refund' | 'bill';
  /** Path, of a GET with its query, percent-encoded. */
  readonly path: string;
  /** Absent: a GET. */
  readonly body?: string;
}

/** Signs, sends, verifies and logs one call. What a verified answer means is not its business. */
export class AlipayCaller {
  /** What time it is at Alipay. */
  readonly time: ServerClock;
  readonly #config: CallerConfig;
  readonly #parts: CallerParts;

  constructor(config: CallerConfig, parts: CallerParts) {
    if (config.verifyKeys.length === 0)
      throw new Error('Alipay needs at least one key to verify answers with');
    this.#config = config;
    this.#parts = parts;
    this.time = new ServerClock('alipay', parts.clock, parts.log);
  }

  /**
   * `read` sees only the body of a verified success; `refine` may know better what a refusal of this very call means.
   * What comes out is what is logged.
   */
  async call<T>(
    call: Call,
    read: (body: Uint8Array) => Outcome<T>,
    refine: (refusal: Refusal) => Outcome<T> = (refusal) => refusal,
  ): Promise<Outcome<T>> {
    const start = this.#parts.clock.monotonic();
    const exchanged = await this.#exchange(call);
    const judged = exchanged.ok ? this.#judge(exchanged.value) : exchanged;
    const outcome = judged.ok ? read(judged.value) : refine(judged.error);
    const requestId = exchanged.ok ? onlyHeader(exchanged.value, 'alipay-trace-id') : null;
    logCall(this.#parts, { server: 'alipay', op: call.op, start, requestId }, outcome);
    return outcome;
  }

  close(): Promise<void> {
    return this.#parts.http.close();
  }

  async #exchange(call: Call): Promise<Result<HttpAnswer, Refusal>> {
    const { appId, signer, base, appAuthToken } = this.#config;
    const method = call.body === undefined ? 'GET' : 'POST';
    const body = Buffer.from(call.body ?? '', 'utf8');
    const url = joinUrl(base, call.path);
    const auth = authString(appId, { timestamp: this.time.now(), nonce: randomUUID() });
    const signature = await signer.sign(
      requestMessage({ auth, method, target: url.pathname + url.search, body, appAuthToken }),
    );
    // Nothing has been sent: proof that the call had no effect.
    if (!signature.ok) return err(refused(signature.error.code));
    const answer = await this.#parts.http.send({
      method,
      url,
      headers: {
        Authorization: authorization(auth, signature.value),
        Accept: 'application/json',
        ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        'User-Agent': 'shebao-kiosk',
        'alipay-request-id': randomBytes(16).toString('hex'),
        ...(appAuthToken === null ? {} : { 'alipay-app-auth-token': appAuthToken }),
      },
      ...(call.body === undefined ? {} : { body }),
    });
    return answer.ok ? answer : err(unknown(failureCause(answer.error)));
  }

  /** The body of a verified success, or what the answer is instead. A refusal may come unsigned, never wrongly signed. */
  #judge(answer: HttpAnswer): Result<Uint8Array, Refusal> {
    const succeeded = answer.status >= 200 && answer.status < 300;
    const refusedIt = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    if (succeeded || (refusedIt && isSigned(answer))) {
      const doubt = checkAnswer(answer, this.#config.verifyKeys, this.time.now());
      if (doubt === null || doubt === 'clock-skew') this.time.learn(answer);
      if (doubt !== null) return err(unknown(doubt));
      if (succeeded) return answer.status === 200 ? ok(answer.body) : err(unknown('bad-answer'));
    }
    const refusal = classifyError(answer);
    // Refused for our clock, or for who knows what while it was off: signed with the right time it may go through.
    const wasOff = refusal.kind === 'refused' && this.time.learn(answer);
    return err(wasOff ? unknown('clock-skew') : refusal);
  }
}
