import type { BillView } from '../../../main/contract/snapshot.ts';

type Tier = BillView['tiers'][number];

/** What fits beside 更多 in one row at 20 mm and more a key. */
const BESIDE_MORE = 3;

/** All tiers where they fit in one row, else the neighbours of the one that is chosen, or was last year. */
export function fewTiers({ tiers, tierId, lastTierId }: BillView): readonly Tier[] {
  if (tiers.length <= BESIDE_MORE + 1) return tiers;
  const focus = tiers.findIndex((tier) => tier.tierId === (tierId ?? lastTierId));
  const start = Math.min(Math.max(0, focus - 1), tiers.length - BESIDE_MORE);
  return tiers.slice(start, start + BESIDE_MORE);
}

/** In the chooser. */
const PER_ROW = 3;

/** Rows stay whole when the chooser breaks into pages. */
export function rowsOf(tiers: readonly Tier[]): readonly (readonly Tier[])[] {
  return Array.from({ length: Math.ceil(tiers.length / PER_ROW) }, (_, row) =>
    tiers.slice(row * PER_ROW, (row + 1) * PER_ROW),
  );
}
