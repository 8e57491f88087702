import { createSign, createVerify } from 'node:crypto';
import type { ServerAnswer, ServerRequest } from '../../transport/emulator/http-server.ts';
import { makePrivatePem, NonceMemory, privateKeyOf, publicKeyOf } from './wallet-keys.ts';
import { apiError, type Plain, type SealFlaw } from './wallet-plain.ts';

const MAX_SKEW_MS = 300_000;

/** Everything secret of an emulated application and its wallet, made at run time and worth nothing elsewhere. PEM texts. */
export interface AlipayKeys {
  readonly appKey: string;
  /** The key that answers are signed with, and the one that will follow it. */
  readonly walletKeys: readonly [string, string];
  /** Of somebody else: for answers that are not ours. */
  readonly strangerKey: string;
}

export async function makeAlipayKeys(): Promise<AlipayKeys> {
  const [appKey, first, second, strangerKey] = await Promise.all([
    makePrivatePem(),
    makePrivatePem(),
    makePrivatePem(),
    makePrivatePem(),
  ]);
  return { appKey, walletKeys: [first, second], strangerKey };
}

export interface SealOptions {
  readonly appId: string;
  /** Partner mode: what every request must bring along. */
  readonly appAuthToken: string | null;
}

/** Alipay's half of the v3 signature protocol: checks requests, signs answers. Knows nothing of the client's code. */
export class AlipaySeal {
  readonly #keys: AlipayKeys;
  readonly #options: SealOptions;
  readonly #nonces = new NonceMemory(4 * MAX_SKEW_MS);
  /** Which of the two keys is in use. */
  rotated: boolean;

  constructor(keys: AlipayKeys, options: SealOptions, rotated: boolean) {
    this.#keys = keys;
    this.#options = options;
    this.rotated = rotated;
  }

  /** null when the request is properly signed, else the answer that Alipay would give. */
  check(request: ServerRequest, nowMs: number): Plain | null {
    const {
      accept,
      'user-agent': agent,
      'content-type': type,
      'alipay-request-id': requestId,
    } = request.headers;
    const typed = request.method === 'GET' || type === 'application/json';
    if (accept !== 'application/json' || agent === undefined || !typed) {
      return apiError(400, 'invalid-header', 'Http头不正确');
    }
    if (!/^[0-9A-Za-z-]{1,64}$/.test(String(requestId)))
      return apiError(400, 'invalid-request-id', '请求标识不正确');
    return this.#complaint(request, nowMs);
  }

  /** The answer on the wire. Refusals of the signature itself and overload go out unsigned, as they do in the field. */
  seal(plain: Plain, nowMs: number, requestId: string, flaw?: SealFlaw): ServerAnswer {
    const body = Buffer.from(toText(plain.body));
    const headers = {
      // The wallet's own time: the runtime would write this machine's.
      Date: new Date(nowMs).toUTCString(),
      'alipay-trace-id': requestId.toLowerCase(),
      'Content-Type': 'application/json;charset=utf-8',
    };
    if (plain.status === 401 || plain.status === 429 || plain.status >= 500) {
      return { status: plain.status, headers, body };
    }
    const timestamp = String(nowMs - (flaw === 'skew' ? 2 * MAX_SKEW_MS : 0));
    const nonce = requestId.slice(0, 32);
    const [current, next] = this.#keys.walletKeys;
    const own = this.rotated ? next : current;
    const signature = createSign('RSA-SHA256')
      .update(`${timestamp}\n${nonce}\n`)
      .update(flaw === 'bad-signature' ? Buffer.concat([body, Buffer.from(' ')]) : body)
      .update('\n')
      .sign(privateKeyOf(flaw === 'unknown-key' ? this.#keys.strangerKey : own), 'base64');
    return {
      status: plain.status,
      headers: {
        ...headers,
        'alipay-timestamp': timestamp,
        'alipay-nonce': nonce,
        'alipay-signature': signature,
        // Names a key only where there are certificates; a stranger's key would come with its own.
        ...(flaw === 'unknown-key' ? { 'alipay-sn': '6c8b3f0a5d2e4b1790aa12cd34ef5678' } : {}),
      },
      body,
    };
  }

  #complaint({ method, target, headers, body }: ServerRequest, nowMs: number): Plain | null {
    const [, auth = '', signature = ''] =
      /^ALIPAY-SHA256withRSA (\S+),sign=([A-Za-z0-9+/]+={0,2})$/.exec(headers.authorization ?? '') ?? [];
    const field = (name: string): string => new RegExp(`(?:^|,)${name}=([^,]*)`).exec(auth)?.[1] ?? '';
    if (field('app_id') !== this.#options.appId) return apiError(401, 'app-not-exist', '应用不存在');
    const nonce = field('nonce');
    if (nonce === '' || nonce.length > 64) return apiError(401, 'invalid-nonce', '随机串不正确');
    const timestamp = field('timestamp');
    if (!/^\d{13}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > MAX_SKEW_MS) {
      return apiError(401, 'invalid-timestamp', '非法的时间戳参数');
    }
    const token = headers['alipay-app-auth-token'];
    const genuine = createVerify('RSA-SHA256')
      .update(`${auth}\n${method}\n${target}\n`)
      .update(body)
      .update(token === undefined ? '\n' : `\n${String(token)}\n`)
      .verify(publicKeyOf(this.#keys.appKey), signature, 'base64');
    if (!genuine) return apiError(401, 'invalid-signature', '验签出错');
    if ((token ?? null) !== this.#options.appAuthToken)
      return apiError(401, 'invalid-app-auth-token', '无效的应用授权令牌');
    return this.#nonces.isReplay(nonce, nowMs) ? apiError(401, 'nonce-replayed', '随机串重复使用') : null;
  }
}

/** Alipay writes some amounts as strings and some as numbers, with both decimals: `200.10`. */
function toText(body: Plain['body']): string {
  return JSON.stringify(body).replaceAll(/"(total_amount|refund_amount)":"([\d.]+)"/g, '"$1":$2');
}
