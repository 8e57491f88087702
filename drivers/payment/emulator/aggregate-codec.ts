import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { ServerAnswer, ServerRequest } from '../../transport/emulator/http-server.ts';
import { commonRequest, epochOf, failure, localTime } from './aggregate-messages.ts';
import { readJson } from './wallet-host.ts';
import { NonceMemory } from './wallet-keys.ts';
import type { Plain, SealFlaw } from './wallet-plain.ts';

const MAX_SKEW_MS = 300_000;

export interface AggregateIdentity {
  readonly appId: string;
  /** Text, as it stands in the key file. */
  readonly appKey: string;
  readonly mid: string;
  readonly tid: string;
}

/** The acquirer's half of OPEN-BODY-SIG: checks requests, signs answers. Knows nothing of the client's code. */
export class AggregateSeal {
  readonly #who: AggregateIdentity;
  readonly #nonces = new NonceMemory(4 * MAX_SKEW_MS);

  constructor(who: AggregateIdentity) {
    this.#who = who;
  }

  /** null when the request is properly signed, stamped and ours, else the answer that the acquirer would give. */
  check({ headers, body }: ServerRequest, nowMs: number): Plain | null {
    const { appId, mid, tid } = this.#who;
    if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return gateway('1001', '报文格式错误');
    const fields = readHeader(headers.authorization ?? '');
    if (fields.get('AppId') !== appId) return gateway('1002', 'AppId不存在');
    const timestamp = fields.get('Timestamp') ?? '';
    if (!/^\d{14}$/.test(timestamp)) return gateway('1000', 'Timestamp解析失败');
    const nonce = fields.get('Nonce') ?? '';
    if (this.#sign(appId, timestamp, nonce, body) !== fields.get('Signature')) return badSign();
    if (nonce === '' || this.#nonces.isReplay(nonce, nowMs)) return gateway('1003', 'Nonce重复');
    const common = commonRequest.safeParse(readJson(body));
    if (!common.success) return failure('BAD_REQUEST', '请求报文有错');
    const stamps = [epochOf(spread(timestamp)), epochOf(common.data.requestTimestamp)];
    if (!stamps.every((stamp) => Math.abs(nowMs - stamp) <= MAX_SKEW_MS)) {
      return failure('ABNORMAL_REQUEST_TIME', '请求时间异常');
    }
    if (common.data.mid !== mid || common.data.tid !== tid)
      return failure('NO_MERCHANT', '找不到请求指定的商户');
    return null;
  }

  /** The answer on the wire. The gateway's own refusals and overload go out unsigned. */
  seal(plain: Plain, nowMs: number, _requestId?: string, flaw?: SealFlaw): ServerAnswer {
    const body = Buffer.from(JSON.stringify(plain.body));
    const headers = {
      // The acquirer's own time: the runtime would write this machine's.
      Date: new Date(nowMs).toUTCString(),
      'Content-Type': 'application/json;charset=UTF-8',
    };
    if (plain.status !== 200) return { status: plain.status, headers, body };
    const timestamp = localTime(nowMs - (flaw === 'skew' ? 2 * MAX_SKEW_MS : 0)).replaceAll(/\D/g, '');
    const nonce = randomBytes(16).toString('hex');
    const appId = flaw === 'unknown-key' ? 'f0ec96ad2c3848b5b810e7aadf369e2f' : this.#who.appId;
    const signed = flaw === 'bad-signature' ? Buffer.concat([body, Buffer.from(' ')]) : body;
    const signature = this.#sign(appId, timestamp, nonce, signed);
    return {
      status: 200,
      headers: {
        ...headers,
        Authorization: `OPEN-BODY-SIG AppId="${appId}",Timestamp="${timestamp}",Nonce="${nonce}",Signature="${signature}"`,
      },
      body,
    };
  }

  #sign(appId: string, timestamp: string, nonce: string, body: Uint8Array): string {
    const mac = createHmac('sha256', this.#who.appKey);
    for (const part of [appId, timestamp, nonce]) mac.update(part);
    return mac.update(createHash('sha256').update(body).digest('hex')).digest('base64');
  }
}

function readHeader(header: string): ReadonlyMap<string, string> {
  const [scheme, ...rest] = header.split(' ');
  if (scheme !== 'OPEN-BODY-SIG') return new Map();
  return new Map(
    [...rest.join(' ').matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function spread(compact: string): string {
  return compact.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5:$6');
}

/** Of the machine in front of the bills: another status, other words. */
function gateway(errCode: string, errInfo: string): Plain {
  return { status: 412, body: { errCode, errInfo } };
}

function badSign(): Plain {
  return { status: 412, body: { errCode: 'BAD_SIGN', errInfo: '签名错误' } };
}
