import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { done, type Outcome, refused, unknown } from '../../base/outcome.ts';
import { parseServerUrl } from '../../transport/http.ts';
import { type BillSource, MOST_BILL_BYTES, NO_BILL, type WalletBill } from '../bill.ts';
import { type Account, subMerchantOf } from './account.ts';
import { readWeChatBill } from './bill-file.ts';
import { type CallerConfig, type CallerParts, WeChatCaller } from './caller.ts';
import { parseJson } from './shapes.ts';

export interface WeChatBillsConfig extends Account, Omit<CallerConfig, 'hosts'> {
  /** https, or plain http on 127.0.0.1; see `parseServerUrl`. */
  readonly baseUrl: string;
}

const addressShape = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url(),
});

const FILE_PATH = '/v3/billdownload/file';

/**
 * Trade bills of WeChat Pay APIv3: a signed answer tells where the file is and its SHA-1, and the file, which is not
 * signed, is believed only when it has that. The check sum is over the file as it is after unpacking. Ready from 10:00 of
 * the next day on, for three months. A service provider asks for the bill of its one sub merchant.
 *
 * Our signature goes to the configured host and nowhere else, whatever host the address names: only its path is used.
 */
export class WeChatBills implements BillSource {
  readonly #caller: WeChatCaller;
  readonly #config: WeChatBillsConfig;

  /**
   * Throws on a base address or key ring that the configuration check would have refused.
   *
   * @param parts an HTTP client of its own, with the limits of a bill (`BILL_PATIENCE_MS`, `MOST_PACKED_BYTES`)
   */
  constructor(config: WeChatBillsConfig, parts: CallerParts) {
    const base = parseServerUrl(config.baseUrl);
    if (!base.ok) throw new Error(`WeChat base address: ${base.error.code}`);
    this.#config = config;
    this.#caller = new WeChatCaller({ ...config, hosts: [base.value] }, parts);
  }

  async bill(day: string, isOurs: (outTradeNo: string) => boolean): Promise<Outcome<WalletBill>> {
    const query = { bill_date: day, ...subMerchantOf(this.#config), bill_type: 'ALL', tar_type: 'GZIP' };
    const address = await this.#caller.call(
      {
        op: 'bill',
        method: 'GET',
        target: `/v3/bill/tradebill?${new URLSearchParams(query)}`,
        success: 200,
      },
      (body) => {
        const parsed = addressShape.safeParse(parseJson(body));
        if (!parsed.success) return unknown('bad-answer');
        const { pathname, search } = new URL(parsed.data.download_url);
        if (pathname !== FILE_PATH) return unknown('bad-answer');
        return done({ target: pathname + search, sha1: parsed.data.hash_value.toLowerCase() });
      },
      (refusal) =>
        refusal.kind === 'refused' && NO_BILL_CODES.includes(refusal.code) ? refused(NO_BILL) : refusal,
    );
    if (address.kind !== 'ok') return address;
    const { target, sha1 } = address.value;
    const packed = await this.#caller.call(
      { op: 'bill-file', method: 'GET', target, success: 200, unsigned: true },
      (body) => done(body),
    );
    if (packed.kind !== 'ok') return packed;
    const file = await unpack(packed.value);
    if (file === null || createHash('sha1').update(file).digest('hex') !== sha1) return unknown('bad-answer');
    const bill = readWeChatBill(file.toString('utf8'), this.#config, isOurs);
    return bill === null ? unknown('bad-answer') : done(bill);
  }

  shutdown(): Promise<void> {
    return this.#caller.close();
  }
}

/** Nothing traded that day, or so it looks to the wallet; the second one says openly that the bill is being made. */
const NO_BILL_CODES: readonly string[] = ['NO_STATEMENT_EXIST', 'STATEMENT_CREATING'];

async function unpack(packed: Uint8Array): Promise<Buffer | null> {
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: MOST_BILL_BYTES });
  } catch {
    // Not gzip, cut off, or far too large: whatever it is, it is no bill.
    return null;
  }
}
