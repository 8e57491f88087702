import { describe, expect, it } from 'vitest';
import { recordNumber, tagsOf } from './fields.ts';

describe('the record that holds a tag', () => {
  it.each([
    ['EF05', 0x07, '1', 7],
    ['EF06', 0x09, '1', 2],
    ['EF06', 0x0a, '1', 3],
    ['EF06', 0x4e, '2', 3],
    ['EF06', 0x0a, '2', 4],
    ['EF06', 0x0d, 'unknown', 7],
  ] as const)('%s %i of version %s is number %i', (file, tag, version, number) => {
    expect(recordNumber(file, tag, version)).toBe(number);
  });

  it('is none for the name extension of the first generation', () => {
    expect(recordNumber('EF06', 0x4e, '1')).toBe(0);
    expect(tagsOf('EF06', '1')).toEqual([0x08, 0x09]);
    expect(tagsOf('EF06', '2')).toEqual([0x08, 0x09, 0x4e]);
  });
});
