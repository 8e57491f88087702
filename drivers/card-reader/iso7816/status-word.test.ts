import { describe, expect, it } from 'vitest';
import vectors from '../fixtures/card-vectors.json' with { type: 'json' };
import { describeStatus, meaningOf } from './status-word.ts';

describe('status words', () => {
  it.each([
    ['61xx', 'more-data'],
    ['6Cxx', 'wrong-le'],
    ['ok', 'done'],
    ['verify wrong, 2 left', 'wrong-pin'],
    ['verify blocked', 'blocked'],
  ])('vector %s means %s', (name, meaning) => {
    const hex = vectors.find((one) => one.proto === 'apdu' && one.name === name)?.hex ?? '';
    expect(meaningOf(Number.parseInt(hex, 16))).toBe(meaning);
  });

  it.each([
    [0x6982, 'security'],
    [0x6985, 'conditions'],
    [0x6a82, 'not-found'],
    [0x6a83, 'no-record'],
    [0x6a86, 'unsupported'],
    [0x6f00, 'other'],
    [0x6300, 'other'],
  ])('%i means %s', (statusWord, meaning) => {
    expect(meaningOf(statusWord)).toBe(meaning);
  });

  it('are told to technicians in four digits', () => {
    expect(describeStatus(0x6a82)).toBe('SW 6A82');
    expect(describeStatus(0x0001)).toBe('SW 0001');
  });
});
