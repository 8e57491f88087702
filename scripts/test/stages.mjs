/** The stages of `npm test`, in order. Each gives its own count and never throws for a failing test. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../build/build.mjs';
import { electronSettings } from '../launch.mjs';
import { openDisplay } from '../setup/display.mjs';
import { run } from '../setup/run.mjs';
import {
  judged,
  oneTest,
  playwrightFailures,
  playwrightTally,
  vitestFailures,
  vitestTally,
} from './tally.mjs';

/** @typedef {import('./tally.mjs').Result} Result */
/**
 * @typedef {object} Stage
 * @property {string} name as in --only
 * @property {string} what one line for the table
 * @property {(context: Context) => Promise<Result>} run
 *
 * @typedef {object} Context
 * @property {string} root
 * @property {import('../setup/electron.mjs').ElectronBinary} electron
 * @property {readonly string[]} filters file names that a person gave; with any, coverage is not judged
 */

/** Far beyond what any stage takes; a stage that hangs must not hide the result of the others. */
const STAGE_TIMEOUT_MS = 10 * 60_000;

/**
 * A tool from node_modules, run by this very Node so that nothing depends on PATH or on executable bits.
 *
 * @param {Context} context
 * @param {string} script inside node_modules
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} exit code
 */
async function tool({ root, filters }, script, args, env = process.env) {
  const ran = await run(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    env,
    // Whoever names files may have asked for a campaign that takes hours.
    ...(filters.length === 0 ? { timeoutMs: STAGE_TIMEOUT_MS } : {}),
  });
  if (ran.timedOut)
    process.stderr.write(`${script} was stopped after ${STAGE_TIMEOUT_MS / 60_000} minutes\n`);
  return ran.code;
}

/** @param {string} file @returns {unknown} undefined when there is no report */
function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A tool that only says yes or no. @param {number} code its exit code @returns {Result} */
const plain = (code) => ({ tally: oneTest(code), failures: [] });

/** @type {readonly Stage[]} */
export const STAGES = [
  {
    name: 'types',
    what: 'tsc -b: types and the boundaries between the folders',
    run: async (context) => plain(await tool(context, 'typescript/bin/tsc', ['-b'])),
  },
  {
    name: 'lint',
    what: 'biome check, no warnings',
    run: async (context) =>
      plain(await tool(context, '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])),
  },
  {
    name: 'unit',
    what: 'vitest: units, contracts, campaigns, coverage',
    async run(context) {
      const file = join(context.root, '.build/unit.json');
      rmSync(file, { force: true });
      const args = ['run', '--config', 'tests/vitest.config.ts', '--reporter=default', '--reporter=json'];
      const coverage = context.filters.length === 0 ? ['--coverage'] : [];
      const code = await tool(context, 'vitest/vitest.mjs', [
        ...args,
        `--outputFile.json=${file}`,
        ...coverage,
        ...context.filters,
      ]);
      const told = report(file);
      return { tally: judged(vitestTally(told), code), failures: vitestFailures(told) };
    },
  },
  {
    name: 'build',
    what: 'vite build, no emulator outside the demo rig',
    async run({ root }) {
      try {
        await ensureBuilt(root);
        return plain(0);
      } catch (error) {
        console.error(error);
        return plain(1);
      }
    },
  },
  {
    name: 'e2e',
    what: 'playwright on the real app',
    async run(context) {
      const file = join(context.root, '.build/e2e.json');
      rmSync(file, { force: true });
      const display = await openDisplay({
        prefer: process.env.KIOSK_TEST_DISPLAY === 'real' ? 'real' : 'virtual',
      });
      try {
        const { env, args } = electronSettings(display);
        const code = await tool(
          context,
          '@playwright/test/cli.js',
          ['test', '--config', 'tests/e2e/playwright.config.ts', ...context.filters],
          {
            ...env,
            KIOSK_ELECTRON: context.electron.path,
            KIOSK_ELECTRON_ARGS: JSON.stringify(args),
            KIOSK_E2E_REPORT: file,
          },
        );
        const told = report(file);
        return { tally: judged(playwrightTally(told), code), failures: playwrightFailures(told) };
      } finally {
        display.close();
      }
    },
  },
];
