/**
 * `npm run dev [-- flags]`: builds on every change and starts the app again. It starts in under a second, so it is
 * started again for every part, renderer included: nothing inside the product has to know that development exists.
 */
import { once } from 'node:events';
import { buildWatched } from './build/watch.mjs';
import { spawnApp } from './launch.mjs';
import { openDisplay } from './setup/display.mjs';
import { prepare, ROOT } from './setup/prepare.mjs';
import { entry, say } from './setup/say.mjs';

await entry(async () => {
  const electron = await prepare({ purpose: 'run' });
  const display = await openDisplay();
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let app;
  let leaving = false;
  /** @type {(code: number) => void} */
  let finish = () => {};
  /** @type {Promise<number>} */
  const finished = new Promise((resolve) => {
    finish = resolve;
  });

  const stop = async () => {
    const running = app;
    app = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGTERM');
    await once(running, 'exit');
  };
  const restart = async () => {
    await stop();
    if (leaving) return;
    say('dev', 'starting the app');
    const started = spawnApp(electron, display, ROOT, process.argv.slice(2));
    app = started;
    started.once('exit', (code) => {
      // Closed by the person, not by us: then development is over too.
      if (app === started) finish(code ?? 1);
    });
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => finish(0));

  const watch = await buildWatched(ROOT, restart);
  const code = await finished;
  leaving = true;
  await watch.close();
  await stop();
  display.close();
  return code;
});
