import { type Row, ratioOf, type Target, type Unit, verdictOf } from './row.ts';
import type { Summary } from './statistics.ts';

const HEAD = ['what', 'median', 'min … max', 'n', 'compared with', 'ratio', 'target', 'verdict'];

/** The rows as plain text, columns aligned: words to the left, numbers to the right. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) => line.map((cell, column) => aligned(cell, column, widths)).join('  '));
  const [head = '', ...rest] = lines.map((line) => line.trimEnd());
  return [head, '─'.repeat(Math.max(...lines.map(({ length }) => length))), ...rest].join('\n');
}

const NUMBERS = new Set([1, 2, 3, 5, 6]);

function aligned(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return NUMBERS.has(column) ? cell.padStart(width) : cell.padEnd(width);
}

function cellsOf(row: Row): readonly string[] {
  const { what, unit, result, comparedWith, target } = row;
  const ratio = ratioOf(row);
  return [
    what,
    withUnit(result.median, unit),
    result.count === 1 ? '' : `${rounded(result.min)} … ${rounded(result.max)}`,
    String(result.count),
    comparedWith === undefined ? '' : `${comparedWith.what}: ${spread(comparedWith.result, unit)}`,
    ratio === null ? '' : rounded(ratio),
    target === undefined ? '' : wanted(target, unit),
    verdictOf(row) ?? '',
  ];
}

function spread({ count, median, min, max }: Summary, unit: Unit): string {
  const middle = withUnit(median, unit);
  return count === 1 ? middle : `${middle} (${rounded(min)} … ${rounded(max)})`;
}

function wanted({ of, max }: Target, unit: Unit): string {
  return of === 'ratio' ? `≤ ${max}` : `≤ ${withUnit(max, unit)}`;
}

function withUnit(value: number, unit: Unit): string {
  return `${rounded(value)} ${unit}`;
}

/** Two or three significant digits, and all of them before the point. */
function rounded(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.1) return value.toPrecision(2);
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}
