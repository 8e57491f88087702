/**
 * How long each screen waits, in seconds. Defaults are the product's table (60 + 15 on a single question, 120 + 30 where
 * there is much to read); elder mode doubles them; the configuration may replace the idle and warning times of all.
 */
export interface Timings {
  /** Silence until the warning, and the warning's own length, per screen. */
  readonly idle: Readonly<Record<IdleScreen, { readonly idleSeconds: number; readonly warnSeconds: number }>>;
  /** Visible counts. */
  readonly count: Readonly<Record<CountedScreen, number>>;
  /** Reveal ends by itself. */
  readonly revealSeconds: number;
  /** A paid order that is not booked by then is shown as "paid, being booked": the resident need not stand and wait. */
  readonly bookingPatienceSeconds: number;
  /** A payment code that has not come by then: the wallet cannot be reached. */
  readonly codePatienceSeconds: number;
  /** After leaving, or after the code's end: how long the wallet may take to prove what happened. */
  readonly closingPatienceSeconds: number;
  /** 我已支付 pressed and still nothing: this is when the screen says so, and for how long. */
  readonly notYetPaidAfterSeconds: number;
  readonly notYetPaidForSeconds: number;
  /** How long the pay screen says what a code under the scanner or another card is no use for here. */
  readonly hintSeconds: number;
}

export type IdleScreen = 'identify' | 'home' | 'bills' | 'review';
/** `doubt` = an outcome that is not known yet: longer, because there is an order number to write down. */
export type CountedScreen = 'outcome' | 'doubt' | 'receipt' | 'farewell' | 'trouble';

export const DEFAULT_TIMINGS: Timings = {
  idle: {
    identify: { idleSeconds: 60, warnSeconds: 15 },
    home: { idleSeconds: 60, warnSeconds: 15 },
    bills: { idleSeconds: 120, warnSeconds: 30 },
    review: { idleSeconds: 120, warnSeconds: 30 },
  },
  count: { outcome: 30, doubt: 120, receipt: 30, farewell: 10, trouble: 30 },
  revealSeconds: 5,
  bookingPatienceSeconds: 20,
  codePatienceSeconds: 30,
  closingPatienceSeconds: 45,
  notYetPaidAfterSeconds: 3,
  notYetPaidForSeconds: 8,
  hintSeconds: 8,
};

/** Elder mode gives twice the time to read and to decide. */
export const ELDER_FACTOR = 2;

/** The configuration's `timeouts.idleSeconds` and `timeouts.warnSeconds`, where given, replace every screen's. */
export function timingsFor(
  timeouts: { readonly idleSeconds?: number | undefined; readonly warnSeconds?: number | undefined },
  base: Timings = DEFAULT_TIMINGS,
): Timings {
  const idle = Object.fromEntries(
    Object.entries(base.idle).map(([screen, times]) => [
      screen,
      {
        idleSeconds: timeouts.idleSeconds ?? times.idleSeconds,
        warnSeconds: timeouts.warnSeconds ?? times.warnSeconds,
      },
    ]),
  ) as Timings['idle'];
  return { ...base, idle };
}
