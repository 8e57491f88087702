/** Builds dist/ again whenever a source changes, for `npm run dev`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../setup/say.mjs';
import { makeAssets } from './assets.mjs';
import { keepGraph } from './build.mjs';
import { mainTarget, preloadTargets, rendererTarget } from './targets.mjs';

/** Changes that come together (a save-all, a branch switch) make one restart. */
const SETTLE_MS = 150;

/**
 * @param {string} root
 * @param {() => Promise<void>} onBuilt called once after the first whole build, then after every change; never twice at a time
 * @returns {Promise<{ close: () => Promise<void> }>}
 */
export async function buildWatched(root, onBuilt) {
  const { build } = await import('vite');
  const out = join(root, 'dist');
  // What is in dist/ from now on belongs to no stamp.
  rmSync(join(root, '.build/dist.stamp'), { force: true });
  rmSync(out, { recursive: true, force: true });
  await makeAssets(root, out);
  const targets = [
    mainTarget(root, out, (graph) => keepGraph(out, graph)),
    ...preloadTargets(root, out),
    await rendererTarget(root, out),
  ];
  const busy = new Set(targets.map((_, at) => at));
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let turn = Promise.resolve();
  const settled = () => {
    clearTimeout(timer);
    if (busy.size > 0) return;
    timer = setTimeout(() => {
      turn = turn.then(onBuilt);
    }, SETTLE_MS);
  };
  const watchers = await Promise.all(
    targets.map(async (target, at) => {
      const watcher = await build({ ...target, build: { ...target.build, watch: {} } });
      if (!('on' in watcher)) throw new Error('Vite did not return a watcher');
      watcher.on('event', async (event) => {
        if (event.code === 'START') busy.add(at);
        if (event.code === 'ERROR') say('dev', `build failed, the running app stays: ${event.error.message}`);
        if (event.code === 'BUNDLE_END') {
          await event.result.close();
          busy.delete(at);
          settled();
        }
      });
      return watcher;
    }),
  );
  return {
    async close() {
      clearTimeout(timer);
      await Promise.all(watchers.map((watcher) => watcher.close()));
      await turn;
    },
  };
}
