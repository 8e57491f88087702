import { describe, expect, it } from 'vitest';
import { loadProfiles } from './profile-files.ts';
import generic80 from './profiles/generic-80.json' with { type: 'json' };

const NO_NOTES = { sources: {}, unconfirmed: {} };

const heir = (rest: object) => [
  generic80,
  { name: 'heir', extends: 'generic-80', model: 'Heir', ...NO_NOTES, ...rest },
];

describe('a profile file', () => {
  it('says only what differs, and what it takes over is not confirmed for its model', () => {
    const loaded = loadProfiles(
      heir({
        cut: { command: 'esc-m', marginDots: 8 },
        sources: { 'cut.command': 'manual, p. 7' },
        unconfirmed: { 'cut.marginDots': 'by eye' },
      }),
    ).get('heir');
    expect(loaded?.profile).toMatchObject({
      name: 'heir',
      model: 'Heir',
      cut: { command: 'esc-m', headToCutterMm: 15, marginDots: 8 },
      paper: { columns: 48 },
    });
    const fact = (field: string) => loaded?.facts.find((found) => found.field === field);
    expect(fact('cut.command')).toEqual({
      field: 'cut.command',
      value: 'esc-m',
      source: 'manual, p. 7',
      confirmed: true,
      from: 'heir',
    });
    expect(fact('cut.marginDots')).toMatchObject({ confirmed: false, from: 'heir', source: 'by eye' });
    expect(fact('paper.dots')).toMatchObject({ confirmed: false, from: 'generic-80', value: 576 });
  });

  it.each([
    ['a value without a source', { cut: { command: 'esc-m' } }, /cut\.command must have one source/],
    [
      'a value that is confirmed and not',
      { cut: { command: 'esc-m' }, sources: { 'cut.command': 'a' }, unconfirmed: { 'cut.command': 'b' } },
      /cut\.command must have one source/,
    ],
    ['a source without a value', { sources: { 'cut.command': 'a' } }, /notes without a value: cut\.command/],
    ['an unknown field', { cut: { knife: 'x' } }, /knife/],
    ['a value out of bounds', { qr: { moduleDots: 9 }, sources: { 'qr.moduleDots': 'a' } }, /moduleDots/],
    ['a base that is not there', { extends: 'nobody' }, /extends nobody/],
  ])('is refused with %s', (_, rest, message) => {
    expect(() => loadProfiles(heir(rest))).toThrow(message);
  });

  it('is refused when it is there twice, or is not whole by itself', () => {
    expect(() => loadProfiles([generic80, generic80])).toThrow(/there twice/);
    expect(() => loadProfiles([{ name: 'alone', model: 'Alone', ...NO_NOTES }])).toThrow(/paper/);
  });
});
