import { crc32 } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';
import { MOST_BILL_BYTES } from '../bill.ts';

/** File names inside are GBK too, whatever the archive says of itself. `(汇总)` = the totals only. */
const DETAILS = /业务明细\.csv$/;
const gbk = new TextDecoder('gb18030');

/**
 * The text of the details inside a downloaded archive; null when it is damaged, holds none, or holds more than a bill is
 * long. Alipay gives no check sum of its own beside it, so the archive's has to do. `(汇总)` in a name = the totals only.
 */
export async function detailsOf(archive: Uint8Array): Promise<string | null> {
  try {
    const zip = await fromBufferPromise(Buffer.from(archive), { decodeStrings: false });
    for await (const entry of zip.eachEntry()) {
      if (!DETAILS.test(gbk.decode(entry.fileNameRaw))) continue;
      if (entry.uncompressedSize > MOST_BILL_BYTES) return null;
      const chunks: Uint8Array[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
      const file = Buffer.concat(chunks);
      return crc32(file) === entry.crc32 ? gbk.decode(file) : null;
    }
  } catch {
    // Not an archive, or cut off: whatever it is, it is no bill.
  }
  return null;
}
