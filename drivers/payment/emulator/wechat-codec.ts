import { createSign, createVerify } from 'node:crypto';
import type { ServerAnswer, ServerRequest } from '../../transport/emulator/http-server.ts';
import { randomHex } from './wallet-host.ts';
import { makePrivatePem, NonceMemory, privateKeyOf, publicKeyOf } from './wallet-keys.ts';
import { apiError, type Plain, type SealFlaw } from './wallet-plain.ts';

const MAX_SKEW_S = 300;

/** Everything secret of an emulated merchant and its wallet, made at run time and worth nothing elsewhere. PEM texts. */
export interface WalletKeys {
  readonly merchantSerial: string;
  readonly merchantKey: string;
  readonly platformKeyId: string;
  readonly platformKey: string;
}

export async function makeKeys(): Promise<WalletKeys> {
  const [merchantKey, platformKey] = await Promise.all([makePrivatePem(), makePrivatePem()]);
  return {
    merchantSerial: randomHex(20),
    merchantKey,
    platformKeyId: `PUB_KEY_ID_01${randomHex(16)}`,
    platformKey,
  };
}

/** The wallet's half of the signature protocol: checks requests, signs answers. Knows nothing of the client's code. */
export class WalletSeal {
  readonly #keys: WalletKeys;
  readonly #mchId: string;
  readonly #nonces = new NonceMemory(4 * MAX_SKEW_S * 1000);

  constructor(keys: WalletKeys, mchId: string) {
    this.#keys = keys;
    this.#mchId = mchId;
  }

  /** null when the request is properly signed, else the answer that WeChat would give. */
  check(request: ServerRequest, nowMs: number): Plain | null {
    const { accept, authorization = '', 'user-agent': agent, 'content-type': type } = request.headers;
    // A file is no JSON, and may be asked for as anything.
    const accepted = request.target.startsWith('/v3/billdownload/') ? '*/*' : 'application/json';
    if (accept !== accepted || agent === undefined) {
      return apiError(400, 'PARAM_ERROR', 'Http头缺少Accept或User-Agent');
    }
    if (request.body.length > 0 && type !== 'application/json') {
      return apiError(400, 'PARAM_ERROR', '不支持的Content-Type');
    }
    if (request.headers['wechatpay-serial'] !== this.#keys.platformKeyId) {
      return apiError(400, 'PARAM_ERROR', 'Wechatpay-Serial 不是有效的公钥ID');
    }
    const complaint = this.#complaint(request, authorization, nowMs);
    return complaint === null ? null : apiError(401, 'SIGN_ERROR', complaint);
  }

  /** The answer on the wire. Refusals of the signature itself and overload go out unsigned, as they do in the field. */
  seal(plain: Plain, nowMs: number, requestId: string, flaw?: SealFlaw): ServerAnswer {
    const body = Buffer.from(plain.body === null ? '' : JSON.stringify(plain.body));
    const headers = {
      // The wallet's own time: the runtime would write this machine's.
      Date: new Date(nowMs).toUTCString(),
      'Request-ID': requestId,
      ...(plain.body === null ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
    };
    if (plain.status === 401 || plain.status === 429 || plain.status >= 500) {
      return { status: plain.status, headers, body };
    }
    const timestamp = String(Math.floor(nowMs / 1000) - (flaw === 'skew' ? 2 * MAX_SKEW_S : 0));
    const nonce = requestId.slice(0, 32);
    const signed = flaw === 'bad-signature' ? Buffer.concat([body, Buffer.from(' ')]) : body;
    const signature = createSign('RSA-SHA256')
      .update(`${timestamp}\n${nonce}\n`)
      .update(signed)
      .update('\n')
      .sign(privateKeyOf(this.#keys.platformKey), 'base64');
    return {
      status: plain.status,
      headers: {
        ...headers,
        'Wechatpay-Timestamp': timestamp,
        'Wechatpay-Nonce': nonce,
        'Wechatpay-Signature': signature,
        'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
        'Wechatpay-Serial': flaw === 'unknown-key' ? 'PUB_KEY_ID_0000000000' : this.#keys.platformKeyId,
      },
      body,
    };
  }

  #complaint(request: ServerRequest, authorization: string, nowMs: number): string | null {
    if (!authorization.startsWith('WECHATPAY2-SHA256-RSA2048 ')) return 'Authorization 认证类型不正确';
    const fields = new Map<string, string>();
    for (const [, name, value] of authorization.matchAll(/[ ,](\w+)="([^"]*)"/g)) {
      fields.set(`${name}`, `${value}`);
    }
    const field = (name: string): string => fields.get(name) ?? '';
    const nonce = field('nonce_str');
    const timestamp = field('timestamp');
    if (field('mchid') !== this.#mchId) return '商户号不正确';
    if (field('serial_no') !== this.#keys.merchantSerial) return '商户证书序列号有误';
    if (!/^[0-9A-Za-z]{1,32}$/.test(nonce)) return '随机串不正确';
    if (!/^\d+$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > MAX_SKEW_S) {
      return 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟';
    }
    const genuine = createVerify('RSA-SHA256')
      .update(`${request.method}\n${request.target}\n${timestamp}\n${nonce}\n`)
      .update(request.body)
      .update('\n')
      .verify(publicKeyOf(this.#keys.merchantKey), field('signature'), 'base64');
    if (!genuine) return '签名错误，请检查后再试';
    return this.#nonces.isReplay(nonce, nowMs) ? '随机串重复使用' : null;
  }
}
