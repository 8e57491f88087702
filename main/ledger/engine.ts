import type { AgencyPort } from '../../drivers/agency/port.ts';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { ChannelId, PaymentChannel } from '../../drivers/payment/port.ts';
import { askAgency, askWallet, isAgencyCall, type Learnt } from './calls.ts';
import type { Journal } from './journal.ts';
import { nextCommand } from './next-command.ts';
import { openOrder, reduce } from './order.ts';
import type { AlarmCode, Call, Command, Opened, Order, OrderEvent } from './order-events.ts';
import { canStillTurnPaid, isUnpaidAndLive } from './order-moves.ts';
import type { OrderState } from './port.ts';
import { recover } from './recover.ts';
import { bookingBody, refundOrder } from './requests.ts';
import { type Owed, Run } from './run.ts';
import { BOOT_GAP_MS } from './schedule.ts';

export interface EngineOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly channels: Readonly<Partial<Record<ChannelId, PaymentChannel>>>;
  readonly agency: AgencyPort;
  /** Called after every durable change, and when a code must leave the screen although the disk fails. */
  readonly changed: (order: Order) => void;
}

/** How long a disk that failed is left alone. */
export const DISK_RETRY_MS = 10_000;
const ALARM_READ_ONLY: AlarmCode = 'JOURNAL_READ_ONLY';

/**
 * Runs the orders: takes what was learnt to the reducer, writes the result down, shows it, and only then does what comes
 * next. One rule carries everything: **intent before effect, result after**. A result that cannot be written is dropped
 * and its call made again, exactly as if the process had died in between; the same holds for `stop`.
 */
export class Engine {
  readonly #options: EngineOptions;
  /** Orders whose money is not at its end. */
  readonly #runs = new Map<string, Run>();
  /** Settled orders that are being asked about once more. */
  readonly #revisited = new Map<string, Run>();
  /** What an earlier process left, until `start`. */
  #found: readonly Run[];
  #probe: Timer | null = null;
  #readOnlyTold = false;
  #stopped = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#found = options.journal.open().map((order) => new Run(order, options.clock.monotonic()));
    for (const run of this.#found) this.#keep(run);
  }

