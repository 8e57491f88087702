import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SystemClock } from '../../drivers/base/clock.ts';
import { measureBootRecovery } from './boot-recovery.ts';
import { measureCardReading } from './card-reading.ts';
import { measureCardToBills } from './card-to-bills.ts';
import { measureJournal } from './journal-commits.ts';
import { describeMachine, loadNow, readMachine } from './machine.ts';
import { measurePaidToGlass } from './paid-to-glass.ts';
import { measureReceipts } from './receipts.ts';
import { type Row, ratioOf, verdictOf } from './row.ts';
import { measureStarting } from './starting.ts';
import { formatTable } from './table.ts';

/**
 * `npm run bench [-- --out DIR]`: what the product costs, each number beside a floor or a peer that was measured in the
 * same run on the same machine. Targets stand beside the results and decide nothing: a busy machine is not a bug.
 */
export interface BenchOptions {
  readonly outDir: string;
  readonly executablePath: string;
  /** Before the app's own flags; the last one is the app's directory. */
  readonly args: readonly string[];
  readonly env: Record<string, string>;
}

interface Part {
  readonly name: string;
  measure(): Promise<readonly Row[]>;
}

/** @returns the exit code: 0 unless something could not be measured */
export async function runBench({ outDir, executablePath, args, env }: BenchOptions): Promise<number> {
  const root = args.at(-1);
  if (root === undefined) throw new Error('args hold no app');
  const electron = { executablePath, args: args.slice(0, -1), env };
  const clock = new SystemClock();
  const machine = await readMachine(executablePath, env);
  const parts: readonly Part[] = [
    { name: 'start', measure: () => measureStarting({ electron, root, clock, say }) },
    { name: 'card reading', measure: () => measureCardReading(clock) },
    { name: 'card to bills', measure: () => measureCardToBills({ electron, root }, clock) },
    { name: 'paid to the glass', measure: () => measurePaidToGlass({ electron, root }, clock) },
    { name: 'receipts', measure: () => measureReceipts(root, clock) },
    { name: 'journal', measure: async () => measureJournal(clock) },
    { name: 'recovery at boot', measure: () => measureBootRecovery(clock) },
  ];

  const rows: Row[] = [];
  const failures: string[] = [];
  for (const { name, measure } of parts) {
    say(`measuring: ${name}`);
    try {
      rows.push(...(await measure()));
    } catch (error) {
      failures.push(
        `${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  const loadAfter = loadNow();
  const results = rows.map((row) => ({ ...row, ratio: ratioOf(row), verdict: verdictOf(row) }));
  await mkdir(outDir, { recursive: true });
  const file = join(outDir, 'bench.json');
  await writeFile(file, `${JSON.stringify({ machine, loadAfter, rows: results, failures }, null, 2)}\n`);
  process.stdout.write(`\n${formatTable(rows)}\n\n${describeMachine(machine, loadAfter)}\n${file}\n`);
  for (const failure of failures) say(failure);
  return failures.length === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stderr.write(`[bench] ${line}\n`);
}
