import { deflateSync, inflateSync } from 'node:zlib';

/** Ways to break a file of ours, for showing that the checker sees it. All keep the offsets of the cross-reference table right. */

/** @throws Error when the text is not there: nothing would be spoilt */
export function replaced(
  pdf: Buffer,
  text: string | RegExp,
  by: string | ((found: string) => string),
): Buffer {
  const file = pdf.toString('latin1');
  const found = typeof text === 'string' ? (file.includes(text) ? text : undefined) : text.exec(file)?.[0];
  if (found === undefined) throw new Error(`${text} is not in the file`);
  const put = (typeof by === 'string' ? by : by(found)).padEnd(found.length, ' ');
  if (put.length !== found.length) throw new Error(`${put} is longer than ${found}`);
  return Buffer.from(
    file.replace(found, () => put),
    'latin1',
  );
}

/**
 * Replaces the data of the first compressed stream that `isIt` recognises by its data, and moves everything behind it.
 *
 * @throws Error when there is none
 */
export function withStream(
  pdf: Buffer,
  isIt: (data: string) => boolean,
  edit: (data: Buffer) => Buffer,
): Buffer {
  const file = pdf.toString('latin1');
  for (const match of file.matchAll(/\/Length (\d+)\n(?:\/N 3\n)?\/Filter \/FlateDecode\n>>\nstream\n/g)) {
    const [head, length = ''] = match;
    const from = match.index + head.length;
    const data = inflateSync(pdf.subarray(from, from + Number(length)));
    if (!isIt(data.toString('latin1'))) continue;
    const packed = deflateSync(edit(data)).toString('latin1');
    const newHead = head.replace(`/Length ${length}`, `/Length ${packed.length}`);
    const behind = from + Number(length);
    const grown = newHead.length - head.length + packed.length - Number(length);
    const tail = file
      .slice(behind)
      .replaceAll(/^(\d{10})( \d{5} n )$/gm, (_, offset: string, rest: string) =>
        moved(offset, rest, match.index, grown),
      )
      .replace(/startxref\n(\d+)/, (_, offset: string) => `startxref\n${Number(offset) + grown}`);
    const before = file.slice(0, match.index);
    return Buffer.from(before + newHead + packed + tail, 'latin1');
  }
  throw new Error('there is no such stream');
}

function moved(offset: string, rest: string, at: number, grown: number): string {
  const to = Number(offset) > at ? Number(offset) + grown : Number(offset);
  return String(to).padStart(10, '0') + rest;
}
