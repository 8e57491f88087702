import { z } from 'zod';
import { done, type Outcome, refused, unknown } from '../../base/outcome.ts';
import { failureCause, parseServerUrl } from '../../transport/http.ts';
import { type BillSource, NO_BILL, type WalletBill } from '../bill.ts';
import { logCall } from '../call-log.ts';
import { detailsOf } from './bill-archive.ts';
import { readAlipayBill } from './bill-file.ts';
import { AlipayCaller, type CallerConfig, type CallerParts } from './caller.ts';
import { BILL_NOT_EXIST } from './classify.ts';
import { parseExactJson } from './json.ts';

export interface AlipayBillsConfig extends Omit<CallerConfig, 'base'> {
  /** https, or plain http on 127.0.0.1; see `parseServerUrl`. */
  readonly baseUrl: string;
}

const addressShape = z.object({ bill_download_url: z.url() });

/**
 * Trade bills of Alipay: a signed answer tells where the file is, for half a minute; the file is a zip of tables in GBK.
 * Ready from about 09:00 of the next day on.
 *
 * The address comes with plain http, in which anybody between here and there could change the bill: it is asked for over
 * https, always (plain http on 127.0.0.1 only). Nothing of ours goes there but the address itself, so the host, which
 * Alipay's signature vouches for, is not looked at further.
 */
export class AlipayBills implements BillSource {
  readonly #caller: AlipayCaller;
  readonly #parts: CallerParts;

  /**
   * Throws on a base address or key ring that the configuration check would have refused.
   *
   * @param parts an HTTP client of its own, with the limits of a bill (`BILL_PATIENCE_MS`, `MOST_PACKED_BYTES`)
   */
  constructor(config: AlipayBillsConfig, parts: CallerParts) {
    const base = parseServerUrl(config.baseUrl);
    if (!base.ok) throw new Error(`Alipay base address: ${base.error.code}`);
    this.#caller = new AlipayCaller({ ...config, base: base.value }, parts);
    this.#parts = parts;
  }

  async bill(day: string, isOurs: (outTradeNo: string) => boolean): Promise<Outcome<WalletBill>> {
    const address = await this.#caller.call(
      {
        op: 'bill',
        path: `/v3/alipay/data/dataservice/bill/downloadurl/query?bill_type=trade&bill_date=${day}`,
      },
      (body) => {
        const parsed = addressShape.safeParse(parseExactJson(body));
        return parsed.success ? done(safeAddress(parsed.data.bill_download_url)) : unknown('bad-answer');
      },
      (refusal) =>
        refusal.kind === 'refused' && refusal.code === BILL_NOT_EXIST ? refused(NO_BILL) : refusal,
    );
    if (address.kind !== 'ok') return address;
    const archive = await this.#fetch(address.value);
    if (archive.kind !== 'ok') return archive;
    const text = await detailsOf(archive.value);
    const bill = text === null ? null : readAlipayBill(text, isOurs);
    return bill === null ? unknown('bad-answer') : done(bill);
  }

  shutdown(): Promise<void> {
    return this.#caller.close();
  }

  async #fetch(url: URL): Promise<Outcome<Uint8Array>> {
    const { http, clock } = this.#parts;
    const start = clock.monotonic();
    const answer = await http.send({ method: 'GET', url, headers: { 'User-Agent': 'shebao-kiosk' } });
    const outcome: Outcome<Uint8Array> = !answer.ok
      ? unknown(failureCause(answer.error))
      : answer.value.status === 200
        ? done(answer.value.body)
        : unknown('server-error');
    logCall(this.#parts, { server: 'alipay', op: 'bill-file', start, requestId: null }, outcome);
    return outcome;
  }
}

/** Where a file is really asked for. Throws on what `z.url` does not accept. */
export function safeAddress(text: string): URL {
  const url = new URL(text);
  if (url.protocol === 'http:' && url.hostname !== '127.0.0.1') url.protocol = 'https:';
  return url;
}
