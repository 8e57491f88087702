import type { Clock, Timer } from '../../../drivers/base/clock.ts';
import { type Log, traceOf } from '../../../drivers/base/log.ts';
import type { ChannelId } from '../../../drivers/payment/port.ts';
import { addDays, DAY_MS, dayOf, startOfDay } from './day.ts';
import type { Finding } from './findings.ts';
import { judgeDay } from './judge-day.ts';
import type { ReconciledLedger } from './ledger-side.ts';
import { type ListSources, Lists, type NoVerdict } from './sources.ts';
import type { DayVerdict } from './verdict.ts';

export interface ReconcilerParts extends ListSources {
  readonly clock: Clock;
  readonly log: Log;
  readonly ledger: ReconciledLedger;
  /** Those that take money here, whether they give a bill or not. */
  readonly channels: readonly ChannelId[];
}

/** What is known about one day of one channel. */
export interface DayStanding {
  readonly day: string;
  readonly channel: ChannelId;
  /** The newest one that there is. */
  readonly verdict: DayVerdict | null;
  /** Why the newest try gave none; null = it did, or nobody has tried since the start. */
  readonly waitsFor: NoVerdict | null;
}

/** Both wallets' bills are ready by 10:00 of the next day, Beijing time. */
export const DUE_MS = 10.5 * 3_600_000;
/** After a try that gave no verdict. */
export const RETRY_MS = 30 * 60_000;
/** By then a bill that is still not there is an alarm: 18:00. */
const LATE_MS = 18 * 3_600_000;
/** A terminal that was off for longer has its old days done on demand. Wallets keep bills for three months. */
export const LOOK_BACK_DAYS = 14;
/** Orders that the boot found go first. */
const AFTER_START_MS = 60_000;
/** Wall clocks jump: nobody sleeps longer than this. */
const MOST_SLEEP_MS = 3_600_000;

/**
 * Reconciles every day that is over, by itself at 10:30 of the next day, again a day later (when nothing can be on its way
 * any more), and whenever it is asked to. A day that cannot be judged yet is tried again; a day done twice comes to the
 * same and changes nothing.
 *
 * What it does about what it finds: asks the wallet about an order that its bill has as paid, freezes an order that the
 * bill contradicts, and tells staff. Nothing else: money is moved by signed answers, in the engine.
 */
