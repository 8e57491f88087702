import type { OrderState, OrderView } from '../../../main/ledger/port.ts';
import type { Stage } from './crash-stage.ts';
import type { WalletName } from './crash-wallets.ts';

/** One story of a resident at the terminal. The crashes and faults are added by the campaign. */
export interface Scenario {
  /** Number in the list of failure scenarios; see docs/money.md. */
  readonly row: number;
  readonly name: string;
  /** Default: all. */
  readonly wallets?: readonly WalletName[];
  /** Takes part besides the story's own wallet. */
  readonly other?: WalletName;
  /** How long a screen shows a code. Default 300. */
  readonly codeSeconds?: number;
  /** RFC 3339. */
  readonly startAt?: string;
  /** Where the orders end when nothing else goes wrong, oldest first. */
  readonly ends: Ends;
  /** Where one wallet's own ways lead elsewhere. */
  readonly endsAt?: Readonly<Partial<Record<WalletName, Ends>>>;
  /** What is wrong with the world from the beginning. */
  readonly arrange?: (stage: Stage) => unknown;
  /** The order is on disk; no code yet. Called once. */
  readonly onOpen?: (stage: Stage, view: OrderView) => void;
  /** The resident sees a code: called once for each order, `nth` from 1. */
  readonly onCode: (stage: Stage, view: OrderView, nth: number) => void;
}

type Ends = readonly OrderState[];

export function endsOf({ ends, endsAt }: Scenario, wallet: WalletName): Ends {
  return endsAt?.[wallet] ?? ends;
}

/** The story over each of its wallets. */
export function tellings(
  scenarios: readonly Scenario[],
  wallets: readonly WalletName[],
): readonly (readonly [string, Scenario, WalletName])[] {
  return scenarios.flatMap((scenario) =>
    wallets
      .filter((wallet) => scenario.wallets?.includes(wallet) ?? true)
      .map((wallet) => [`${scenario.row}. ${scenario.name} (${wallet})`, scenario, wallet] as const),
  );
}

/** What the stories are made of. Seconds after the code was shown. */

export function pays(seconds: number): Scenario['onCode'] {
  return (stage, view) => stage.pays(view, seconds);
}

export function leaves(seconds: number): Scenario['onCode'] {
  return (stage, view) => stage.leaves(view, seconds);
}

export function all(...parts: readonly Scenario['onCode'][]): Scenario['onCode'] {
  return (stage, view, nth) => {
    for (const part of parts) part(stage, view, nth);
  };
}

export const stays: Scenario['onCode'] = () => undefined;

type Arrange = NonNullable<Scenario['arrange']>;

/** A fault of the story's wallet; unless told otherwise, the answer to one call is lost after it has had its effect. */
export function walletFault(op: string, more: Readonly<Record<string, unknown>> = {}): Arrange {
  return (stage) => stage.pull('fault', { op, phase: 'after-commit', kind: 'drop', ...more });
}

export function agencyFault(op: string, more: Readonly<Record<string, unknown>> = {}): Arrange {
  return (stage) => stage.world.pull('agency-fault', { op, phase: 'after-commit', kind: 'drop', ...more });
}

export function agencySays(next: 'pending' | 'rejected', code?: string): Arrange {
  return (stage) => stage.world.pull('agency-booking', { next, ...(code === undefined ? {} : { code }) });
}

export function inTurn(...parts: readonly Arrange[]): Arrange {
  return async (stage) => {
    for (const part of parts) await part(stage);
  };
}

/** Off the network from one second to another. */
export function outage(
  lever: 'wallets' | 'agency',
  fromSeconds: number,
  toSeconds: number,
): Scenario['onCode'] {
  return (stage) => {
    const set = async (state: 'down' | 'up'): Promise<void> => {
      if (lever === 'agency') await stage.world.pull('agency-network', { state });
      else
        for (const { device } of stage.world.wallets) await stage.world.pull(`${device}-network`, { state });
    };
    stage.after(fromSeconds, () => set('down'));
    stage.after(toSeconds, () => set('up'));
  };
}
