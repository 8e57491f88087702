/** Several measurements of the same thing. On a shared machine the median is what to compare, the rest says how far to trust it. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** @throws RangeError for no samples: nothing was measured, which is not the same as zero */
export function summarise(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = (share: number) => at(sorted, Math.ceil(share * sorted.length) - 1);
  return {
    count: sorted.length,
    min: rank(0),
    median: (at(sorted, Math.floor((sorted.length - 1) / 2)) + at(sorted, Math.floor(sorted.length / 2))) / 2,
    p95: rank(0.95),
    p99: rank(0.99),
    max: rank(1),
  };
}

/** For what was measured once. */
export function single(value: number): Summary {
  return summarise([value]);
}

function at(sorted: readonly number[], index: number): number {
  const value = sorted[Math.max(0, index)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}
