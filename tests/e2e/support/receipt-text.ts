import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pdfText } from '../../../main/receipt/testing/pdf-text.ts';

/** The words of a PDF in drawing order: read by somebody else's program where there is one. */
export function readReceipt(file: string): string {
  const read = spawnSync('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });
  return read.status === 0 ? read.stdout : pdfText(readFileSync(file)).join('\n');
}

/** Layout aside: a slip breaks lines and pads columns where its paper wants it. */
export function withoutSpace(text: string): string {
  return text.replaceAll(/\s/g, '');
}
