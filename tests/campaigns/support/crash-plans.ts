import { CALM, type Outcome, type Plan } from './crash-campaign.ts';
import { faultsAt } from './crash-disturbance.ts';
import type { CrashPoint } from './crash-life.ts';
import type { Luck } from './crash-random.ts';

/** How long a story is when nothing else goes wrong. */
export type Size = Pick<Outcome, 'writes' | 'calls'>;

const DARK_MS = [0, 1_000, 30_000, 600_000, 3 * 3_600_000];
const MOMENTS = ['before', 'after', 'torn'] as const;
/** An order that goes on writing after these repeats itself. */
const FIRST_WRITES = 20;
const FIRST_CALLS = 30;
/** Of a run of equal calls (polling), this many at either end can differ from those in the middle. */
const EDGE = 3;

/**
 * Every crash point: before, after and within each journal write of the first process; with the terminal dark for nothing
 * and for 30 s (long enough to pay meanwhile); and dying once more at the first write of the process after it.
 */
export function everyCrash({ writes }: Size): readonly Plan[] {
  const apart = numbers(writes).filter((write) => write <= FIRST_WRITES || write > writes - EDGE);
  return apart.flatMap((write) => {
    const after = { write, moment: 'after' } as const;
    return [
      ...MOMENTS.map((moment) => ({ ...CALM, crashes: [{ write, moment }] })),
      { ...CALM, crashes: [after], darkMs: 30_000 },
      { ...CALM, crashes: [after, { write: 1, moment: 'after' as const }], darkMs: 30_000 },
    ];
  });
}

/** One for each write, for a campaign that has a minute; with three turns, each write is met in all three ways. */
export function fewCrashes({ writes }: Size, most: number, turn: number): readonly Plan[] {
  return numbers(Math.min(writes, most)).map((write) => {
    const moment = MOMENTS[(write + turn) % MOMENTS.length] ?? 'after';
    return { ...CALM, crashes: [{ write, moment }], darkMs: moment === 'after' ? 30_000 : 0 };
  });
}

/** Every fault at every call; of a long row of calls that repeats itself, at those near its ends. */
export function everyFault({ calls }: Size): readonly Plan[] {
  return calls.flatMap(({ server }, index) =>
    isAmidPolling(calls, index) ? [] : faultsAt(index + 1, server).map((fault) => ({ ...CALM, fault })),
  );
}

/** One to three crashes, and a fault at one of the calls. */
export function drawn({ writes, calls }: Size, luck: Luck): Plan {
  const crash = (among: number): CrashPoint => ({
    write: 1 + luck.whole(among),
    moment: luck.oneOf(MOMENTS),
  });
  const more = luck.chance(0.3) ? [crash(4), ...(luck.chance(0.3) ? [crash(4)] : [])] : [];
  const index = luck.whole(calls.length + 1);
  const fault = luck.oneOf(faultsAt(index + 1, calls[index]?.server ?? 'agency'));
  return { crashes: [crash(writes + 1), ...more], darkMs: luck.oneOf(DARK_MS), fault };
}

function isAmidPolling(calls: Size['calls'], index: number): boolean {
  if (index >= FIRST_CALLS && index < calls.length - EDGE) return true;
  const around = calls.slice(Math.max(0, index - EDGE), index + EDGE + 1);
  return around.length > 2 * EDGE && around.every(({ op }) => op === calls[index]?.op);
}

/** 1 … last. */
function numbers(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