  /** Open orders, oldest first. */
  get open(): readonly Order[] {
    return [...this.#runs.values()].map((run) => run.order);
  }

  find(id: string): Order | null {
    return this.#runs.get(id)?.order ?? this.#options.journal.find(id);
  }

  codeUrl(id: string): string | null {
    return this.#runs.get(id)?.codeUrl ?? null;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** The boot resolver. Orders of an earlier process first say so on disk, then go on. */
  start(): void {
    const runs = this.#found;
    this.#found = [];
    const { clock } = this.#options;
    for (const [index, run] of runs.entries()) {
      run.holdUntil(clock.monotonic() + index * BOOT_GAP_MS);
      const { event, alarm } = recover(run.order, clock.now());
      if (alarm !== null) this.#alarm(alarm, run.order.id);
      if (event === null) this.#goOn(run);
      else this.#wish(run, event.type);
    }
  }

  openOrder(event: Opened): Result<Order, 'READ_ONLY'> {
    const order = openOrder(event);
    const written = this.#options.journal.write(order, event);
    if (!written.ok) {
      this.diskFailed();
      return written;
    }
    this.#readOnlyTold = false;
    const run = new Run(order, this.#options.clock.monotonic());
    this.#keep(run);
    this.#watchExpiry(run);
    this.#options.changed(order);
    this.#goOn(run);
    return ok(order);
  }

  askNow(id: string): void {
    const run = this.#runs.get(id);
    if (run === undefined || run.busy || run.owed !== null) return;
    const next = nextCommand(run.order);
    if (next?.do !== 'call' || (next.call !== 'query' && next.call !== 'close')) return;
    const inMs = run.untilPolite(this.#options.clock.monotonic());
    if (inMs !== null) this.#callIn(run, next.call, inMs);
  }

  cancel(id: string): void {
    const run = this.#runs.get(id);
    if (run !== undefined && isUnpaidAndLive(run.order)) this.#wish(run, 'CANCELLED');
  }

  /**
   * Asks the wallet about an order that counts as unpaid, settled or not: its bill says otherwise. The signed answer takes
   * it on from there, or leaves it as it is.
   */
  revisit(id: string): void {
    if (this.#runs.has(id)) {
      this.askNow(id);
      return;
    }
    const run = this.#load(id);
    if (run === null || run.busy || !canStillTurnPaid(run.order.state)) return;
    this.#revisited.set(id, run);
    this.#call(run, 'query');
  }

  /** The wallet's bill contradicts an order: what is under way stops until staff has looked at it. */
  contradict(id: string): void {
    const run = this.#runs.get(id);
    if (run !== undefined) this.#wish(run, 'BILL_CONTRADICTS');
  }

  /** A print began or ended; for orders of any age. */
  printed(
    id: string,
    event: Extract<OrderEvent, { type: 'PRINT_BEGUN' | 'PRINT_ENDED' }>,
  ): Result<void, 'UNKNOWN_ORDER' | 'READ_ONLY'> {
    const run = this.#load(id);
    if (run === null) return err('UNKNOWN_ORDER');
    return this.#learn(run, event) ? ok() : err('READ_ONLY');
  }

  /** Leaves no timer. Calls under way are not waited for: the next process asks what became of them. */
  stop(): void {
    this.#stopped = true;
    this.#probe?.cancel();
    for (const run of this.#runs.values()) run.cancelTimers();
  }

  /** True when the event is on disk, or changed nothing. */
  #learn(run: Run, event: OrderEvent): boolean {
    if (this.#stopped) return false;
    const { journal, clock, log, changed } = this.#options;
    const before = run.order;
    const { order, commands } = reduce(before, event);
    if (order !== before) {
      if (!journal.write(order, event).ok) {
        this.diskFailed();
        return false;
      }
      this.#readOnlyTold = false;
      run.moveTo(order, clock.monotonic());
      this.#keep(run);
      this.#watchExpiry(run);
      if (order.state !== before.state) {
        log.event('order-moved', { order: order.id, from: before.state, to: order.state });
      }
    }
    try {
      if (order !== before) changed(order);
    } finally {
      // A screen that fails must not keep the money waiting.
      for (const command of commands) {
        // A listener may have told us more in the meantime; then its event has brought its own commands.
        if (command.do === 'alarm') this.#alarm(command.code, order.id);
        else if (run.order === order) this.#do(run, command);
      }
    }
    return true;
  }

  /** For events that come from us, not from an answer: nobody will tell us again, so they are kept until written. */
  #wish(run: Run, type: Owed): void {
    if (this.#stopped) return;
    run.owed = null;
    if (this.#learn(run, { type, at: this.#options.clock.now() })) return;
    run.owed = type;
    run.codeUrl = null;
    this.#options.changed(run.order);
    this.#retry(run);
  }

  #goOn(run: Run): void {
    if (run.owed !== null) {
      this.#wish(run, run.owed);
      return;
    }
    const next = nextCommand(run.order);
    if (next !== null) this.#do(run, next);
  }

  #do(run: Run, command: Exclude<Command, { do: 'alarm' }>): void {
    if (command.do === 'intend') {
      this.#intend(run, command.what);
    } else if (!run.busy && run.owed === null) {
      this.#callIn(run, command.call, run.untilDue(command.call, this.#options.clock.monotonic()));
    }
  }

  #intend(run: Run, what: 'booking' | 'refund'): void {
    const { order } = run;
    const at = this.#options.clock.now();
    let event: OrderEvent;
    if (what === 'booking') {
      event = { type: 'BOOKING_INTENDED', at, body: bookingBody(order) };
    } else {
      const channel = this.#channel(order);
      if (channel === null) return;
      event = { type: 'REFUND_INTENDED', at, body: channel.refundBody(refundOrder(order)) };
    }
    if (!this.#learn(run, event)) this.#retry(run);
  }

  #callIn(run: Run, call: Call, ms: number): void {
    if (this.#stopped) return;
    run.setNext(null);
    if (ms === 0) this.#call(run, call);
    else run.setNext(this.#options.clock.after(ms, () => this.#call(run, call)));
  }

  #call(run: Run, call: Call): void {
    const asked = this.#ask(run.order, call);
    if (asked === null) return;
    const { state } = run.order;
    run.busy = true;
    void asked
      .catch((): Learnt => {
        this.#alarm('PORT_THREW', run.order.id);
        return { event: { type: 'UNANSWERED', call, cause: 'bad-answer' } };
      })
      .then((learnt) => this.#called(run, call, state, learnt));
  }

  #ask(order: Order, call: Call): Promise<Learnt> | null {
    if (isAgencyCall(call)) return askAgency(call, order, this.#options.agency);
    const channel = this.#channel(order);
    return channel === null ? null : askWallet(call, order, channel);
  }

  #called(run: Run, call: Call, state: OrderState, learnt: Learnt): void {
    const { clock } = this.#options;
    run.busy = false;
    this.#revisited.delete(run.order.id);
    run.called(call, state, clock.monotonic(), learnt);
    if (learnt.codeUrl !== undefined) run.codeUrl = learnt.codeUrl;
    if (!this.#learn(run, { ...learnt.event, at: clock.now() })) this.#retry(run);
  }

  /** The disk has failed: the same again later, from the row as it still stands. */
  #retry(run: Run): void {
    // After `stop` the journal is closed, and nothing can be written any more.
    if (this.#stopped) return;
    run.setNext(this.#options.clock.after(DISK_RETRY_MS, () => this.#goOn(run)));
  }

  #watchExpiry(run: Run): void {
    const { clock } = this.#options;
    if (!isUnpaidAndLive(run.order)) {
      run.setExpiry(null);
    } else if (!run.hasExpiry) {
      run.setExpiry(clock.after(run.order.expiresAt - clock.now(), () => this.#wish(run, 'EXPIRED')));
    }
  }

  #load(id: string): Run | null {
    const known = this.#runs.get(id) ?? this.#revisited.get(id);
    if (known !== undefined) return known;
    const order = this.#options.journal.find(id);
    return order === null ? null : new Run(order, this.#options.clock.monotonic());
  }

  #keep(run: Run): void {
    if (run.order.settledAt === null) {
      this.#runs.set(run.order.id, run);
    } else {
      run.cancelTimers();
      this.#runs.delete(run.order.id);
    }
  }

  #channel(order: Order): PaymentChannel | null {
    const channel = this.#options.channels[order.channel];
    if (channel === undefined) this.#alarm('NO_CHANNEL', order.id);
    return channel ?? null;
  }

  #alarm(code: AlarmCode, order: string): void {
    this.#options.log.event('alarm', { code, order });
  }

  /** A write has failed. Told once per outage; then the disk is tried again until it takes a write. */
  diskFailed(): void {
    if (!this.#readOnlyTold) this.#options.log.event('alarm', { code: ALARM_READ_ONLY });
    this.#readOnlyTold = true;
    if (this.#probe !== null) return;
    const { journal, clock } = this.#options;
    const again = (): void => {
      this.#probe = journal.probe(clock.now()) ? null : clock.after(DISK_RETRY_MS, again);
    };
    this.#probe = clock.after(DISK_RETRY_MS, again);
  }
}
