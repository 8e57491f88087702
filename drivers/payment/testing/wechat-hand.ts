import { createSign } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { type Http, type HttpAnswer, joinUrl } from '../../transport/http.ts';
import type { WeChatEmulator } from '../emulator/wechat-server.ts';
import { expectOk } from './wallet-world.ts';

/** What is to be wrong with a request. */
export interface Changes {
  readonly headers?: Record<string, string>;
  readonly fields?: Record<string, string>;
  readonly scheme?: string;
}

interface Answered {
  readonly status: number;
  readonly json: Record<string, unknown>;
  readonly answer: HttpAnswer;
}

/** With `body` as JSON, or as it is when it is text. */
export type Hand = (
  method: 'GET' | 'POST',
  target: string,
  body?: unknown,
  changes?: Changes,
) => Promise<Answered>;

interface Hall {
  readonly wallet: WeChatEmulator;
  readonly http: Http;
  readonly clock: Pick<Clock, 'now'>;
}

let nonce = 0;

/** A hand-made client, so that what the emulator refuses can be sent at all. */
export async function askByHand(
  { wallet, http, clock }: Hall,
  ...[method, target, body, changes = {}]: Parameters<Hand>
): Promise<Answered> {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const timestamp = changes.fields?.timestamp ?? String(Math.floor(clock.now() / 1000));
  const nonceStr = changes.fields?.nonce_str ?? `N${++nonce}`;
  const fields = {
    mchid: wallet.mchId,
    nonce_str: nonceStr,
    timestamp,
    serial_no: wallet.merchantSerial,
    signature: createSign('RSA-SHA256')
      .update(`${method}\n${target}\n${timestamp}\n${nonceStr}\n${text}\n`)
      .sign(wallet.merchantKeyPem, 'base64'),
    ...changes.fields,
  };
  const list = Object.entries(fields).map(([name, value]) => `${name}="${value}"`);
  const answer = expectOk(
    await http.send({
      method,
      url: joinUrl(new URL(wallet.baseUrl), target),
      headers: {
        Accept: 'application/json',
        'User-Agent': 'test',
        'Wechatpay-Serial': Object.keys(wallet.verifyKeys)[0] ?? '',
        Authorization: `${changes.scheme ?? 'WECHATPAY2-SHA256-RSA2048'} ${list.join(',')}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...changes.headers,
      },
      ...(body === undefined ? {} : { body: Buffer.from(text) }),
    }),
  );
  const answered = Buffer.from(answer.body).toString();
  return { status: answer.status, json: answered.startsWith('{') ? JSON.parse(answered) : {}, answer };
}

/** Status and code, which is empty on success. */
export async function codeOf(asked: Promise<Pick<Answered, 'status' | 'json'>>): Promise<string> {
  const { status, json } = await asked;
  return `${status} ${json.code ?? ''}`;
}
