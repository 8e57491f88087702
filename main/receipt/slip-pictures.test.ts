import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Strip } from '../../drivers/printer/emulator/paper.ts';
import { charactersToDraw } from '../../drivers/printer/escpos/raster-line.ts';
import type { Slip } from '../../drivers/printer/slip.ts';
import { profileOf, VirtualRig } from '../../drivers/printer/testing/rig.ts';
import { GlyphDrawer } from './glyphs/draw-glyphs.ts';
import { RareFonts } from './glyphs/rare-fonts.ts';
import { FONT_FILES } from './testing/fonts.ts';
import { rareFontFolder } from './testing/rare-fonts.ts';
import { sampleSlips } from './testing/sample-slips.ts';

/**
 * Every slip on 58 and 80 mm paper, through the real driver and the emulated printer. To look at them:
 *
 *     SLIP_PICTURES=.build/slips npx vitest run --config tests/vitest.config.ts main/receipt/slip-pictures.test.ts
 */
const OUT = process.env.SLIP_PICTURES;

let folder: Awaited<ReturnType<typeof rareFontFolder>>;
let drawer: GlyphDrawer;
beforeAll(async () => {
  folder = await rareFontFolder();
  drawer = new GlyphDrawer(readFileSync(FONT_FILES.regular), new RareFonts(folder.path));
});
afterAll(() => folder.remove());

async function printed(slip: Slip, profile: string, name: string): Promise<Strip> {
  const rig = await new VirtualRig({ profile }).started();
  onTestFinished(async () => {
    await rig.settle(rig.close());
  });
  const glyphs = drawer.draw(charactersToDraw(slip));
  const result = await rig.settle(rig.printer.print({ jobId: 'J1', slip, glyphs }));
  expect(result.state).toBe('PRINTED');
  const [strip] = rig.emulator.paper.slips;
  if (strip === undefined) throw new Error('nothing printed');
  if (OUT !== undefined) {
    mkdirSync(OUT, { recursive: true });
    writeFileSync(join(OUT, `${name}-${profile}.png`), rig.emulator.pngOf(strip));
  }
  return strip;
}

describe.each(['generic-80', 'generic-58'])('on %s', (profile) => {
  it.each(Object.entries(sampleSlips(profileOf(profile))))('%s', async (name, slip) => {
    const strip = await printed(slip, profile, name);
    const lines = strip.marks.flatMap((mark) =>
      mark.kind === 'line' ? [mark.cells.map(({ char }) => char).join('')] : [],
    );
    // A character by itself reads like a slip of the pen; punctuation never begins a line.
    expect(lines.filter((line) => /^\s*\S[，。；：？！）】]?\s*$/u.test(line))).toEqual([]);
    expect(lines.filter((line) => /^\s*[，。；：？！、）】》”]/u.test(line))).toEqual([]);
  });
});
