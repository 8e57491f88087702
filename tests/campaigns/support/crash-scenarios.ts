import { agencyStories } from './crash-stories-agency.ts';
import { terminalStories } from './crash-stories-terminal.ts';
import { walletStories } from './crash-stories-wallet.ts';
import type { Scenario } from './crash-story.ts';

/** Every row of the list of failure scenarios that a terminal with its servers can be taken through. */
export const SCENARIOS: readonly Scenario[] = [...walletStories, ...agencyStories, ...terminalStories].sort(
  (a, b) => a.row - b.row,
);

/** The other rows, and why they are not here. */
export const NOT_PLAYED: Readonly<Record<number, string>> = {
  27: 'journal lost: the terminal has nothing left to act on; wallet bill and agency decide at the back office',
  29: 'terminal retired with open orders: its journal is taken over by the back office',
  30: 'wallet bill late, missing or spoiled: tested with the reconciliation that reads it',
};

export const LAST_ROW = 37;
