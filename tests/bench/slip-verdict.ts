import iconv from 'iconv-lite';
import { COLUMNS, type PeerSlip } from './slip-peers.ts';

/**
 * What is wrong with a slip for a Chinese printer of 48 columns; null = nothing that is looked for. Judged from the bytes
 * and with another GB 18030 than the encoder's, alike for ours and for everybody's:
 * - each label and its value stand on one line, in GB 18030, the value flush right or put there by a position command;
 * - the code is one that such a printer draws: GS ( k, or an image.
 */
export function faultOf(bytes: Uint8Array, { pairs }: PeerSlip): string | null {
  const stream = Buffer.from(bytes).toString('latin1');
  for (const [label, value] of pairs) {
    const fault = pairFault(stream, gb(label), gb(value));
    if (fault !== null) return fault;
  }
  const draws =
    stream.includes('\x1d(k') ||
    stream.includes('\x1dv0') ||
    stream.includes('\x1d(L') ||
    stream.includes('\x1b*');
  return draws || stream.includes('\x1d8L') ? null : 'QR in another dialect';
}

function pairFault(stream: string, label: string, value: string): string | null {
  const from = stream.indexOf(label);
  if (from < 0) return 'Chinese is lost';
  const end = stream.indexOf('\n', from);
  const line = stream.slice(stream.lastIndexOf('\n', from) + 1, end < 0 ? undefined : end);
  if (!line.includes(value)) return 'value is not on the line of its label';
  // ESC $ and ESC \ put a value where it belongs, whatever the gap.
  if (line.includes('\x1b$') || line.includes('\x1b\\')) return null;
  const width = line.slice(line.indexOf(label), line.indexOf(value) + value.length).length;
  return width === COLUMNS ? null : width > COLUMNS ? 'rows wrap' : 'values are not flush right';
}

/** One character of the result for each byte. */
function gb(text: string): string {
  return iconv.encode(text.replaceAll('¥', '￥'), 'gb18030').toString('latin1');
}
