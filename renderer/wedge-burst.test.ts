import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BurstRecogniser, type Stroke } from './wedge-burst.ts';

const plain = { combined: false, repeat: false };

/** Presses one key every `pause` ms; answers with what reached the page and which codes came out. */
function type(keys: readonly string[], pause: number, more: Partial<Stroke> = {}) {
  const recogniser = new BurstRecogniser();
  const passed: string[] = [];
  const codes: string[] = [];
  keys.forEach((key, at) => {
    const { swallow, code } = recogniser.press({ key, at: at * pause, ...plain, ...more });
    if (!swallow) passed.push(key);
    if (code !== null) codes.push(code);
  });
  return { passed, codes };
}

describe('a burst of keys', () => {
  it('is a code, and nothing of it reaches the page', () => {
    const keys = [...'SYNTHETIC QR-0001', 'Enter'];
    expect(type(keys, 3)).toEqual({ passed: [], codes: ['SYNTHETIC QR-0001'] });
    expect(type(keys, 49)).toEqual({ passed: [], codes: ['SYNTHETIC QR-0001'] });
  });

  it('keeps its capitals, whose shift is a key of its own', () => {
    expect(type(['Shift', 'A', 'Shift', 'B', 'c', '1', '2', '3', 'Enter'], 5)).toEqual({
      passed: ['Shift', 'Shift'],
      codes: ['ABc123'],
    });
  });

  it('may follow another at once', () => {
    expect(type([...'CODE-01', 'Enter', ...'CODE-02', 'Enter'], 2).codes).toEqual(['CODE-01', 'CODE-02']);
  });

  it('is not what fingers type: characters reach nobody, blank and ENTER press buttons', () => {
    expect(type([...'abc def', 'Enter'], 120)).toEqual({ passed: [' ', 'Enter'], codes: [] });
    expect(type(['Tab', 'Enter', ' ', 'ArrowDown', 'F12'], 10).passed).toEqual([
      'Tab',
      'Enter',
      ' ',
      'ArrowDown',
      'F12',
    ]);
  });

  it('that is too short is no code, and its ENTER is kept back all the same', () => {
    expect(type([...'12345', 'Enter'], 5)).toEqual({ passed: [], codes: [] });
  });

  it('ends with a pause: what came before it is forgotten', () => {
    const recogniser = new BurstRecogniser();
    for (const [at, key] of [...'OLD-CODE'].entries()) recogniser.press({ key, at, ...plain });
    for (const [at, key] of [...'NEW-CODE'].entries()) recogniser.press({ key, at: 60 + at, ...plain });
    expect(recogniser.press({ key: 'Enter', at: 70, ...plain })).toEqual({ swallow: true, code: 'NEW-CODE' });
    expect(recogniser.press({ key: 'Enter', at: 72, ...plain })).toEqual({ swallow: false, code: null });
  });

  it('is broken by a key that is no character', () => {
    expect(type([...'SYNTHETIC', 'Tab', ...'QR', 'Enter'], 5)).toEqual({ passed: ['Tab'], codes: [] });
  });

  it('with characters beyond ASCII, or longer than any code, is none', () => {
    expect(type([...'社保SYNTHETIC', 'Enter'], 5)).toEqual({ passed: [], codes: [] });
    expect(type([...'x'.repeat(2_052), 'Enter'], 5)).toEqual({ passed: [], codes: [] });
    expect(type([...'x'.repeat(2_051), 'Enter'], 5).codes[0]?.length).toBe(2_051);
  });

  it('is not a key held down, nor a shortcut', () => {
    expect(type([...'aaaaaaaa'], 30, { repeat: true })).toEqual({ passed: [], codes: [] });
    expect(type([' ', ' ', 'Enter'], 30, { repeat: true }).passed).toEqual([' ', ' ', 'Enter']);
    expect(type(['d'], 5, { combined: true }).passed).toEqual(['d']);
  });

  it('gives printable codes of a sane length only, whatever is typed', () => {
    const stroke = fc.record({
      key: fc.oneof(
        fc.constantFrom('Enter', 'Shift', 'Tab', ' ', '社'),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
      pause: fc.constantFrom(0, 1, 20, 49, 50, 200),
      combined: fc.constantFrom(false, false, false, true),
      repeat: fc.constantFrom(false, false, false, true),
    });
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 80 }), (strokes) => {
        const recogniser = new BurstRecogniser();
        let at = 0;
        for (const { pause, ...one } of strokes) {
          at += pause;
          const { code, swallow } = recogniser.press({ ...one, at });
          if (code === null) continue;
          expect(code).toMatch(/^[\x20-\x7e]{6,2051}$/);
          expect(swallow).toBe(true);
        }
      }),
    );
  });
});
