import type { OrderView } from '../../../main/ledger/port.ts';
import type { Plan } from './crash-campaign.ts';
import { faultsAt, LIES } from './crash-disturbance.ts';
import type { Luck } from './crash-random.ts';
import type { Stage } from './crash-stage.ts';
import { outage, type Scenario } from './crash-story.ts';
import type { WalletName } from './crash-wallets.ts';

/** A story that nobody has thought of: the resident, the servers, the disk, the clock and the power do as luck will have it. */
export interface Walk {
  readonly scenario: Scenario;
  readonly wallet: WalletName;
  readonly plan: Plan;
}

const HOUR = 3_600;
const WALLET_OPS = ['prepay', 'query', 'close', 'refund', 'queryRefund'] as const;
const AGENCY_OPS = ['book', 'query-booking'] as const;
const REJECTIONS = ['ALREADY_PAID', 'PERIOD_CLOSED', 'SOMETHING_NEW'] as const;
const MOMENTS = ['before', 'after', 'torn'] as const;

export function randomWalk(luck: Luck, wallets: readonly WalletName[]): Walk {
  const wallet = luck.oneOf(wallets);
  const others = wallets.filter((name) => name !== wallet);
  const other = luck.chance(0.3) && others.length > 0 ? luck.oneOf(others) : undefined;
  const troubles = times(luck.whole(5), () => trouble(luck));
  const events = times(2 + luck.whole(4), () => event(luck, other));
  return {
    wallet,
    scenario: {
      row: 0,
      name: 'a walk',
      ends: [],
      ...(other === undefined ? {} : { other }),
      arrange: async (stage) => {
        for (const happen of troubles) await happen(stage);
      },
      onCode: (stage, view, nth) => {
        for (const happen of events) happen(stage, view, nth);
      },
    },
    plan: {
      crashes: times(luck.whole(4), () => ({
        write: 1 + luck.whole(12),
        moment: luck.oneOf(MOMENTS),
      })),
      darkMs: luck.oneOf([0, 5_000, 60_000, HOUR * 1_000]),
      fault: null,
    },
  };
}

type Trouble = (stage: Stage) => Promise<unknown>;

function trouble(luck: Luck): Trouble {
  const count = 1 + luck.whole(6);
  if (luck.chance(0.5)) {
    const op = luck.oneOf(WALLET_OPS);
    const { phase, kind } = luck.oneOf(faultsAt(1, 'wallet').filter((each) => !LIES.has(each.kind)));
    return (stage) => stage.pull('fault', { op, phase, kind, count });
  }
  if (luck.chance(0.5)) {
    const op = luck.oneOf(AGENCY_OPS);
    const { phase, kind } = luck.oneOf(faultsAt(1, 'agency'));
    return (stage) => stage.world.pull('agency-fault', { op, phase, kind, count });
  }
  if (luck.chance(0.5)) return (stage) => stage.pull('pay-late');
  if (luck.chance(0.5)) {
    const code = luck.oneOf(REJECTIONS);
    return (stage) => stage.world.pull('agency-booking', { next: 'rejected', code });
  }
  return async (stage) => {
    await stage.world.pull('agency-booking', { next: 'pending' });
    // Sooner or later every case is decided.
    for (let hours = 1; hours < 90; hours += 6) {
      stage.after(hours * HOUR, () => stage.world.pull('agency-settle-pending', { result: 'booked' }));
    }
  };
}

type Event = (stage: Stage, view: OrderView, nth: number) => void;

function event(luck: Luck, other: WalletName | undefined): Event {
  const seconds = luck.oneOf([luck.whole(10), luck.whole(60), luck.whole(400)]);
  const lasts = luck.oneOf([5, 60, 600, 2 * HOUR]);
  return luck.oneOf<Event>([
    (stage, view) => stage.pays(view, seconds),
    (stage, view) => stage.pays(view, seconds + luck.share()),
    (stage, view) => stage.leaves(view, seconds),
    (stage, view) => stage.leaves(view, luck.whole(20)),
    (stage, view) => stage.scans(view, seconds),
    (stage, view) => stage.after(seconds, () => stage.terminal?.ledger.askNow(view.id)),
    outage('wallets', seconds, seconds + lasts),
    outage('agency', seconds, seconds + lasts),
    (stage) => stage.after(seconds, () => stage.isPaidElsewhere()),
    (stage) => diskFails(stage, seconds, lasts),
    (stage) => clockGoesWrong(stage, seconds, lasts, luck),
    (stage, view, nth) => {
      if (nth > 1) return;
      stage.leaves(view, seconds);
      stage.after(seconds, () => stage.sellsWhenFree(other ?? stage.wallet.name));
    },
  ]);
}

function diskFails(stage: Stage, from: number, lasts: number): void {
  const set = (full: boolean) => () => {
    stage.world.isDiskFull = full;
  };
  stage.after(from, set(true));
  stage.after(from + lasts, set(false));
}

function clockGoesWrong(stage: Stage, from: number, lasts: number, luck: Luck): void {
  const byMs = luck.oneOf([-600_000, -120_000, 120_000, 600_000]);
  const set = (ms: number) => () => {
    stage.world.clockErrorMs = ms;
  };
  stage.after(from, set(byMs));
  stage.after(from + lasts, set(0));
}

function times<T>(count: number, make: () => T): readonly T[] {
  return Array.from({ length: count }, make);
}
