import type { Summary } from './statistics.ts';

export type Unit = 'ms' | 'µs' | 'MB' | '%' | 'bytes';

/** Compared in medians with something that was measured, or reckoned from what was measured, in the same run. */
export interface Comparison {
  readonly what: string;
  readonly result: Summary;
}

/** The most that is wanted: of the result itself in its unit, or of its ratio to what it is compared with. */
export interface Target {
  readonly of: 'result' | 'ratio';
  readonly max: number;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly unit: Unit;
  readonly result: Summary;
  readonly comparedWith?: Comparison;
  readonly target?: Target;
}

/** null = there is nothing to compare with. */
export function ratioOf({ result, comparedWith }: Row): number | null {
  return comparedWith === undefined ? null : result.median / comparedWith.result.median;
}

/** A target is a wish that stands beside the result: nothing fails because a machine is slow. null = there is none. */
export function verdictOf(row: Row): 'ok' | 'over' | null {
  const { target, result } = row;
  if (target === undefined) return null;
  const value = target.of === 'ratio' ? ratioOf(row) : result.median;
  return value !== null && value <= target.max ? 'ok' : 'over';
}
