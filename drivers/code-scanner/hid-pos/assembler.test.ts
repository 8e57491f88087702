import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import type { HidReport } from '../../transport/report-port.ts';
import { MAX_CODE_LENGTH } from '../code-text.ts';
import vectors from '../fixtures/hid-pos-vectors.json' with { type: 'json' };
import { ScanAssembler } from './assembler.ts';
import { NAMED_LAYOUTS, type ScanLayout } from './layout.ts';

function assembler(...layouts: readonly ScanLayout[]): ScanAssembler {
  const made = new ScanAssembler();
  made.begin(layouts);
  return made;
}

/** A numbered report as it is read from the device. */
function report(bytes: Uint8Array): HidReport {
  return { id: bytes[0] ?? 0, data: bytes.slice(1) };
}

function vector(proto: string, name: string): readonly HidReport[] {
  return vectors
    .filter((one) => one.proto === proto && one.name === name)
    .map(({ hex }) => report(fromHex(hex)));
}

/** Honeywell's layout with the given characters. */
function piece(text: string, { more = false, length = text.length } = {}): HidReport {
  const data = new Uint8Array(63);
  data[0] = length;
  data.set(Buffer.from(text, 'latin1'), 4);
  data[62] = more ? 1 : 0;
  return { id: 2, data };
}

describe('putting codes together', () => {
  it.each([
    ['hidpos-honeywell', 'honeywell'],
    ['hidpos-newland', 'newland'],
  ] as const)('reads the vendor’s single report: %s', (proto, layout) => {
    const [only] = vector(proto, 'single');
    expect(only && assembler(NAMED_LAYOUTS[layout]).push(only)).toEqual({
      kind: 'code',
      text: 'SYNTHETIC-QR-0001',
    });
  });

  it('joins the vendor’s code of two reports', () => {
    const [first, second] = vector('hidpos-honeywell', 'two-part 70 bytes');
    const parts = assembler(NAMED_LAYOUTS.honeywell);
    expect(first && parts.push(first)).toBe(null);
    expect(parts.unfinished).toBe(true);
    expect(second && parts.push(second)).toEqual({ kind: 'code', text: '0123456789'.repeat(7) });
    expect(parts.unfinished).toBe(false);
  });

  it('passes over other reports and reports without a scan', () => {
    const parts = assembler(NAMED_LAYOUTS.honeywell);
    expect(parts.push({ id: 3, data: piece('X').data })).toBe(null);
    expect(parts.push(piece(''))).toBe(null);
  });

  it('takes line end and AIM prefix off, which some devices send among the characters', () => {
    expect(assembler(NAMED_LAYOUTS.honeywell).push(piece(']Q1CODE\r'))).toEqual({
      kind: 'code',
      text: 'CODE',
    });
  });

  it('ends characters without a length at the padding', () => {
    const layout = { reportId: 0, lengthAt: null, dataAt: 0, dataBytes: 8, continued: null };
    const parts = assembler(layout);
    expect(parts.push({ id: 0, data: Buffer.from('AB\0\0\0\0\0\0') })).toEqual({ kind: 'code', text: 'AB' });
    expect(parts.push({ id: 0, data: Buffer.from('ABCDEFGH') })).toEqual({ kind: 'code', text: 'ABCDEFGH' });
  });

  it.each([
    ['a length beyond the room', piece('A', { length: 57 })],
    ['no flag', { id: 2, data: piece('A').data.slice(0, 62) }],
    ['no length', { id: 2, data: new Uint8Array(0) }],
  ])('rejects a report with %s', (_what, bad) => {
    const parts = assembler(NAMED_LAYOUTS.honeywell);
    expect(parts.push(bad)).toEqual({ kind: 'rejected', what: 'scan report of a wrong length' });
    expect(parts.push(piece('GOOD'))).toEqual({ kind: 'code', text: 'GOOD' });
  });

  it('rejects a code whole when one of its reports is bad', () => {
    const parts = assembler(NAMED_LAYOUTS.honeywell);
    parts.push(piece('A', { more: true }));
    expect(parts.push(piece('B', { length: 200, more: true }))).toEqual({
      kind: 'rejected',
      what: 'scan report of a wrong length',
    });
  });

  it('rejects what is not printable and what is too long, holding no more than the longest', () => {
    const parts = assembler(NAMED_LAYOUTS.honeywell);
    expect(parts.push(piece('A\u0000B'))).toEqual({ kind: 'rejected', what: 'unprintable or long code' });
    const room = 'x'.repeat(56);
    for (let at = 0; at < 100; at++) expect(parts.push(piece(room, { more: true }))).toBe(null);
    expect(parts.push(piece('end'))).toEqual({ kind: 'rejected', what: 'long code' });
  });

  it('takes the longest code', () => {
    const parts = assembler(NAMED_LAYOUTS.honeywell);
    const text = 'x'.repeat(MAX_CODE_LENGTH);
    const pieces = text.match(/.{1,56}/g) ?? [];
    const answers = pieces.map((part, at) => parts.push(piece(part, { more: at < pieces.length - 1 })));
    expect(answers.at(-1)).toEqual({ kind: 'code', text });
  });

  it('never throws, and gives printable codes only', () => {
    const reports = fc.array(
      fc.record({ id: fc.constantFrom(1, 2, 3), data: fc.uint8Array({ maxLength: 70 }) }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(reports, fc.constantFrom(...Object.values(NAMED_LAYOUTS)), (input, layout) => {
        const parts = assembler(layout);
        for (const one of input) {
          const answer = parts.push(one);
          if (answer?.kind === 'code') expect(answer.text).toMatch(/^[\x20-\x7e]{1,2048}$/);
        }
      }),
    );
  });
});
