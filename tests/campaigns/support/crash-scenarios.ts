import type { OrderState } from '../../../main/ledger/port.ts';
import type { CrashLife } from './crash-life.ts';
import type { WalletName } from './crash-wallets.ts';
import type { CrashWorld } from './crash-world.ts';

/** One story of a resident at the terminal. The crashes are added by the campaign. */
export interface Scenario {
  readonly name: string;
  /** Default WeChat Pay. */
  readonly wallet?: WalletName;
  /** Where the order ends when nothing dies. */
  readonly ends: OrderState;
  /** What is wrong with the world from the beginning. */
  readonly arrange?: (world: CrashWorld) => Promise<unknown>;
  /** The resident sees the code. Called once. `terminal` is the process that is alive when something is done to it. */
  readonly onCode: (world: CrashWorld, id: string, terminal: () => CrashLife | null) => void;
}

const SECOND = 1_000;

function pays(world: CrashWorld, id: string): void {
  // An unpayable code (closed in the meantime) is the wallet's answer, not a mistake of the story.
  world.clock.after(5 * SECOND, () => void world.track(world.pullWallet('scan-pay', { outTradeNo: id })));
}

function leaves(world: CrashWorld, id: string, terminal: () => CrashLife | null): void {
  world.clock.after(5 * SECOND, () => terminal()?.ledger.cancel(id));
}

/** The resident scans, and then does nothing: a trade begins at Alipay. */
function scans(world: CrashWorld, id: string): void {
  world.clock.after(3 * SECOND, () => void world.track(world.pull('alipay-scan', { outTradeNo: id })));
}

function fault(
  lever: 'wallet-fault' | 'alipay-fault' | 'agency-fault',
  op: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  return (world: CrashWorld) => world.pull(lever, { op, phase: 'after-commit', kind: 'drop', ...more });
}

/** Numbers in brackets: the issue's scenarios; the others are of the payment notes' list. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'the happy path; paid and killed before booking (4)', ends: 'BOOKED', onCode: pays },
  {
    name: 'the resident cancels as the payment lands (3)',
    ends: 'BOOKED',
    arrange: (world) => world.pull('wallet-pay-late'),
    onCode: leaves,
  },
  {
    name: 'the booking answer is lost (5)',
    ends: 'BOOKED',
    arrange: fault('agency-fault', 'book'),
    onCode: pays,
  },
  {
    name: 'the booking is refused, the money goes back (6)',
    ends: 'REFUNDED',
    arrange: (world) => world.pull('agency-booking', { next: 'rejected', code: 'ALREADY_PAID' }),
    onCode: pays,
  },
  {
    name: 'the resident leaves unpaid, the close answer is lost',
    ends: 'CLOSED',
    arrange: fault('wallet-fault', 'close'),
    onCode: leaves,
  },
  {
    name: 'the prepay answer is lost',
    ends: 'BOOKED',
    arrange: fault('wallet-fault', 'prepay'),
    onCode: pays,
  },
  {
    name: 'paid while every question is lost, then cancelled',
    ends: 'BOOKED',
    onCode: (world, id, terminal) => {
      void world.track(fault('wallet-fault', 'query', { count: 12 })(world));
      pays(world, id);
      world.clock.after(20 * SECOND, () => terminal()?.ledger.cancel(id));
    },
  },
  {
    name: 'the booking stays pending for an hour',
    ends: 'BOOKED',
    arrange: (world) => world.pull('agency-booking', { next: 'pending' }),
    onCode: (world, id) => {
      pays(world, id);
      world.clock.after(3_600 * SECOND, () => {
        void world.track(world.pull('agency-settle-pending', { result: 'booked' }));
      });
    },
  },
  {
    name: 'refused, and the refund answer is lost',
    ends: 'REFUNDED',
    arrange: async (world) => {
      await world.pull('agency-booking', { next: 'rejected', code: 'PERIOD_CLOSED' });
      await fault('wallet-fault', 'refund')(world);
    },
    onCode: pays,
  },
  {
    name: 'refused, and the wallet cannot refund',
    ends: 'REFUND_STUCK',
    arrange: async (world) => {
      await world.pull('agency-booking', { next: 'rejected', code: 'PERIOD_CLOSED' });
      await world.pull('wallet-refund-result', { result: 'ABNORMAL' });
    },
    onCode: pays,
  },
  {
    name: 'Alipay: the happy path; paid and killed before booking (4)',
    wallet: 'alipay',
    ends: 'BOOKED',
    onCode: pays,
  },
  {
    name: 'Alipay: the prepay answer is lost',
    wallet: 'alipay',
    ends: 'BOOKED',
    arrange: fault('alipay-fault', 'prepay'),
    onCode: pays,
  },
  {
    name: 'Alipay: paid while every question is lost, then cancelled (4, 23)',
    wallet: 'alipay',
    ends: 'BOOKED',
    onCode: (world, id, terminal) => {
      void world.track(fault('alipay-fault', 'query', { count: 12 })(world));
      pays(world, id);
      world.clock.after(20 * SECOND, () => terminal()?.ledger.cancel(id));
    },
  },
  {
    name: 'Alipay: the resident leaves, and somebody pays the photographed code minutes later (13)',
    wallet: 'alipay',
    ends: 'BOOKED',
    onCode: (world, id, terminal) => {
      leaves(world, id, terminal);
      world.clock.after(
        299 * SECOND,
        () => void world.track(world.pull('alipay-scan-pay', { outTradeNo: id })),
      );
    },
  },
  {
    name: 'Alipay: nobody ever scans (17)',
    wallet: 'alipay',
    ends: 'CLOSED',
    onCode: leaves,
  },
  {
    name: 'Alipay: scanned, not paid, and the close answer is lost (34)',
    wallet: 'alipay',
    ends: 'CLOSED',
    arrange: fault('alipay-fault', 'close'),
    onCode: (world, id, terminal) => {
      scans(world, id);
      leaves(world, id, terminal);
    },
  },
  {
    name: 'Alipay: scanned, and the resident cancels as the payment lands (10)',
    wallet: 'alipay',
    ends: 'BOOKED',
    arrange: (world) => world.pull('alipay-pay-late'),
    onCode: (world, id, terminal) => {
      scans(world, id);
      leaves(world, id, terminal);
    },
  },
  {
    name: 'Alipay: refused by the agency, the refund answer is lost, and the money is slow (24)',
    wallet: 'alipay',
    ends: 'REFUNDED',
    arrange: async (world) => {
      await world.pull('agency-booking', { next: 'rejected', code: 'PERIOD_CLOSED' });
      await world.pull('alipay-refund-result', { result: 'SLOW' });
      await fault('alipay-fault', 'refund')(world);
    },
    onCode: pays,
  },
  {
    name: 'Alipay: refused by the agency, and too late to be refunded (25)',
    wallet: 'alipay',
    ends: 'REFUND_STUCK',
    arrange: async (world) => {
      await world.pull('agency-booking', { next: 'rejected', code: 'PERIOD_CLOSED' });
      await world.pull('alipay-refund-result', { result: 'FINISHED' });
    },
    onCode: pays,
  },
];