export class Reconciler {
  readonly #parts: ReconcilerParts;
  readonly #waiting = new Map<string, NoVerdict>();
  readonly #toldLate = new Set<string>();
  #timer: Timer | null = null;
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#sleep(AFTER_START_MS);
  }

  /** What is under way ends without a result. Idempotent. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  /** On demand; a day that is not over is left alone. Resolves when the day has been tried. */
  reconcile(day: string): Promise<void> {
    return this.#inTurn([day]);
  }

  /** Every channel of one day, as it stands now. */
  standing(day: string): readonly DayStanding[] {
    const verdicts = this.#parts.ledger.verdictsSince(day).filter((verdict) => verdict.day === day);
    return this.#parts.channels.map((channel) => ({
      day,
      channel,
      verdict: verdicts.find((verdict) => verdict.channel === channel) ?? null,
      waitsFor: this.#waiting.get(keyOf(day, channel)) ?? null,
    }));
  }

  /** Days that are over and not done with, oldest first. */
  #due(): readonly string[] {
    const { clock, ledger, channels } = this.#parts;
    const yesterday = addDays(dayOf(clock.now()), -1);
    const oldest = addDays(yesterday, 1 - LOOK_BACK_DAYS);
    const firstAt = ledger.firstOrderAt();
    // Even a new journal looks at yesterday: a disk that was swapped has lost orders that the bill still names.
    const first = firstAt === null ? yesterday : dayOf(firstAt);
    const done = new Set(
      ledger
        .verdictsSince(oldest)
        .flatMap(({ day, channel, complete }) => (complete ? [keyOf(day, channel)] : [])),
    );
    const days: string[] = [];
    for (let day = max(oldest, min(first, yesterday)); day <= yesterday; day = addDays(day, 1)) {
      if (channels.some((channel) => !done.has(keyOf(day, channel)))) days.push(day);
    }
    return days;
  }

  #inTurn(days: readonly string[]): Promise<void> {
    const turn = this.#turn.then(() => this.#run(days));
    this.#turn = turn.catch((error: unknown) =>
      this.#parts.log.event('bug', { where: 'reconcile', ...traceOf(error) }),
    );
    return this.#turn;
  }

  async #run(days: readonly string[]): Promise<void> {
    const lists = new Lists(this.#parts);
    for (const day of days) {
      for (const channel of this.#parts.channels) await this.#try(day, channel, lists);
    }
  }

  async #try(day: string, channel: ChannelId, lists: Lists): Promise<void> {
    const { clock, ledger, log } = this.#parts;
    const today = dayOf(clock.now());
    if (this.#stopped || day >= today) return;
    const judged = await judgeDay({ day, channel, today }, lists, ledger);
    if (this.#stopped) return;
    const key = keyOf(day, channel);
    if (!judged.ok) {
      this.#waiting.set(key, judged.error);
      log.event('day-not-reconciled', { day, channel, cause: judged.error });
      this.#tellLate(day, key);
      return;
    }
    const { match, complete } = judged.value;
    const before = this.standing(day).find((standing) => standing.channel === channel)?.verdict ?? null;
    const verdict: DayVerdict = { day, channel, at: clock.now(), complete, match };
    this.#act(match.findings, before?.match.findings ?? []);
    const same =
      before !== null &&
      before.complete === complete &&
      JSON.stringify(before.match) === JSON.stringify(match);
    if (!same && !ledger.keepVerdict(verdict)) {
      this.#waiting.set(key, 'JOURNAL');
      return;
    }
    this.#waiting.delete(key);
    if (!same) log.event('day-reconciled', { day, channel, findings: match.findings.length, complete });
  }

  /** Before the verdict is written: told twice is better than never, and both acts may be repeated. */
  #act(findings: readonly Finding[], before: readonly Finding[]): void {
    const { ledger, log } = this.#parts;
    const told = new Set(
      before.filter(({ certain }) => certain).map(({ code, order }) => `${code} ${order}`),
    );
    for (const { code, order, act, certain } of findings) {
      if (certain && !told.has(`${code} ${order}`)) log.event('alarm', { code, order });
      if (act === 'ask-wallet') ledger.askWallet(order);
      if (act === 'freeze') ledger.freeze(order);
    }
  }

  /** Once for each day and channel, when it should long have been there. */
  #tellLate(day: string, key: string): void {
    const { clock, log } = this.#parts;
    if (clock.now() < startOfDay(day) + DAY_MS + LATE_MS || this.#toldLate.has(key)) return;
    this.#toldLate.add(key);
    log.event('alarm', { code: 'DAY_NOT_RECONCILED' });
  }

  #sleep(ms: number): void {
    if (this.#stopped) return;
    this.#timer = this.#parts.clock.after(Math.min(ms, MOST_SLEEP_MS), () => void this.#wake());
  }

  async #wake(): Promise<void> {
    const now = this.#parts.clock.now();
    const due = startOfDay(dayOf(now)) + DUE_MS;
    if (now < due) {
      this.#sleep(due - now);
      return;
    }
    const days = this.#due().filter((day) => this.#isWorthTrying(day));
    await this.#inTurn(days);
    if (this.#stopped) return;
    const isWaiting = days.some((day) => this.standing(day).some(({ waitsFor }) => waitsFor !== null));
    this.#sleep(isWaiting ? RETRY_MS : due + DAY_MS - now);
  }

  /** Yesterday's verdict stays preliminary until tomorrow, however often it is repeated today. */
  #isWorthTrying(day: string): boolean {
    const isYesterday = addDays(day, 1) === dayOf(this.#parts.clock.now());
    return (
      !isYesterday ||
      this.standing(day).some(({ verdict, waitsFor }) => verdict === null || waitsFor !== null)
    );
  }
}

function keyOf(day: string, channel: ChannelId): string {
  return `${day} ${channel}`;
}

function min(a: string, b: string): string {
  return a < b ? a : b;
}

function max(a: string, b: string): string {
  return a > b ? a : b;
}
