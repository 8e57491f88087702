import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { SlipBlock } from '../../../drivers/printer/slip.ts';
import { type ReceiptDoc, type ReceiptRequest, receiptDoc } from '../receipt-doc.ts';
import { FONT_FILES } from '../testing/fonts.ts';
import { BOOKED_ORDER, PENDING_ORDER } from '../testing/orders.ts';
import { pdfText } from '../testing/pdf-text.ts';
import { renderPdf } from './render.ts';

const fonts = { regular: readFileSync(FONT_FILES.regular), bold: readFileSync(FONT_FILES.bold) };
const MADE_AT = Date.parse('2026-11-24T09:01:20+08:00');
const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0;

const request: ReceiptRequest = {
  order: BOOKED_ORDER,
  kind: 'booked',
  copy: 0,
  printedAt: MADE_AT,
  terminal: { id: 'K0001', name: '金湾社区 1号机' },
  demo: false,
  phone: '12333',
  chainCode: '812-3F9A1C2B',
};

const booked = (changes: Partial<ReceiptRequest> = {}): ReceiptDoc => receiptDoc({ ...request, ...changes });

/** Every fact that stands in the blocks, as text. */
function facts(blocks: readonly SlipBlock[]): readonly string[] {
  return blocks.flatMap((block) => (block.kind === 'pair' ? [block.label, block.value] : []));
}

describe('renderPdf', () => {
  it('holds every fact of the document as text that can be copied out', async () => {
    const doc = booked({ demo: true });
    const lines = pdfText(await renderPdf(doc, fonts, MADE_AT));
    expect(lines).toEqual(expect.arrayContaining([...facts(doc.blocks)]));
    expect(lines[0]).toBe('演示');
    expect(lines).toContain('社保缴费凭条');
    expect(lines.join('')).toContain('本凭条不是完税证明');
    expect(lines.join('')).not.toContain('\uFFFD');
  });

  it.skipIf(!hasPoppler)('reads the same to an independent reader', async () => {
    const doc = receiptDoc({
      order: PENDING_ORDER,
      kind: 'pending',
      copy: 1,
      printedAt: MADE_AT,
      terminal: { id: 'K0001', name: '金湾社区 1号机' },
      demo: false,
      phone: '12333',
      chainCode: '812-3F9A1C2B',
    });
    const directory = mkdtempSync(join(tmpdir(), 'receipt-'));
    try {
      const file = join(directory, 'slip.pdf');
      writeFileSync(file, await renderPdf(doc, fonts, MADE_AT));
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      for (const fact of facts(doc.blocks)) expect(text).toContain(fact);
      const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
      expect(info).toMatch(/Pages: +1\n/);
      expect(info).toMatch(/Page size: +226\.77/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it.skipIf(!hasPoppler).each([
    ['strip', /226\.77/],
    ['a4', /595\.276 x 841\.89/],
  ] as const)('holds rare names letter for letter, on %s', async (form, size) => {
    const directory = mkdtempSync(join(tmpdir(), 'receipt-'));
    try {
      const file = join(directory, 'slip.pdf');
      const order = { ...BOOKED_ORDER, payer: { ...BOOKED_ORDER.payer, name: '䶮*𬍛㛃鿍龴' } };
      const doc = booked({ order });
      writeFileSync(file, await renderPdf(doc, fonts, MADE_AT, form));
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      for (const fact of facts(doc.blocks)) expect(text).toContain(fact);
      const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
      expect(info).toMatch(/Pages: +1\n/);
      expect(info).toMatch(size);
      expect(info).toMatch(/PDF version: +1\.7/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it.skipIf(!hasPoppler)('makes a sheet smaller rather than begin another page', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'receipt-'));
    try {
      const file = join(directory, 'report.pdf');
      const blocks = Array.from({ length: 90 }, (_, at): SlipBlock => ({ kind: 'text', text: `第${at}行` }));
      writeFileSync(file, await renderPdf({ demo: false, blocks }, fonts, MADE_AT, 'a4'));
      expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toMatch(/Pages: +1\n/);
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      for (const line of ['第0行', '第89行']) expect(text).toContain(line);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('gives the same bytes for the same document and time', async () => {
    const [first, second] = [
      await renderPdf(booked(), fonts, MADE_AT),
      await renderPdf(booked(), fonts, MADE_AT),
    ];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    const later = await renderPdf(booked(), fonts, MADE_AT + 60_000);
    expect(Buffer.from(first).equals(Buffer.from(later))).toBe(false);
  });

  it('names nobody in the file’s metadata and stays small', async () => {
    const pdf = await renderPdf(booked(), fonts, MADE_AT);
    const raw = Buffer.from(pdf).toString('latin1');
    const info = /\n<<\n(\/Producer[\s\S]*?)>>\nendobj/.exec(raw)?.[1] ?? '';
    expect([...info.matchAll(/\/(\w+)/g)].map(([, key]) => key)).toEqual([
      'Producer',
      'Creator',
      'CreationDate',
      'Title',
    ]);
    expect(raw).toContain('(shebao-kiosk)');
    expect(raw).toContain('(D:20261124010120Z)');
    const metadata = /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(raw)?.[0] ?? '';
    expect(Buffer.from(metadata, 'latin1').toString('utf8')).not.toMatch(/王|440\*|KK0001|4404002611240817/);
    expect(pdf.length).toBeLessThan(60_000);
    expect(raw).toContain('pdfaid:part>3<');
  });

  it.skipIf(!hasPoppler)('draws a code that a phone can read', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'receipt-'));
    try {
      const doc: ReceiptDoc = {
        kind: 'booked',
        demo: false,
        copy: 0,
        blocks: [{ kind: 'qr', data: 'https://example.invalid/v/4404002611240817', caption: '扫码' }],
      };
      writeFileSync(join(directory, 'qr.pdf'), await renderPdf(doc, fonts, MADE_AT));
      execFileSync('pdftoppm', [
        '-r',
        '200',
        '-png',
        '-singlefile',
        join(directory, 'qr.pdf'),
        join(directory, 'qr'),
      ]);
      const { data, width, height } = PNG.sync.read(readFileSync(join(directory, 'qr.png')));
      expect(jsQR(new Uint8ClampedArray(data), width, height)?.data).toBe(
        'https://example.invalid/v/4404002611240817',
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('throws for bytes that are no font', async () => {
    await expect(
      renderPdf(booked(), { ...fonts, bold: new Uint8Array([1, 2, 3]) }, MADE_AT),
    ).rejects.toThrow();
  });
});
