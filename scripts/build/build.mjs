/** Builds dist/ when it is not what the sources say. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../setup/lock.mjs';
import { SetupError, say } from '../setup/say.mjs';
import { makeAssets } from './assets.mjs';
import { emulatorLeaks } from './graph.mjs';
import { isFresh, writeStamp } from './stamp.mjs';
import { mainTarget, preloadTargets, rendererTarget, toolTarget } from './targets.mjs';

const INPUTS = [
  'main',
  'drivers',
  'renderer',
  'assets',
  'scripts/build',
  'scripts/tsconfig.base.json',
  'package.json',
  'package-lock.json',
];

/**
 * @param {string} root the checkout
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether anything had to be built
 * @throws {SetupError} when an emulator can be reached without the demo rig
 */
export async function ensureBuilt(root, { force = false } = {}) {
  const stamped = { root, inputs: INPUTS, output: 'dist', file: '.build/dist.stamp' };
  if (!force && isFresh(stamped)) return false;
  return withLock(join(root, '.build/build.lock'), 'build', async () => {
    if (!force && isFresh(stamped)) return false;
    const started = Date.now();
    await buildApp(root, join(root, 'dist'));
    writeStamp(stamped);
    say('build', `dist/ built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return true;
  });
}

/** @param {string} root @param {string} out */
async function buildApp(root, out) {
  const { build } = await import('vite');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'main'), { recursive: true });
  await Promise.all([
    build(mainTarget(root, out, (graph) => keepGraph(out, graph))),
    ...preloadTargets(root, out).map((target) => build(target)),
    rendererTarget(root, out).then((target) => build(target)),
  ]);
  await makeAssets(root, out);
}

/**
 * Writes dist/main/chunks.json, for tests and for whoever wants to see for himself, and checks it.
 *
 * @param {string} out
 * @param {import('./graph.mjs').ModuleGraph} graph
 */
export function keepGraph(out, graph) {
  mkdirSync(join(out, 'main'), { recursive: true });
  writeFileSync(join(out, 'main/chunks.json'), `${JSON.stringify(graph, null, 1)}\n`);
  const leaks = emulatorLeaks(graph);
  if (leaks.length > 0) {
    throw new SetupError(
      `Emulator code can be reached without the demo rig:\n${leaks.map((leak) => `  ${leak}`).join('\n')}`,
    );
  }
}

/**
 * Compiles a TypeScript tool of ours and gives the file to import. Always built: it takes a tenth of a second.
 *
 * @param {string} root
 * @param {string} file inside root, e.g. tests/demo/walk.ts
 * @returns {Promise<string>}
 */
export async function buildTool(root, file) {
  const { build } = await import('vite');
  const out = join(root, '.build/tools');
  const target = toolTarget(root, file, out);
  await build(target);
  return join(
    out,
    `${Object.keys(/** @type {Record<string, string>} */ (target.build?.rolldownOptions?.input))[0]}.js`,
  );
}
