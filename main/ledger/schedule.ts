import type { Call, Order } from './order-events.ts';

/**
 * When the next call of an order is due. Pure; the engine owns the timers. Sources: payment notes, timing (defaults),
 * polling and closing, refund queries.
 */

/** How the calls of one order have gone lately; forgotten with the process, and with every change of state. */
export interface Pace {
  /** Calls made since the order entered its state. */
  readonly calls: number;
  /** Answers 429 in a row. */
  readonly throttled: number;
  /** What the last 429 asked for, milliseconds. */
  readonly askedToWaitMs: number;
  /** Milliseconds since the order entered its state in this process. */
  readonly sinceEnteredMs: number;
  /** The last call got no usable answer. */
  readonly silent: boolean;
  /** The last call was this very one. */
  readonly again: boolean;
  /** The wallet has said that there is no such order, when that may be proof: only a second answer is missing. */
  readonly absent: boolean;
}

export const FIRST_POLL_MS = 2_000;
export const POLL_MS = 3_000;
export const LATE_POLL_MS = 5_000;
export const LATE_POLL_AFTER_MS = 60_000;
/** No order asks the same thing more often than this, whoever presses. */
export const LEAST_GAP_MS = 1_000;
/** Two answers "no such order" must be at least this far apart to agree. */
export const ABSENT_AGREE_MS = 5_000;
const MOST_BACKOFF_MS = 60_000;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Orders that an earlier process left are taken up one after the other, not all at once. */
export const BOOT_GAP_MS = 250;

/** Nobody may be waiting any more: 1, 2, 5, 10, then every 30 minutes. */
const BACKGROUND = [1 * MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE];
/** Query, close, query at once; then for a minute at the pace of somebody who stands there. */
const CLOSING = [0, 0, 0, ...repeat(5 * SECOND, 12), ...BACKGROUND];
/** Book at once and ask soon, the resident waits for the slip. */
const BOOKING = [
  0,
  1 * SECOND,
  1 * SECOND,
  2 * SECOND,
  ...repeat(5 * SECOND, 6),
  ...repeat(30 * SECOND, 2),
  ...BACKGROUND,
];
/** Each minute, after five minutes 5/10/20/30; two refunds of one order are a minute apart. */
const REFUNDING = [
  0,
  5 * SECOND,
  ...repeat(1 * MINUTE, 5),
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
];
const PREPARING = [0, 1 * SECOND];

/** Milliseconds from the end of the order's last call (or from now, if it has made none) to this one. */
export function delayBefore(call: Call, order: Pick<Order, 'state'>, pace: Pace): number {
  return Math.max(pace.again ? LEAST_GAP_MS : 0, wantedDelay(call, order, pace));
}

function wantedDelay(call: Call, order: Pick<Order, 'state'>, pace: Pace): number {
  if (pace.throttled > 0) {
    return Math.max(pace.askedToWaitMs, Math.min(MOST_BACKOFF_MS, SECOND * 2 ** (pace.throttled - 1)));
  }
  switch (call) {
    case 'prepay':
      return step(PREPARING, pace.calls);
    case 'query':
    case 'close':
      if (order.state === 'QR_LIVE') return pollDelay(pace);
      if (pace.absent && !pace.silent) return ABSENT_AGREE_MS;
      return Math.max(pace.silent ? LEAST_GAP_MS : 0, step(CLOSING, pace.calls));
    case 'book':
    case 'query-booking':
      return step(BOOKING, pace.calls);
    case 'refund':
    case 'query-refund':
      return step(REFUNDING, pace.calls);
  }
}

function pollDelay(pace: Pace): number {
  if (pace.calls === 0) return FIRST_POLL_MS;
  return pace.sinceEnteredMs < LATE_POLL_AFTER_MS ? POLL_MS : LATE_POLL_MS;
}

/** The last step repeats for ever. */
function step(ladder: readonly number[], index: number): number {
  return Number(ladder[Math.min(index, ladder.length - 1)]);
}

function repeat(ms: number, times: number): number[] {
  return Array.from({ length: times }, () => ms);
}
