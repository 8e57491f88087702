import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import vectors from '../fixtures/encoding-vectors.json' with { type: 'json' };
import golden from '../fixtures/golden-slips.json' with { type: 'json' };
import { SAMPLE_SLIP } from '../fixtures/sample-slip.ts';
import { findProfile, PROFILE_NAMES, type PrinterProfile } from '../profile.ts';
import { encodeSlip } from './encode-slip.ts';

function profile(name: string): PrinterProfile {
  const found = findProfile(name);
  if (!found.ok) throw new Error(name);
  return found.value;
}

const withCut = (command: PrinterProfile['cut']['command']): PrinterProfile => {
  const base = profile('generic-80');
  return { ...base, cut: { ...base.cut, command, headToCutterMm: 40, marginDots: 0 } };
};

const TITLE = { blocks: [{ kind: 'title', text: '社会保险缴费凭证' }] } as const;

describe('encodeSlip', () => {
  it.each(PROFILE_NAMES)('gives the golden bytes for %s', (name) => {
    const { segments } = encodeSlip(SAMPLE_SLIP, profile(name));
    expect(segments.map((segment) => toHex(segment))).toEqual(
      (golden as Readonly<Record<string, readonly string[]>>)[name],
    );
  });

  it.each(PROFILE_NAMES)('is the same bytes whole and in segments for %s', (name) => {
    const { bytes, segments } = encodeSlip(SAMPLE_SLIP, profile(name));
    expect(toHex(concat(...segments))).toBe(toHex(bytes));
  });

  it('opens a job as the printing notes do', () => {
    const head = toHex(fromHex(vectors.jobHead));
    expect(toHex(encodeSlip(TITLE, profile('generic-80')).bytes).slice(0, head.length)).toBe(head);
  });

  it('puts all three families of sizes back before the first normal line and after every large one', () => {
    const hex = toHex(encodeSlip(SAMPLE_SLIP, profile('generic-80')).bytes);
    const normal = '1D21001C21001B2100';
    expect(hex.split('1D21111C210C')).toHaveLength(4);
    expect(hex.split(normal)).toHaveLength(5);
    const plain = toHex(encodeSlip({ blocks: [{ kind: 'rule' }] }, profile('generic-80')).bytes);
    expect(plain).toContain(`1B6100${normal}1B331E2D2D`);
  });

  it('ends with one cut and nothing behind it', () => {
    const hex = toHex(encodeSlip(SAMPLE_SLIP, profile('generic-80')).bytes);
    expect(hex.split('1D5642')).toHaveLength(2);
    expect(hex.endsWith('1D564228')).toBe(true);
  });

  it('feeds to the cutter by itself where the cut command does not', () => {
    const full = encodeSlip(TITLE, withCut('esc-i'));
    expect(full.segments.slice(-3).map((segment) => toHex(segment))).toEqual(['1B4AFF', '1B4A41', '1B69']);
    expect(toHex(encodeSlip(TITLE, withCut('esc-m')).bytes).endsWith('1B6D')).toBe(true);
    expect(full.lengthMm).toBe((48 + 12 + 320) / 8);
  });

  it('stores QR data with its length and three', () => {
    const data = 'x'.repeat(57);
    const hex = toHex(
      encodeSlip({ blocks: [{ kind: 'qr', data, caption: '' }] }, profile('generic-80')).bytes,
    );
    expect(hex).toContain(toHex(fromHex(vectors.qrStoreHeadOf57Bytes)) + '78'.repeat(57));
  });

  it('makes modules smaller rather than let a symbol run over the edge, and refuses what stays too large', () => {
    const sizes = (length: number): string | undefined => {
      const slip = { blocks: [{ kind: 'qr', data: 'x'.repeat(length), caption: '' }] } as const;
      return /1D286B03003143(..)/.exec(toHex(encodeSlip(slip, profile('generic-58')).bytes))?.[1];
    };
    expect(sizes(57)).toBe('05');
    expect(sizes(412)).toBe('04');
    expect(() => sizes(413)).toThrow(RangeError);
    const narrow = { ...profile('generic-58') };
    const tiny = { ...narrow, paper: { ...narrow.paper, dots: 64 } };
    expect(() => encodeSlip({ blocks: [{ kind: 'qr', data: 'x', caption: '' }] }, tiny)).toThrow(RangeError);
  });

  it('reports what the printer cannot print', () => {
    const { replaced, textLines } = encodeSlip(
      { blocks: [{ kind: 'text', text: '王𬍛' }] },
      profile('generic-80'),
    );
    expect(replaced).toEqual(['𬍛']);
    expect(textLines).toEqual(['王〓', '〓处为本机不能打印的字。']);
  });

  it.skipIf(spawnSync('iconv', ['--version']).error !== undefined)(
    'sends text that the system’s iconv reads back line by line',
    () => {
      const { segments, textLines } = encodeSlip(SAMPLE_SLIP, profile('generic-80'));
      const lines = segments.filter((segment) => segment.includes(0x0a));
      const { stdout } = spawnSync('iconv', ['-f', 'GB18030', '-t', 'UTF-8'], { input: concat(...lines) });
      const read = stdout.toString().split('\n');
      for (const [index, text] of textLines.entries()) expect(read[index]).toContain(text);
    },
  );
});
