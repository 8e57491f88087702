/** Runs one of our TypeScript programs that drive the app from outside: the demo's walk and the benchmark. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildTool, ensureBuilt } from './build/build.mjs';
import { electronSettings } from './launch.mjs';
import { openDisplay } from './setup/display.mjs';
import { prepare, ROOT } from './setup/prepare.mjs';
import { SetupError } from './setup/say.mjs';

/**
 * What such a program gets. `args` come before the app's own flags and already hold the app's directory, so
 * `_electron.launch({ executablePath, args: [...args, '--user-data', dir], env })` is a whole launch.
 *
 * @typedef {{ outDir: string, executablePath: string, args: string[], env: Record<string, string> }} ToolOptions
 */

/**
 * @param {string} file inside the checkout
 * @param {string} name its exported function: `(options: ToolOptions) => Promise<number>`
 * @param {string | undefined} outDir
 * @param {'real' | 'virtual'} prefer which display
 * @returns {Promise<number>} the exit code
 */
export async function runTool(file, name, outDir, prefer) {
  const electron = await prepare({ purpose: 'run', display: prefer });
  await ensureBuilt(ROOT);
  const tool = await import(pathToFileURL(await buildTool(ROOT, file)).href);
  const display = await openDisplay({ prefer });
  try {
    const { env, args } = electronSettings(display);
    return await tool[name]({ outDir, executablePath: electron.path, args: [...args, ROOT], env });
  } finally {
    display.close();
  }
}

/**
 * @param {string | undefined} fallback used when --out is not given; undefined makes it required
 * @returns {string} absolute, from `--out DIR`
 */
export function outOption(fallback) {
  try {
    const { values } = parseArgs({ options: { out: { type: 'string' } } });
    const out = values.out ?? fallback;
    if (out !== undefined && out !== '') return resolve(process.env.INIT_CWD ?? process.cwd(), out);
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error));
  }
  throw new SetupError('Say where the results go: --out DIR');
}
