/**
 * Records of the social security card, SIMPLE-TLV in the words of ISO 7816-4: tag (one byte), length (one byte), value,
 * one after another. Not BER-TLV: a tag whose low bits look like 1F is still one byte (card notes 1.2). Lengths of more
 * than 254 bytes, which SIMPLE-TLV would write in three bytes, do not occur.
 */
export interface TlvRecord {
  readonly tag: number;
  readonly value: Uint8Array;
}

/** Whole records only; what is cut off at the end is left out, and the caller misses it by its tag. */
export function parseRecords(bytes: Uint8Array): readonly TlvRecord[] {
  const records: TlvRecord[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  while (at + 2 <= bytes.length) {
    const end = at + 2 + view.getUint8(at + 1);
    if (end > bytes.length) break;
    records.push({ tag: view.getUint8(at), value: bytes.slice(at + 2, end) });
    at = end;
  }
  return records;
}
