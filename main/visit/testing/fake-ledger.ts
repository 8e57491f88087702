import type { Clock } from '../../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import { Signal, type Unsubscribe } from '../../../drivers/base/subscribe.ts';
import type { PrintResult } from '../../../drivers/printer/port.ts';
import type {
  Ledger,
  NewOrder,
  OpenOrderError,
  OrderState,
  OrderView,
  PayStatus,
  PrintIntent,
  PrintRecord,
  SlipKind,
} from '../../ledger/port.ts';

/** How long a payment code lives. */
export const CODE_MS = 300_000;

const STATUS: Readonly<Record<OrderState, PayStatus>> = {
  PREPARING: 'waiting',
  QR_LIVE: 'waiting',
  CLOSING: 'checking',
  NEVER_CREATED: 'closed',
  CLOSED: 'closed',
  PAID: 'paid',
  BOOKING: 'booking',
  BOOKED: 'booked',
  REFUNDING: 'refunding',
  REFUND_STUCK: 'refunding',
  REFUNDED: 'refunded',
  FROZEN: 'unknown',
};

const SETTLED: readonly OrderState[] = ['NEVER_CREATED', 'CLOSED', 'BOOKED', 'REFUNDED'];

/** A ledger without disk and wallet: orders move when a test says so, and everybody who listens is told. */
export class FakeLedger implements Ledger {
  readonly asked: string[] = [];
  readonly cancelled: string[] = [];
  readonly requests: NewOrder[] = [];
  writable = true;
  refusal: OpenOrderError | null = null;
  /** `open` throws this: a bug. */
  bug: Error | null = null;
  /** Whoever opens an order waits this long for the disk. */
  openMs = 0;
  readonly #clock: Clock;
  readonly #orders = new Map<string, OrderView>();
  readonly #insuredIds = new Map<string, string>();
  readonly #views = new Signal<OrderView>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(): void {}

  async stop(): Promise<void> {}

  async open(request: NewOrder): Promise<Result<OrderView, OpenOrderError>> {
    if (this.bug !== null) throw this.bug;
    if (this.openMs > 0) await new Promise<void>((resolve) => this.#clock.after(this.openMs, resolve));
    if (this.refusal !== null) return err(this.refusal);
    this.requests.push(request);
    const order: OrderView = {
      id: `K0001-${this.#orders.size + 1}`,
      version: 1,
      state: 'PREPARING',
      status: 'waiting',
      channel: request.channel,
      amountFen: request.amountFen,
      codeUrl: null,
      expiresAt: this.#clock.now() + CODE_MS,
      createdAt: this.#clock.now(),
      payer: request.payer,
      lines: request.lines,
      doubtful: false,
      settled: false,
      prints: [],
    };
    this.#insuredIds.set(order.id, request.insuredId);
    this.add(order);
    return ok(order);
  }

  order(id: string): OrderView | null {
    return this.#orders.get(id) ?? null;
  }

  subscribe(listener: (order: OrderView) => void): Unsubscribe {
    return this.#views.subscribe(listener);
  }

  askNow(id: string): void {
    this.asked.push(id);
  }

  cancel(id: string): void {
    this.cancelled.push(id);
  }

  ordersOf(insuredId: string): readonly OrderView[] {
    return [...this.#orders.values()]
      .filter(({ id }) => this.#insuredIds.get(id) === insuredId)
      .filter((order) => !order.settled || order.state === 'BOOKED')
      .reverse();
  }

  isBillLocked(_insuredId: string, billId: string): boolean {
    return this.openOrders().some(
      (order) => order.replaceable !== true && order.lines.some((line) => line.billId === billId),
    );
  }

  async beginPrint(id: string, kind: SlipKind): Promise<Result<PrintIntent, 'UNKNOWN_ORDER' | 'JOURNAL'>> {
    if (!this.writable) return err('JOURNAL');
    const { prints } = this.#get(id);
    const copy = prints.filter((print) => print.kind === kind && print.state !== 'FAILED_CLEAN').length;
    const jobId = `${id}-${prints.length + 1}`;
    const record = { jobId, kind, copy, at: this.#clock.now(), state: 'PENDING', evidence: 'none' } as const;
    this.move(id, { prints: [...prints, record] });
    return ok({ jobId, copy });
  }

  async endPrint(jobId: string, result: PrintResult): Promise<void> {
    const id = jobId.slice(0, jobId.lastIndexOf('-'));
    const evidence = result.state === 'FAILED_CLEAN' ? ('none' as const) : result.evidence;
    const prints = this.#get(id).prints.map((print) =>
      print.jobId === jobId ? { ...print, state: result.state, evidence } : print,
    );
    this.move(id, { prints });
  }

  openOrders(): readonly OrderView[] {
    return [...this.#orders.values()].filter((order) => !order.settled);
  }

  recentOrders(): readonly OrderView[] {
    return [...this.#orders.values()].reverse();
  }

  recentPrints(): readonly PrintRecord[] {
    return this.recentOrders().flatMap(({ prints }) => [...prints].reverse());
  }

  health(): 'ready' | 'read-only' {
    return this.writable ? 'ready' : 'read-only';
  }

  add(order: OrderView): void {
    this.#orders.set(order.id, order);
    this.#views.emit(order);
  }

  /** The order moves on, durably, and everybody hears of it. A code is only there while it may be scanned. */
  move(id: string, change: Partial<OrderView>): void {
    const before = this.#get(id);
    const state = change.state ?? before.state;
    this.add({
      ...before,
      status: STATUS[state],
      settled: SETTLED.includes(state),
      codeUrl: state === 'QR_LIVE' ? before.codeUrl : null,
      ...change,
      version: before.version + 1,
    });
  }

  #get(id: string): OrderView {
    const order = this.#orders.get(id);
    if (order === undefined) throw new Error(`no order ${id}`);
    return order;
  }
}
