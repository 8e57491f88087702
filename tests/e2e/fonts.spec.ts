import { expect } from '@playwright/test';
import { test } from './support/world.ts';

/** Names on the glass: the page fetches the piece of a font that has the character, and no other. */

/** The character lies in the piece for U+20800 to U+20BFF. */
const RARE = '𠮷';

test('a rare character is drawn from its own piece, fetched when it is drawn', async ({ world }) => {
  const { page } = world.glass;
  /** First characters of the faces that are loaded; both weights of a piece are one file. */
  const loaded = () =>
    page.evaluate(async () => {
      await document.fonts.ready;
      const faces = [...document.fonts].filter(({ status }) => status === 'loaded');
      return [...new Set(faces.map(({ unicodeRange }) => unicodeRange.split(/[-,]/, 1)[0]))].sort();
    });
  const before = await loaded();
  expect(before).toEqual(expect.arrayContaining(['U+20']));
  // Neither the whole font (from U+0 on) nor a piece of the rare ones.
  expect(before.filter((first) => /^U\+(?:0|2[0-9A-F]{4})$/i.test(first ?? ''))).toEqual([]);

  const width = await page.evaluate(async (rare) => {
    const line = document.createElement('span');
    line.style.cssText = 'position: absolute; font: 400 100px "Noto Sans SC"';
    const widthOf = (text: string) => {
      line.textContent = text;
      return line.getBoundingClientRect().width;
    };
    document.body.append(line);
    widthOf(`王*${rare}`);
    await document.fonts.ready;
    const found = Math.round(widthOf(`王*${rare}`) - widthOf('王*'));
    line.remove();
    return found;
  }, RARE);
  expect(width).toBe(100);
  expect((await loaded()).filter((first) => !before.includes(first))).toEqual(['U+20800']);
});
