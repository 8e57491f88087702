import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { parseHidDescriptor } from '../../transport/hid-descriptor.ts';
import { NUMBERED_SCANNER, UNNUMBERED_READER } from '../../transport/testing/hid-descriptors.ts';
import { describedLayouts, layoutOfVendor, NAMED_LAYOUTS, redirectionReport } from './layout.ts';

function parsed(bytes: Uint8Array) {
  const descriptor = parseHidDescriptor(bytes);
  if (descriptor === null) throw new Error('not understood');
  return descriptor;
}

describe('the layout of scan reports', () => {
  it('that Honeywell’s descriptor tells is the one in its manual', () => {
    expect(describedLayouts(parsed(NUMBERED_SCANNER))).toEqual([NAMED_LAYOUTS.honeywell]);
    expect(redirectionReport(parsed(NUMBERED_SCANNER))).toBe(0xfe);
  });

  it('is told by no device that is no scanner', () => {
    expect(describedLayouts(parsed(UNNUMBERED_READER))).toEqual([]);
    expect(redirectionReport(parsed(UNNUMBERED_READER))).toBe(null);
  });

  it('is read for each report of several, with and without length and flag', () => {
    const two = parsed(
      fromHex(`058C 7508
        8501 9514 09FE 8102
        8502 9501 0501 093B 8102 058C 7501 9508 09FF 8102 7508 9540 09FE 8102`),
    );
    expect(describedLayouts(two)).toEqual([
      { reportId: 1, lengthAt: null, dataAt: 0, dataBytes: 20, continued: null },
      { reportId: 2, lengthAt: 0, dataAt: 2, dataBytes: 64, continued: { at: 1, mask: 1 } },
    ]);
  });

  it('needs characters of whole bytes', () => {
    expect(describedLayouts(parsed(fromHex('058C 7510 9514 09FE 8102')))).toEqual([]);
    expect(describedLayouts(parsed(fromHex('058C 7501 9501 8103 7508 9514 09FE 8102')))).toEqual([]);
  });

  it.each([
    [0x0c2e, 'honeywell'],
    [0x23d0, 'honeywell'],
    [0x1eab, 'newland'],
    [0x05f9, 'off-by-one'],
    [0x1209, null],
  ])('of vendor %s is %s where there is no descriptor', (vendorId, name) => {
    expect(layoutOfVendor(vendorId)).toBe(name);
  });
});
