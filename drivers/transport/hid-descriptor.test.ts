import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '../base/bytes.ts';
import { locateUsage, parseHidDescriptor, reportBytes } from './hid-descriptor.ts';
import { NUMBERED_SCANNER, UNNUMBERED_READER } from './testing/hid-descriptors.ts';

function parsed(bytes: Uint8Array) {
  const descriptor = parseHidDescriptor(bytes);
  if (descriptor === null) throw new Error('not understood');
  return descriptor;
}

describe('a report descriptor', () => {
  it('tells that reports are not numbered, and how long they are', () => {
    const descriptor = parsed(UNNUMBERED_READER);
    expect(descriptor.numbered).toBe(false);
    expect(reportBytes(descriptor, 'input', 0)).toBe(64);
    expect(reportBytes(descriptor, 'output', 0)).toBe(64);
    expect(reportBytes(descriptor, 'feature', 0)).toBe(8);
    expect(reportBytes(descriptor, 'feature', 1)).toBe(null);
  });

  it('tells each numbered report’s length', () => {
    const descriptor = parsed(NUMBERED_SCANNER);
    expect(descriptor.numbered).toBe(true);
    expect(reportBytes(descriptor, 'input', 2)).toBe(63);
    expect(reportBytes(descriptor, 'output', 4)).toBe(1);
    expect(reportBytes(descriptor, 'feature', 0xfe)).toBe(1);
    expect(reportBytes(descriptor, 'output', 2)).toBe(null);
  });

  it('tells where usages lie', () => {
    const descriptor = parsed(NUMBERED_SCANNER);
    const at = (page: number, usage: number) => locateUsage(descriptor, 'input', page, usage);
    expect(at(0x01, 0x3b)).toEqual({ reportId: 2, bitOffset: 0, bitSize: 8, count: 1 });
    expect(at(0x8c, 0xfc)).toEqual({ reportId: 2, bitOffset: 16, bitSize: 8, count: 1 });
    expect(at(0x8c, 0xfe)).toEqual({ reportId: 2, bitOffset: 32, bitSize: 8, count: 56 });
    expect(at(0xff66, 0x04)).toEqual({ reportId: 2, bitOffset: 480, bitSize: 8, count: 1 });
    expect(at(0x8c, 0xff)).toEqual({ reportId: 2, bitOffset: 496, bitSize: 1, count: 8 });
    expect(at(0x8c, 0x60)).toBe(null);
    expect(locateUsage(descriptor, 'feature', 0xff66, 0x03)?.reportId).toBe(0xfe);
  });

  it('skips long items, reads ranges, four-byte usages, push and pop', () => {
    const descriptor = parsed(
      fromHex(`FE 02 F0 AABB
        05 01  75 08  A4  05 8C  75 04  95 03  19 FB  29 FD  81 02
        B4  95 02  0B FE008C00  09 3B  81 02`),
    );
    expect(locateUsage(descriptor, 'input', 0x8c, 0xfd)).toMatchObject({ bitOffset: 8, bitSize: 4 });
    expect(locateUsage(descriptor, 'input', 0x8c, 0xfe)).toMatchObject({
      bitOffset: 12,
      bitSize: 8,
      count: 1,
    });
    expect(locateUsage(descriptor, 'input', 0x01, 0x3b)).toMatchObject({ bitOffset: 20 });
  });

  it('finds nothing in a field without bits', () => {
    const descriptor = parsed(fromHex('05 8C 74 95 08 09 FF 81 02 75 08 95 01 09 FE 81 02'));
    expect(locateUsage(descriptor, 'input', 0x8c, 0xff)).toBe(null);
    expect(locateUsage(descriptor, 'input', 0x8c, 0xfe)).toMatchObject({ bitOffset: 0, bitSize: 8 });
  });

  it('counts no usages that a field has no room for', () => {
    const descriptor = parsed(fromHex('05 8C 75 08 95 01 09 FB 09 FE 81 02'));
    expect(locateUsage(descriptor, 'input', 0x8c, 0xfe)).toBe(null);
  });

  it.each([
    ['an item cut off', '05 8C 26 FF'],
    ['a long item cut off', 'FE 05 00'],
    ['pop without push', 'B4'],
    ['report id 0', '85 00'],
    ['a report longer than any', '75 08 97 FFFF0000 81 02'],
    ['usage ranges without end', '1A 0000 2A FFFF 1A 0000 2A FFFF 1A 0000 2A FFFF'],
    ['pushes without end', 'A4'.repeat(64)],
  ])('is refused with %s', (_what, hex) => {
    expect(parseHidDescriptor(fromHex(hex))).toBe(null);
  });

  it('is refused when it is longer than the kernel would take', () => {
    expect(parseHidDescriptor(new Uint8Array(4_097))).toBe(null);
    expect(parseHidDescriptor(fromHex('29 05 C0'))).toEqual({ numbered: false, fields: [] });
  });

  it('never throws, and its reports stay within bounds', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.nat(NUMBERED_SCANNER.length), fc.uint8Array({ maxLength: 8 }))
        .map(([at, noise]) =>
          concat(NUMBERED_SCANNER.slice(0, at), noise, NUMBERED_SCANNER.slice(at + noise.length)),
        ),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const descriptor = parseHidDescriptor(input);
        for (const { kind, reportId } of descriptor?.fields ?? [])
          expect(reportBytes(parsed(input), kind, reportId)).toBeLessThanOrEqual(16_384);
      }),
    );
  });
});
