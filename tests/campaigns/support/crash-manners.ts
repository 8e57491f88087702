import type { CallRecord, CrashWorld } from './crash-world.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** Calls of one order in an hour, once it is an hour old: what is left of a ladder that was climbed anew. */
const MOST_PER_LATE_HOUR = 40;

/** How the terminal behaves towards its servers, whatever happens to it. Each violation is one sentence. */
export function manners(world: CrashWorld): readonly string[] {
  const found: string[] = [];
  const must = (rule: string, holds: boolean): void => {
    if (!holds) found.push(rule);
  };
  for (const [what, bodies] of world.bodies) {
    must(`every attempt sends the same bytes: ${what.split(' ')[0]}`, bodies.size === 1);
  }
  for (const calls of ofOneOrder(world.calls)) {
    must('the same thing is never asked twice within a second', !isHasty(calls));
    must('an old order is asked about ever more seldom', !isPersistent(calls));
  }
  const toWallets = world.requests.filter(({ url }) => url.origin !== new URL(world.agency.baseUrl).origin);
  must(
    'no request to a wallet says who pays',
    !toWallets.some(({ url, body }) =>
      world.secrets.some((secret) => body.includes(secret) || decodeURIComponent(url.href).includes(secret)),
    ),
  );
  must(
    'nothing is cancelled behind the back of a booking',
    !toWallets.some(({ url }) => /cancel|reverse/.test(url.pathname)),
  );
  must(
    'nothing leaves this machine',
    world.requests.every(({ url }) => url.hostname === '127.0.0.1'),
  );
  return found;
}

/** In one process: the next one may ask at once. */
function ofOneOrder(calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] {
  const groups = new Map<string, CallRecord[]>();
  for (const call of calls) {
    const key = `${call.life} ${call.order}`;
    const group = groups.get(key) ?? [];
    group.push(call);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function isHasty(calls: readonly CallRecord[]): boolean {
  return calls.some((call, index) => {
    const before = calls[index - 1];
    return before?.op === call.op && call.at - before.at < SECOND;
  });
}

function isPersistent(calls: readonly CallRecord[]): boolean {
  const [first] = calls;
  if (first === undefined) return false;
  const perHour = new Map<number, number>();
  for (const { at } of calls) {
    const hour = Math.floor((at - first.at) / HOUR);
    perHour.set(hour, (perHour.get(hour) ?? 0) + 1);
  }
  return [...perHour].some(([hour, count]) => hour > 0 && count > MOST_PER_LATE_HOUR);
}
