import { describe, expect, it } from 'vitest';
import { fontRuns } from './font-runs.ts';

const rareOf = (char: string) => ({ 𠮷: 'B', 𠮾: 'B', 𬺰: 'E' })[char] ?? null;

describe('fontRuns', () => {
  it.each([
    ['', []],
    ['王*明 12', [{ text: '王*明 12', rare: null }]],
    [
      '王𠮷𠮾𬺰明',
      [
        { text: '王', rare: null },
        { text: '𠮷𠮾', rare: 'B' },
        { text: '𬺰', rare: 'E' },
        { text: '明', rare: null },
      ],
    ],
  ])('%s', (text, runs) => {
    expect(fontRuns(text, rareOf)).toEqual(runs);
  });
});
