import { join } from 'node:path';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import { openLedger } from '../../../main/ledger/ledger.ts';
import { JOURNAL_FILE } from './crash-life.ts';
import type { Stage } from './crash-stage.ts';
import { all, leaves, pays, type Scenario } from './crash-story.ts';

/** What happens to the terminal itself: its power, disk, clock, printer. */
export const terminalStories: readonly Scenario[] = [
  { row: 4, name: 'paid, and killed before it is booked', ends: ['BOOKED'], onCode: pays(5) },
  { row: 5, name: 'paid between two polls', ends: ['BOOKED'], onCode: pays(2.5) },
  {
    row: 9,
    name: 'booked, and the printer is out of paper',
    ends: ['BOOKED'],
    arrange: ({ world }) => {
      world.isPrinterOut = true;
    },
    onCode: pays(5),
  },
  {
    row: 21,
    name: 'the clock is six minutes fast for an hour, and nothing new is sold meanwhile',
    // Alipay's code is not even shown: its end is told by this clock alone.
    ends: ['BOOKED'],
    endsAt: { alipay: ['NEVER_CREATED'] },
    arrange: ({ world }) => wrongClock(world, 6 * 60_000),
    onCode: all(pays(5), sellsNothing('CLOCK_OFF')),
  },
  {
    row: 21,
    name: 'the clock goes six minutes wrong while the code is shown',
    ends: ['BOOKED'],
    onCode: (stage, view) => {
      stage.after(3, () => wrongClock(stage.world, -6 * 60_000));
      stage.pays(view, 5);
    },
  },
  {
    row: 26,
    name: 'the disk is full for two minutes while somebody pays',
    ends: ['BOOKED'],
    onCode: all((stage) => diskFull(stage, 1, 120), pays(5), sellsNothing('JOURNAL')),
  },
  {
    row: 26,
    name: 'the disk is full as the resident leaves',
    ends: ['CLOSED'],
    onCode: all(
      (stage) => diskFull(stage, 1, 60),
      (stage, view) => stage.scans(view, 2),
      leaves(5),
    ),
  },
  {
    row: 28,
    name: 'a second program wants the same journal',
    ends: ['BOOKED'],
    onCode: all((stage) => stage.after(3, () => secondInstance(stage)), pays(5)),
  },
  { row: 37, name: 'no network but this machine', ends: ['BOOKED'], onCode: pays(10) },
];

const HOUR_MS = 3_600_000;

function wrongClock(world: Stage['world'], byMs: number): void {
  world.clockErrorMs = byMs;
  world.later(HOUR_MS, () => {
    world.clockErrorMs = 0;
  });
}

function diskFull(stage: Stage, from: number, to: number): void {
  const set = (full: boolean) => () => {
    stage.world.isDiskFull = full;
  };
  stage.after(from, set(true));
  stage.after(to, set(false));
}

/** Somebody else steps up in the meantime; the order that is open is not theirs. */
function sellsNothing(why: string): Scenario['onCode'] {
  return (stage) => {
    stage.after(10, async () => {
      const sold = await stage.sell(stage.wallet.name);
      if (sold !== null) stage.world.refusals.push(sold.ok ? 'SOLD' : sold.error);
    });
    stage.world.mayRefuse = ['BILL_LOCKED', why];
  };
}

async function secondInstance({ world, wallet, terminal }: Stage): Promise<void> {
  if (terminal === null) return;
  const second = await openLedger({
    file: join(terminal.disk, JOURNAL_FILE),
    clock: new VirtualClock(),
    log: { event: () => undefined },
    channels: {},
    agency: terminal.agency,
    terminal: { id: 'K0001' },
    timeouts: { qrSeconds: 300 },
  });
  if (second.ok) await second.value.stop();
  world.refusals.push(second.ok ? `${wallet.name} opened twice` : second.error.code);
  world.mayRefuse = ['IN_USE'];
}
