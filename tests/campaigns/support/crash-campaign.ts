import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderState, OrderView } from '../../../main/ledger/port.ts';
import { violations } from './crash-invariants.ts';
import { CrashLife, type CrashPoint } from './crash-life.ts';
import type { Scenario } from './crash-scenarios.ts';
import { CrashWorld } from './crash-world.ts';
import { expectOk } from './expect-ok.ts';

/** One history: where the process dies, how long the terminal is dark, and whether the next process dies as well. */
export interface Plan {
  readonly crash: CrashPoint | null;
  readonly darkMs: number;
  readonly second: CrashPoint | null;
}

export interface Outcome {
  readonly plan: Plan;
  /** States of the orders that the wallet knows. */
  readonly ends: readonly (OrderState | null)[];
  readonly crashes: number;
  readonly violations: readonly string[];
}

const DAY = 24 * 3_600_000;

/** Plays one scenario to its end under one plan, in a world of its own, and looks at what is left. */
export async function play(scenario: Scenario, plan: Plan): Promise<Outcome> {
  const world = await CrashWorld.create(scenario.wallet ?? 'wechat');
  const lives: CrashLife[] = [];
  let alive: CrashLife | null = null;
  let hasSeenCode = false;
  const resident = (view: OrderView): void => {
    if (view.codeUrl !== null && !hasSeenCode) {
      hasSeenCode = true;
      scenario.onCode(world, view.id, () => alive);
    }
    if (view.state === 'BOOKED' && view.prints.length === 0 && alive !== null) {
      void world.track(printSlip(alive, view.id));
    }
  };
  const begin = async (disk: string, crash: CrashPoint | null): Promise<CrashLife> => {
    const life = await CrashLife.begin(world, disk, crash, resident);
    lives.push(life);
    alive = life;
    return life;
  };
  try {
    await scenario.arrange?.(world);
    const disk = join(world.folder, 'disk');
    mkdirSync(disk);
    let life = await begin(disk, plan.crash);
    life.ledger.start();
    await world.track(sell(world, life));
    let crashes = 0;
    for (const next of [plan.second, null]) {
      await world.run(3 * DAY, () => life.dead);
      if (!life.dead) break;
      crashes += 1;
      alive = null;
      await world.run(plan.darkMs);
      life = await begin(life.disk, next);
      life.ledger.start();
    }
    // The last life has had no three days yet when the one before it died late.
    await world.run(3 * DAY);
    const ends = world.wallet
      .inspect()
      .trades.map(({ outTradeNo }) => life.ledger.order(outTradeNo)?.state ?? null);
    return { plan, crashes, ends, violations: violations(world, life) };
  } finally {
    for (const life of lives) await life.end();
    await world.close();
  }
}

export interface Tally {
  readonly scenario: string;
  /** Journal writes of an undisturbed run: each is a crash point, before and after. */
  readonly crashPoints: number;
  readonly outcomes: readonly Outcome[];
}

/**
 * Every crash point of a scenario: before and after each write of the first process, with the terminal dark for nothing
 * and for 30 s (long enough to pay meanwhile); and dying once more at the first write of the process after it.
 */
export async function campaign(
  scenario: Scenario,
  until: (outcome: Outcome) => boolean = () => false,
): Promise<Tally> {
  const outcomes: Outcome[] = [await play(scenario, { crash: null, darkMs: 0, second: null })];
  let write = 1;
  for (; ; write++) {
    for (const plan of plansAt(write)) {
      const outcome = await play(scenario, plan);
      // The story was over before the crash point came: so are the crash points.
      if (outcome.crashes === 0) return { scenario: scenario.name, crashPoints: (write - 1) * 2, outcomes };
      outcomes.push(outcome);
      if (until(outcome)) return { scenario: scenario.name, crashPoints: write * 2, outcomes };
    }
  }
}

function plansAt(write: number): readonly Plan[] {
  const before = { write, moment: 'before' } as const;
  const after = { write, moment: 'after' } as const;
  const again = { write: 1, moment: 'after' } as const;
  return [
    { crash: before, darkMs: 0, second: null },
    { crash: after, darkMs: 0, second: null },
    { crash: before, darkMs: 30_000, second: null },
    { crash: after, darkMs: 30_000, second: null },
    { crash: after, darkMs: 30_000, second: again },
  ];
}

async function sell(world: CrashWorld, life: CrashLife): Promise<void> {
  const { person } = world;
  const [bill] = person.bills;
  if (bill?.amountFen === undefined) throw new Error('nothing to pay');
  const quoted = await life.agency.quote({
    payerId: person.insuredId,
    lines: [{ insuredId: person.insuredId, billId: bill.billId }],
  });
  if (quoted.kind !== 'ok') throw new Error(`no quote: ${quoted.kind}`);
  const { quoteId, validUntil, amountFen } = quoted.value;
  const { billId, insurance, item, period } = bill;
  expectOk(
    await life.ledger.open({
      channel: world.wallet.name,
      insuredId: person.insuredId,
      payer: { name: '演*一', idNumber: '440***********0016' },
      quoteId,
      quoteValidUntil: validUntil,
      amountFen,
      lines: [{ billId, insurance, item, period, amountFen }],
    }),
  );
}

async function printSlip(life: CrashLife, id: string): Promise<void> {
  const intent = await life.ledger.beginPrint(id, 'booked');
  // A dead printer's answer is nobody's business.
  if (intent.ok && !life.dead)
    await life.ledger.endPrint(intent.value.jobId, { state: 'PRINTED', evidence: 'A' });
}
