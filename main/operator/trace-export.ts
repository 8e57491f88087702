import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { CardTestView } from '../contract/operator-tests.ts';
import { answerWords, errorWords, STEP_WORDS, WARNING_WORDS } from '../contract/technician-words.ts';
import type { Fitting } from '../rig/fittings.ts';

/** What an exported trace says besides the exchanges: the terminal and its reader, nothing of the card's holder. */
export interface TraceHead {
  readonly terminal: string;
  readonly fitting: Fitting;
  /** Start of the read, epoch milliseconds. */
  readonly at: number;
}

/**
 * Writes the trace of a card test as JSON lines and, beside it, as text for people. Neither holds the masked identity
 * that the page shows: a file travels further than a glass.
 *
 * @param folder made when it is not there; for the kiosk's user only
 * @returns the two paths, or why not, for people
 */
export async function exportTrace(
  folder: string,
  head: TraceHead,
  test: CardTestView,
): Promise<Result<[string, string], string>> {
  const name = join(folder, `card-trace-${stamp(head.at)}`);
  const paths: [string, string] = [`${name}.jsonl`, `${name}.txt`];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(paths[0], traceLines(head, test), { mode: 0o600 });
    await writeFile(paths[1], traceText(head, test), { mode: 0o600 });
    return ok(paths);
  } catch (error) {
    return err(error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN');
  }
}

/** One line `{"kind":"head",…}`, one `{"kind":"exchange",…}` each, one `{"kind":"result",…}`. */
export function traceLines({ terminal, fitting, at }: TraceHead, test: CardTestView): string {
  const { model, firmware, exchanges, dropped } = test;
  const lines = [
    { kind: 'head', format: 1, at: new Date(at).toISOString(), terminal, ...fitting, model, firmware },
    ...exchanges.map((exchange, index) => ({ kind: 'exchange', n: index + 1, ...exchange })),
    { kind: 'result', ...impersonal(test.result), dropped },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export function traceText({ terminal, fitting, at }: TraceHead, test: CardTestView): string {
  const { model, firmware, exchanges, dropped } = test;
  return [
    '读卡测试记录（不含卡内数据）',
    `时间    ${new Date(at).toISOString()}`,
    `终端    ${terminal}`,
    `读卡器  ${model} ${firmware}`.trimEnd(),
    `接线    ${fitting.protocol}，${fitting.wire}`,
    '',
    ...exchanges.map(({ step, command, answer, shape, ms }, index) =>
      [
        `${String(index + 1).padStart(3)}  ${STEP_WORDS[step]}`,
        `     > ${command === '' ? '—' : command}`,
        `     < ${[answer, answerWords(answer), shape === '' ? '' : `[${shape}]`].filter(Boolean).join('  ')}`,
        `     ${ms} ms`,
      ].join('\n'),
    ),
    ...(dropped > 0 ? [`另有 ${dropped} 条未记录`] : []),
    '',
    `结果    ${resultText(test.result)}`,
    '',
  ].join('\n');
}

/** What may leave the terminal of a result. */
function impersonal(result: CardTestView['result']) {
  if (result === null) return { ok: false, code: 'NONE', detail: '', ms: 0 };
  if (!result.ok) return result;
  const { outcome, generation, warnings, ms } = result;
  return { ok: true, outcome, generation, warnings, ms };
}

function resultText(result: CardTestView['result']): string {
  if (result === null) return '没有结果';
  if (!result.ok) {
    const { code, detail, ms } = result;
    return [code, errorWords(code), detail, `共 ${ms} ms`].filter(Boolean).join('  ');
  }
  const { outcome, generation, warnings, ms } = result;
  const words = warnings.map((warning) => WARNING_WORDS[warning] ?? warning);
  return [outcome, `第 ${generation} 代卡`, ...words, `共 ${ms} ms`].join('  ');
}

/** `20261124-090000`, Beijing time: sorts by itself and names nobody. */
function stamp(at: number): string {
  const shanghai = new Date(at + 8 * 3_600_000).toISOString();
  return shanghai.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
