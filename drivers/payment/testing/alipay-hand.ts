import { createSign } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { type Http, type HttpAnswer, joinUrl } from '../../transport/http.ts';
import type { AlipayEmulator } from '../emulator/alipay-server.ts';
import { expectOk } from './wallet-world.ts';

/** What is to be wrong with a request. */
export interface Changes {
  readonly auth?: string;
  readonly scheme?: string;
  readonly headers?: Record<string, string>;
  readonly method?: 'GET' | 'POST';
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, unknown>;
  readonly answer: HttpAnswer;
}

/**
 * @param call a path, or what stands behind `/v3/alipay/trade/`
 * @param body as JSON, or as it is when it is text
 */
export type Hand = (call: string, body: unknown, changes?: Changes) => Promise<Answered>;

interface Hall {
  readonly wallet: AlipayEmulator;
  readonly http: Http;
  readonly clock: Pick<Clock, 'now'>;
}

let nonce = 0;

/** A hand-made client, so that what the emulator refuses can be sent at all. */
export async function askByHand(
  { wallet, http, clock }: Hall,
  ...[call, body, changes = {}]: Parameters<Hand>
): Promise<Answered> {
  const target = call.startsWith('/') ? call : `/v3/alipay/trade/${call}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const method = changes.method ?? 'POST';
  const auth = changes.auth ?? `app_id=${wallet.appId},nonce=N${++nonce},timestamp=${clock.now()}`;
  const sign = createSign('RSA-SHA256')
    .update(`${auth}\n${method}\n${target}\n${method === 'GET' ? '' : text}\n`)
    .sign(wallet.appKeyPem, 'base64');
  const answer = expectOk(
    await http.send({
      method,
      url: joinUrl(new URL(wallet.baseUrl), target),
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'User-Agent': 'test',
        'alipay-request-id': 'abc123',
        Authorization: `${changes.scheme ?? 'ALIPAY-SHA256withRSA'} ${auth},sign=${sign}`,
        ...changes.headers,
      },
      ...(method === 'GET' ? {} : { body: Buffer.from(text) }),
    }),
  );
  const answered = Buffer.from(answer.body).toString();
  return { status: answer.status, text: answered, json: JSON.parse(answered), answer };
}
