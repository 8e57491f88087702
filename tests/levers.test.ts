import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../drivers/base/log.ts';
import { FONT } from '../drivers/printer/testing/rig.ts';
import { openDemoRig } from '../main/rig/demo.ts';

/** A lever that no test pulls is a promise on the panel that nobody keeps. */

const ROOT = resolve(import.meta.dirname, '..');
const TESTED = ['drivers', 'main', 'tests'];
/** An id alone on its line is an entry of some expected list: nobody pulls anything there. */
const LISTED = /^\s*'[\w-]+',?$/gm;
const IS_SCENARIO = /\.(test|spec|contract)\.tsx?$|\/(testing|support)\/[^/]+\.ts$/;

let ids: readonly string[] = [];
let stateDir = '';

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'kiosk-levers-'));
  const rig = await openDemoRig({ stateDir, fontFile: FONT, log: silentLog });
  ids = rig.demo?.levers.map(({ id }) => id) ?? [];
  await rig.close();
});

afterAll(() => rm(stateDir, { recursive: true, force: true }));

test('the demo rig has levers, and no two of them share an id', () => {
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every lever is pulled by some test', async () => {
  const scenarios = await Promise.all(TESTED.map((folder) => scenariosIn(join(ROOT, folder))));
  const text = scenarios.flat().join('\n').replaceAll(LISTED, '');
  const unused = ids.filter((id) => !new RegExp(`['"\`/]${id}['"\`]`).test(text));
  expect(unused).toEqual([]);
});

async function scenariosIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const files = names.map((name) => join(folder, name)).filter((file) => IS_SCENARIO.test(file));
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}
