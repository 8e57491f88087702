import { CALM, type Outcome, type Plan, play } from './crash-campaign.ts';
import { drawn, everyCrash, everyFault, type Size } from './crash-plans.ts';
import { Luck } from './crash-random.ts';
import { SCENARIOS } from './crash-scenarios.ts';
import { type Scenario, tellings } from './crash-story.ts';
import { randomWalk } from './crash-walks.ts';
import { WALLETS, type WalletName } from './crash-wallets.ts';

/** Of the runs that are drawn, this share are walks; the others crash a known story and disturb one of its calls. */
const WALKS = 0.25;
/** A story of many calls takes longer, and says no more, than one of few: it is drawn more seldom. */
const CALLS_WITHOUT_WEIGHT = 10;

export interface LongCampaign {
  readonly runs: number;
  readonly seed: number;
  /** Number of the first run, from 0: to go on where somebody has stopped. */
  readonly from: number;
  /** This process plays every `of`-th run, from the `shard`-th (from 0) on. */
  readonly shard: number;
  readonly of: number;
  /** Plays this one run only: to look at a failure again. */
  readonly only: number | null;
}

export interface Report {
  readonly runs: number;
  readonly crashes: number;
  /** Different crash points: story and write, each before, after and within. */
  readonly crashPoints: number;
  /** Different pairs of a call and its fault. */
  readonly faults: number;
  readonly failures: number;
}

interface Telling {
  readonly name: string;
  readonly scenario: Scenario;
  readonly wallet: WalletName;
}

interface Sized extends Telling {
  readonly size: Size;
}

interface Run extends Telling {
  readonly plan: Plan;
}

/**
 * Every crash point of every story, every fault at every call, and then, as long as there are runs left, both together
 * as luck will have it, and walks that no story tells. Which run is which follows from the seed and its number alone.
 */
export async function longCampaign(options: LongCampaign, say: (line: string) => void): Promise<Report> {
  const { runs, seed, from, shard, of, only } = options;
  const sized = await measured();
  const listed = shuffled(singles(sized), new Luck(seed));
  const run = (index: number): Run =>
    listed[index] ?? drawnRun(sized, new Luck(seed ^ (index * 2_654_435_761)));
  const points = new Set<string>();
  const faults = new Set<string>();
  let played = 0;
  let crashes = 0;
  let failures = 0;
  const first = only ?? from + shard;
  const end = only === null ? runs : only + 1;
  for (let index = first; index < end; index += of) {
    const { name, scenario, wallet, plan } = run(index);
    const outcome = await playedOrBroken(scenario, wallet, plan);
    played += 1;
    crashes += outcome.crashes;
    for (const point of plan.crashes.slice(0, outcome.crashes)) {
      points.add(`${name} ${point.write} ${point.moment}`);
    }
    if (plan.fault !== null) faults.add(`${name} ${JSON.stringify(plan.fault)}`);
    if (outcome.violations.length > 0) {
      failures += 1;
      say(`seed ${seed} run ${index}: ${name} ${JSON.stringify(plan)}: ${outcome.violations.join('; ')}`);
    }
    if (only !== null) say(`${name} ${JSON.stringify(plan)} ends ${outcome.ends.join(', ')}`);
    if (played % 1_000 === 0) say(`${played} runs, ${crashes} crashes, ${failures} with violations`);
  }
  return { runs: played, crashes, crashPoints: points.size, faults: faults.size, failures };
}

/** An error of the campaign itself must not hide which run it was. */
async function playedOrBroken(
  scenario: Scenario,
  wallet: WalletName,
  plan: Plan,
): Promise<Pick<Outcome, 'ends' | 'crashes' | 'violations'>> {
  const thrown: unknown[] = [];
  const note = (error: unknown): void => void thrown.push(error);
  process.on('unhandledRejection', note);
  try {
    const outcome = await play(scenario, wallet, plan);
    return { ...outcome, violations: [...outcome.violations, ...thrown.map(brokenBy)] };
  } catch (error) {
    return { ends: [], crashes: 0, violations: [brokenBy(error)] };
  } finally {
    process.off('unhandledRejection', note);
  }
}

function brokenBy(error: unknown): string {
  return `it broke: ${String(error)}`;
}

async function measured(): Promise<readonly Sized[]> {
  const sized: Sized[] = [];
  for (const [name, scenario, wallet] of tellings(SCENARIOS, WALLETS)) {
    sized.push({ name, scenario, wallet, size: await play(scenario, wallet, CALM) });
  }
  return sized;
}

function singles(sized: readonly Sized[]): Run[] {
  return sized.flatMap(({ size, ...telling }) =>
    [CALM, ...everyCrash(size), ...everyFault(size)].map((plan) => ({ ...telling, plan })),
  );
}

function drawnRun(sized: readonly Sized[], luck: Luck): Run {
  if (luck.chance(WALKS)) {
    const walk = randomWalk(luck, WALLETS);
    return { name: `a walk (${walk.wallet})`, ...walk };
  }
  const { size, ...telling } = weighted(sized, luck);
  return { ...telling, plan: drawn(size, luck) };
}

function weighted(sized: readonly Sized[], luck: Luck): Sized {
  const weight = ({ size }: Sized): number => 1 / (CALLS_WITHOUT_WEIGHT + size.calls.length);
  let left = luck.share() * sized.reduce((sum, each) => sum + weight(each), 0);
  for (const each of sized) {
    left -= weight(each);
    if (left <= 0) return each;
  }
  return luck.oneOf(sized);
}

function shuffled<T>(things: T[], luck: Luck): readonly T[] {
  for (let at = things.length - 1; at > 0; at--) {
    const other = luck.whole(at + 1);
    [things[at], things[other]] = [things[other] as T, things[at] as T];
  }
  return things;
}
