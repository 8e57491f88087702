/**
 * `npm test [-- --only STAGE[,STAGE…]] [-- FILE…]`: everything needed on a fresh machine, then all tests. Every stage
 * runs, whatever the others say; the last line is `N passed, N failed`. File names narrow unit and e2e.
 * The tests draw on a virtual display of a known size; KIOSK_TEST_DISPLAY=real shows them.
 */
import { parseArgs } from 'node:util';
import { prepare, ROOT } from './setup/prepare.mjs';
import { reason } from './setup/say.mjs';
import { STAGES } from './test/stages.mjs';
import { lastLine, NOTHING, sum } from './test/tally.mjs';

/** @typedef {{ name: string, what: string, seconds: number } & import('./test/tally.mjs').Result} Row */

/** @returns {{ stages: typeof STAGES, filters: string[] }} */
function request() {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string' } },
    allowPositionals: true,
  });
  const names = values.only?.split(',') ?? STAGES.map(({ name }) => name);
  const unknown = names.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `No stage is called ${unknown}. There are: ${STAGES.map(({ name }) => name).join(', ')}.`,
    );
  }
  return { stages: STAGES.filter(({ name }) => names.includes(name)), filters: positionals };
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ value: T, seconds: number }>}
 */
async function timed(work) {
  const started = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - started) / 1000 };
}

/** @param {readonly Row[]} rows */
function table(rows) {
  const lines = rows.flatMap(({ name, what, tally, failures, seconds }) => {
    const mark = tally.failed > 0 ? 'FAILED' : 'ok';
    return [
      `  ${mark.padEnd(7)}${name.padEnd(7)}${seconds.toFixed(1).padStart(7)} s  ${lastLine(tally).padEnd(34)} ${what}`,
      ...failures.map((failure) => `           ${failure.replace(`${ROOT}/`, '')}`),
    ];
  });
  return `\n${lines.join('\n')}\n\n`;
}

async function main() {
  /** @type {Row[]} */
  const rows = [];
  try {
    const { stages, filters } = request();
    const { value: electron, seconds } = await timed(() => prepare({ purpose: 'test', display: 'virtual' }));
    rows.push({ name: 'setup', what: 'packages, Electron, system', tally: NOTHING, failures: [], seconds });
    for (const { name, what, run } of stages) {
      process.stdout.write(`\n── ${name}: ${what}\n`);
      const done = await timed(() =>
        run({ root: ROOT, electron, filters }).catch((/** @type {unknown} */ error) => {
          console.error(error);
          return { tally: { ...NOTHING, failed: 1 }, failures: [] };
        }),
      );
      rows.push({ name, what, ...done.value, seconds: done.seconds });
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    rows.push({
      name: 'setup',
      what: reason(error),
      tally: { ...NOTHING, failed: 1 },
      failures: [],
      seconds: 0,
    });
  }
  const total = sum(rows.map(({ tally }) => tally));
  process.stdout.write(`${table(rows)}${lastLine(total)}\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

process.exitCode = await main();
