import { describe, expect, it } from 'vitest';
import css from './tokens.css?inline';

/** Capital height of Noto Sans SC in em. */
const CAPITAL = 0.733;

interface Rule {
  readonly selector: string;
  readonly tokens: Readonly<Record<string, string>>;
}

const RULES: readonly Rule[] = [...css.matchAll(/(:root[^{]*)\{([^}]*)\}/g)].map(([, selector, body]) => ({
  selector: (selector ?? '').trim(),
  tokens: Object.fromEntries(
    [...(body ?? '').matchAll(/(--[a-z-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  ),
}));

function millimetres(value: string | undefined): number {
  const match = /^calc\(var\(--mm\) \* ([\d.]+)\)$/.exec(value ?? '');
  if (match === null) throw new Error(`not a size in millimetres: ${value}`);
  return Number(match[1]);
}

function colours(selector: string): Readonly<Record<string, string>> {
  const base = RULES.find((rule) => rule.selector === ':root');
  const own = RULES.find((rule) => rule.selector === selector);
  return { ...base?.tokens, ...own?.tokens };
}

/** WCAG relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(one: string | undefined, other: string | undefined): number {
  const [dark = 0, light = 0] = [luminance(one ?? ''), luminance(other ?? '')].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const PAIRS = [
  ['--ink', '--paper'],
  ['--ink', '--wash'],
  ['--soft', '--paper'],
  ['--soft', '--wash'],
  ['--money', '--paper'],
  ['--money', '--wash'],
  ['--on-jade', '--jade'],
  ['--on-band', '--band'],
  ['--on-band', '--gold'],
] as const;

describe('tokens', () => {
  it('were read', () => {
    expect(RULES.map(({ selector }) => selector)).toEqual(
      expect.arrayContaining([':root', ':root[data-elder="on"]', ':root[data-theme="high-contrast"]']),
    );
  });

  it.each(RULES.filter(({ tokens }) => '--small' in tokens))(
    'keep the smallest text readable: $selector',
    ({ selector, tokens }) => {
      const capitals = millimetres(tokens['--small']) * CAPITAL;
      expect(capitals).toBeGreaterThanOrEqual(selector.includes('data-elder') ? 6.1 : 4.5);
      const [small = 0, text = 0, strong = 0, question = 0] = [
        '--small',
        '--text',
        '--strong',
        '--question',
      ].map((name) => millimetres(tokens[name]));
      expect([small < text, text < strong, strong < question]).toEqual([true, true, true]);
    },
  );

  it('keep targets at 20 mm, bars above them, gaps at 3 mm and the code at 40 mm', () => {
    expect(millimetres(colours(':root')['--target'])).toBeGreaterThanOrEqual(20);
    for (const { tokens } of RULES) {
      if ('--bar' in tokens) expect(millimetres(tokens['--bar'])).toBeGreaterThanOrEqual(20);
      if ('--gap' in tokens) expect(millimetres(tokens['--gap'])).toBeGreaterThanOrEqual(3);
      // Quiet zone included: 8 of at least 29 modules.
      if ('--code' in tokens) expect(millimetres(tokens['--code']) * (29 / 37)).toBeGreaterThanOrEqual(40);
    }
  });

  it.each(PAIRS)('%s on %s is readable in both themes', (text, ground) => {
    const standard = colours(':root');
    expect(contrast(standard[text], standard[ground])).toBeGreaterThanOrEqual(7);
    const high = colours(':root[data-theme="high-contrast"]');
    expect(contrast(high[text], high[ground])).toBeGreaterThanOrEqual(10);
  });
});
