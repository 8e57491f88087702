import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderState, OrderView } from '../../../main/ledger/port.ts';
import type { Disturbance } from './crash-disturbance.ts';
import { violations } from './crash-invariants.ts';
import { CrashLife, type CrashPoint } from './crash-life.ts';
import { Stage } from './crash-stage.ts';
import type { Scenario } from './crash-story.ts';
import type { WalletName } from './crash-wallets.ts';
import { type CallRecord, CrashWorld } from './crash-world.ts';

/** One history: where each process dies in turn, how long the terminal is dark after it, and one fault of a server. */
export interface Plan {
  readonly crashes: readonly CrashPoint[];
  readonly darkMs: number;
  readonly fault: Disturbance | null;
}

export const CALM: Plan = { crashes: [], darkMs: 0, fault: null };

export interface Outcome {
  readonly plan: Plan;
  /** States of the orders, oldest first. */
  readonly ends: readonly OrderState[];
  readonly crashes: number;
  /** Journal writes of the first process. */
  readonly writes: number;
  readonly calls: readonly CallRecord[];
  readonly violations: readonly string[];
}

/** Longer than any patience that the terminal has. */
const LONG_MS = 4 * 24 * 3_600_000;

/** Plays one scenario to its end under one plan, in a world of its own, and looks at what is left. */
export async function play(scenario: Scenario, wallet: WalletName, plan: Plan): Promise<Outcome> {
  const { other, startAt, codeSeconds } = scenario;
  const world = await CrashWorld.create({
    wallets: other === undefined ? [wallet] : [wallet, other],
    disturbance: plan.fault,
    ...(startAt === undefined ? {} : { startAt }),
    ...(codeSeconds === undefined ? {} : { codeSeconds }),
  });
  const stage = new Stage(world, world.wallet(wallet));
  const lives: CrashLife[] = [];
  let codes = 0;
  let opened = false;
  const see = (view: OrderView): void => {
    if (!opened) {
      opened = true;
      scenario.onOpen?.(stage, view);
    }
    if (stage.isNewCode(view)) scenario.onCode(stage, view, ++codes);
    if (view.state === 'BOOKED' && view.prints.length === 0 && stage.terminal !== null) {
      void world.track(printSlip(world, stage.terminal, view.id));
    }
  };
  const begin = async (disk: string, crash: CrashPoint | undefined): Promise<CrashLife> => {
    const life = await CrashLife.begin(world, disk, crash ?? null, see);
    lives.push(life);
    stage.terminal = life;
    life.ledger.start();
    return life;
  };
  try {
    await scenario.arrange?.(stage);
    const disk = join(world.folder, 'disk');
    mkdirSync(disk);
    const [first, ...more] = plan.crashes;
    let life = await begin(disk, first);
    await world.track(stage.sell(wallet));
    let crashes = 0;
    for (const next of [...more, undefined]) {
      await world.run(LONG_MS, () => life.dead);
      if (!life.dead) break;
      crashes += 1;
      stage.terminal = null;
      await world.run(plan.darkMs);
      life = await begin(life.disk, next);
    }
    // The last life has had no days of its own yet when the one before it died late.
    await world.run(LONG_MS);
    if (world.mistakes.length > 0) throw world.mistakes[0];
    const ends = life.ledger.recentOrders().map(({ state }) => state);
    return {
      plan,
      crashes,
      ends: ends.reverse(),
      writes: lives[0]?.writes ?? 0,
      calls: world.calls,
      violations: violations(world, life),
    };
  } finally {
    for (const life of lives) await life.end();
    await world.close();
  }
}

async function printSlip(world: CrashWorld, life: CrashLife, id: string): Promise<void> {
  const intent = await life.ledger.beginPrint(id, 'booked');
  // A dead printer's answer is nobody's business.
  if (!intent.ok || life.dead) return;
  await life.ledger.endPrint(
    intent.value.jobId,
    world.isPrinterOut ? { state: 'FAILED_CLEAN', reason: 'paper-out' } : { state: 'PRINTED', evidence: 'A' },
  );
}
