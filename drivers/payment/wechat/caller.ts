import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { type Outcome, refused, unknown } from '../../base/outcome.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Http, HttpAnswer, HttpFailure } from '../../transport/http.ts';
import { failureCause, joinUrl, onlyHeader } from '../../transport/http.ts';
import { logCall } from '../call-log.ts';
import { ServerClock } from '../server-clock.ts';
import type { Signer } from '../signer.ts';
import { authorization, requestMessage } from './canonical.ts';
import { classifyError, type Refusal } from './classify.ts';
import { checkAnswer, isSigned, type KeyRing } from './verify.ts';

type Hosts = readonly [URL, ...URL[]];

export interface CallerConfig {
  /** WeChat Pay's server, and others that do the same: a second site for when the first cannot be reached. */
  readonly hosts: Hosts;
  readonly mchId: string;
  /** Serial number of the merchant's certificate, upper-case hex. */
  readonly merchantSerial: string;
  readonly signer: Signer;
  /** The first id is the key we ask WeChat to answer with; an answer may name any id of the ring. */
  readonly verifyKeys: KeyRing;
}

export interface CallerParts {
  /** Owned from now on: closing the channel closes it. */
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Call {
  readonly op: 'prepay' | 'query' | 'close' | 'refund' | 'query-refund' | 'bill' | 'bill-file';
  readonly method: 'GET' | 'POST';
  /** Path and query, percent-encoded. */
  readonly target: string;
  readonly body?: string;
  /** The only status that is success for this call. */
  readonly success: 200 | 204;
  /** The answer is a file, and the only one that WeChat Pay does not sign: somebody else must prove it. */
  readonly unsigned?: boolean;
}

const NO_BODY = new Uint8Array();

/** Signs, sends, verifies and logs one call. What a verified answer means is not its business. */
export class WeChatCaller {
  readonly #config: CallerConfig;
  readonly #parts: CallerParts;
  readonly #answerKeyId: string;
  /** What time it is at WeChat Pay. */
  readonly time: ServerClock;
  /** The one that is asked comes first. */
  #hosts: Hosts;

  constructor(config: CallerConfig, parts: CallerParts) {
    const [answerKeyId] = Object.keys(config.verifyKeys);
    if (answerKeyId === undefined) throw new Error('WeChat needs at least one key to verify answers with');
    this.#config = config;
    this.#parts = parts;
    this.#answerKeyId = answerKeyId;
    this.#hosts = config.hosts;
    this.time = new ServerClock('wechat', parts.clock, parts.log);
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
    const judged = exchanged.ok ? this.#judge(exchanged.value, call) : exchanged;
    const outcome = judged.ok ? read(judged.value) : refine(judged.error);
    const requestId = exchanged.ok ? onlyHeader(exchanged.value, 'Request-ID') : null;
    logCall(this.#parts, { server: 'wechat', op: call.op, start, requestId }, outcome);
    return outcome;
  }

  close(): Promise<void> {
    return this.#parts.http.close();
  }

  /**
   * A host that certainly heard nothing is followed by the next one at once: it is one attempt all the same. What may have
   * been heard is unknown; only the next attempt, which begins with a question, goes to the other host.
   */
  async #exchange(call: Call): Promise<Result<HttpAnswer, Refusal>> {
    for (let left = this.#hosts.length; ; left--) {
      const sent = await this.#send(call, this.#hosts[0]);
      if (sent.ok) return sent;
      const { refusal, failure } = sent.error;
      if (failure !== null) this.#hosts = afterFirst(this.#hosts);
      if (failure === null || left === 1 || !isUnheard(failure)) return err(refusal);
    }
  }

  async #send(call: Call, host: URL): Promise<Result<HttpAnswer, Miss>> {
    const { signer, mchId, merchantSerial } = this.#config;
    const body = call.body === undefined ? NO_BODY : Buffer.from(call.body, 'utf8');
    const url = joinUrl(host, call.target);
    const stamp = {
      timestamp: Math.floor(this.time.now() / 1000),
      nonce: randomBytes(16).toString('hex').toUpperCase(),
    };
    const signature = await signer.sign(
      requestMessage({ ...stamp, method: call.method, target: url.pathname + url.search, body }),
    );
    // Nothing has been sent: proof that the call had no effect.
    if (!signature.ok) return err({ refusal: refused(signature.error.code), failure: null });
    const answer = await this.#parts.http.send({
      method: call.method,
      url,
      headers: {
        Authorization: authorization(stamp, { mchId, serial: merchantSerial }, signature.value),
        Accept: call.unsigned === true ? '*/*' : 'application/json',
        'User-Agent': 'shebao-kiosk',
        'Wechatpay-Serial': this.#answerKeyId,
        ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body }),
    });
    if (answer.ok) return answer;
    return err({ refusal: unknown(failureCause(answer.error)), failure: answer.error });
  }

  /** The body of a verified success, or what the answer is instead. A refusal may come unsigned, never wrongly signed. */
  #judge(answer: HttpAnswer, { success, unsigned = false }: Call): Result<Uint8Array, Refusal> {
    const succeeded = answer.status >= 200 && answer.status < 300;
    const refusedIt = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    if ((succeeded && !unsigned) || (refusedIt && isSigned(answer))) {
      const doubt = checkAnswer(answer, this.#config.verifyKeys, this.time.now());
      if (doubt === null || doubt === 'clock-skew') this.time.learn(answer);
      if (doubt !== null) return err(unknown(doubt));
    }
    if (answer.status === success) return ok(answer.body);
    const refusal = classifyError(answer);
    // Refused for our clock, or for who knows what while it was off: signed with the right time it may go through.
    const wasOff = refusal.kind === 'refused' && this.time.learn(answer);
    return err(wasOff ? unknown('clock-skew') : refusal);
  }
}

/** An attempt without an answer. `failure` null = nothing was sent, and no other host would change that. */
interface Miss {
  readonly refusal: Refusal;
  readonly failure: HttpFailure | null;
}

/** No connection stood, so no byte of the request has arrived anywhere. */
function isUnheard({ code, detail }: HttpFailure): boolean {
  return code === 'CONNECT' || (code === 'TIMEOUT' && detail === 'connect');
}

/** The first one goes to the end of the line. */
function afterFirst(hosts: Hosts): Hosts {
  const [first, second, ...others] = hosts;
  return second === undefined ? hosts : [second, ...others, first];
}
