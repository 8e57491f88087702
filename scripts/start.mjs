/**
 * `npm start [-- flags]`: everything a fresh machine needs, then the kiosk window. Flags go to the app unread
 * (--config, --user-data, --headless, --control-port, --lang); its exit code is ours.
 */
import { ensureBuilt } from './build/build.mjs';
import { runApp } from './launch.mjs';
import { openDisplay } from './setup/display.mjs';
import { prepare, ROOT } from './setup/prepare.mjs';
import { entry } from './setup/say.mjs';

await entry(async () => {
  const electron = await prepare({ purpose: 'run' });
  await ensureBuilt(ROOT);
  const display = await openDisplay();
  try {
    return await runApp(electron, display, ROOT, process.argv.slice(2));
  } finally {
    display.close();
  }
});
