import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEMO_RIG, emulatorLeaks, MAIN_ENTRY, REAL_RIG } from './graph.mjs';

type Graph = Parameters<typeof emulatorLeaks>[0];

const EMULATOR = 'drivers/printer/emulator/paper.ts';

/** The shape the product has: the rig is chosen by a dynamic import, the emulator hangs under the demo rig only. */
function sound(): Graph {
  return {
    modules: {
      [MAIN_ENTRY]: { imports: ['main/visit.ts'], dynamicImports: [REAL_RIG, DEMO_RIG] },
      'main/visit.ts': { imports: [], dynamicImports: [] },
      [REAL_RIG]: { imports: ['drivers/printer/driver.ts'], dynamicImports: [] },
      [DEMO_RIG]: { imports: ['drivers/printer/driver.ts', EMULATOR], dynamicImports: [] },
      'drivers/printer/driver.ts': { imports: [], dynamicImports: [] },
      [EMULATOR]: { imports: [], dynamicImports: [] },
    },
    chunks: {
      'index.js': {
        isEntry: true,
        modules: [MAIN_ENTRY, 'main/visit.ts'],
        imports: ['shared.js'],
        dynamicImports: ['real.js', 'demo.js'],
      },
      'shared.js': {
        isEntry: false,
        modules: ['drivers/printer/driver.ts'],
        imports: [],
        dynamicImports: [],
      },
      'real.js': { isEntry: false, modules: [REAL_RIG], imports: ['shared.js'], dynamicImports: [] },
      'demo.js': {
        isEntry: false,
        modules: [DEMO_RIG, EMULATOR],
        imports: ['shared.js'],
        dynamicImports: [],
      },
    },
  };
}

describe('emulatorLeaks', () => {
  it('finds none while only the demo rig leads there', () => {
    expect(emulatorLeaks(sound())).toEqual([]);
  });

  it.each(['imports', 'dynamicImports'] as const)(
    'shows the way when the real rig reaches one by %s',
    (kind) => {
      const graph = sound();
      graph.modules['drivers/printer/driver.ts']?.[kind].push(EMULATOR);
      expect(emulatorLeaks(graph)).toEqual([
        `${MAIN_ENTRY} → ${REAL_RIG} → drivers/printer/driver.ts → ${EMULATOR}`,
        `${REAL_RIG} → drivers/printer/driver.ts → ${EMULATOR}`,
      ]);
    },
  );

  it('counts the tape recorder as one: what passes a real wire is somebody’s data', () => {
    const recorder = 'drivers/transport/emulator/tape-recorder.ts';
    expect(existsSync(join(import.meta.dirname, '../..', recorder))).toBe(true);
    const graph = sound();
    graph.modules['drivers/printer/driver.ts']?.imports.push(recorder);
    expect(emulatorLeaks(graph).at(-1)).toBe(`${REAL_RIG} → drivers/printer/driver.ts → ${recorder}`);
  });

  it('finds one that only the entry reaches', () => {
    const graph = sound();
    graph.modules['main/visit.ts']?.imports.push(EMULATOR);
    expect(emulatorLeaks(graph)).toEqual([`${MAIN_ENTRY} → main/visit.ts → ${EMULATOR}`]);
  });

  it('finds the real rig borrowing from the demo rig', () => {
    const graph = sound();
    graph.modules[REAL_RIG]?.imports.push(DEMO_RIG);
    expect(emulatorLeaks(graph)).toEqual([`${REAL_RIG} → ${DEMO_RIG} → ${EMULATOR}`]);
  });

  it('finds one that the bundler put into a chunk loaded without the demo rig', () => {
    const graph = sound();
    graph.chunks['shared.js']?.modules.push(EMULATOR);
    expect(emulatorLeaks(graph)).toEqual([
      `${EMULATOR} is in index.js → shared.js, which is loaded without the demo rig`,
    ]);
  });
});
