import { randomBytes } from 'node:crypto';
import type { AgencyPort, CaseDesk } from '../../drivers/agency/port.ts';
import type { Clock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { ChannelId, PaymentChannel } from '../../drivers/payment/port.ts';
import type { PrintResult } from '../../drivers/printer/port.ts';
import { type CaseBook, JournalledCases } from './case-book.ts';
import { matterKey } from './case-events.ts';
import { Engine } from './engine.ts';
import { Journal, type JournalOptions } from './journal.ts';
import type { JournalError } from './journal-error.ts';
import type { Opened, Order } from './order-events.ts';
import { orderId } from './order-id.ts';
import { isReplaceable } from './order-moves.ts';
import type {
  Ledger,
  NewOrder,
  OpenOrderError,
  OrderView,
  PrintIntent,
  PrintRecord,
  SlipKind,
} from './port.ts';
import { isSlipOwed, maySay, nextPrint, orderOfJob } from './prints.ts';
import type { EndedRefund, ReconciledLedger } from './reconcile/ledger-side.ts';
import type { DayVerdict } from './reconcile/verdict.ts';
import { prepayOrder } from './requests.ts';
import { toView } from './views.ts';

export interface LedgerOptions {
  /** The journal: an SQLite file in an existing folder. Its key lies beside it as `<file>.key`. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly channels: Readonly<Partial<Record<ChannelId, PaymentChannel>>>;
  readonly agency: AgencyPort;
  /** As configured, e.g. K0001: becomes part of every order number. */
  readonly terminal: { readonly id: string };
  /** How long a screen shows a payment code, seconds, 60–600. */
  readonly timeouts: { readonly qrSeconds: number };
  /** For order numbers; the system's source unless given. */
  readonly random?: (bytes: number) => Uint8Array;
  /** For tests: crashes between writes, disks that fill up. */
  readonly journal?: Omit<JournalOptions, 'file'>;
}

/** The wallet's own deadline lies this far behind the screen's, so that nobody is cut off between scan and finger. */
export const PAYABLE_GRACE_MS = 30_000;
/** Wallets refuse deadlines less than a minute away; a code is never shown for less. */
const LEAST_CODE_LIFE_MS = 60_000;
/** Beyond this a wallet soon refuses our signatures (it takes 5 minutes), and no deadline of ours means anything. */
export const MOST_SKEW_MS = 240_000;
/** How long a slip that no printer has proven is offered to who comes back. */
export const SLIP_OFFERED_MS = 180 * 24 * 3_600_000;

/** As many as a technician reads. */
const RECENT_ORDERS = 50;
/** Jobs that were refused without a byte say nothing about the printer; so many in a row are a printer that is off. */
const RECENT_PRINTS = 20;

/** Opens the journal and gives the ledger over it; nothing is called and nothing watched before `start`. */
export async function openLedger(options: LedgerOptions): Promise<Result<JournalledLedger, JournalError>> {
  const journal = Journal.open({ ...options.journal, file: options.file });
  return journal.ok ? ok(new JournalledLedger(options, journal.value)) : journal;
}

/** The ledger of one terminal: the journal is its memory, the engine its hands. Source of the contract: `Ledger`. */
export class JournalledLedger implements Ledger, ReconciledLedger {
  readonly #options: LedgerOptions;
  readonly #journal: Journal;
  readonly #engine: Engine;
  readonly #views = new Signal<OrderView>();

  constructor(options: LedgerOptions, journal: Journal) {
    this.#options = options;
    this.#journal = journal;
    const { clock, log, channels, agency } = options;
    this.#engine = new Engine({
      journal,
      clock,
      log,
      channels,
      agency,
      changed: (order) => this.#views.emit(this.#view(order)),
    });
  }

  start(): void {
    this.#engine.start();
    this.#endPrints();
  }

  /** Orders see to their own. What a disk that fails does not take, the next start says. */
  #endPrints(): void {
    const at = this.#options.clock.now();
    for (const subject of this.#journal.unendedPrints()) {
      const version = this.#journal.story(subject).length + 1;
      const written = this.#journal.append(subject, version, { type: 'RESTARTED', at });
      if (!written.ok) {
        this.#engine.diskFailed();
        return;
      }
    }
  }

  async open(request: NewOrder): Promise<Result<OrderView, OpenOrderError>> {
    const channel = this.#options.channels[request.channel];
    if (channel === undefined) return err('NO_CHANNEL');
    if (Math.abs(channel.clockOffMs?.() ?? 0) > MOST_SKEW_MS) return err('CLOCK_OFF');
    if (this.#engine.isStopped || !this.#journal.hasRoom) return err('JOURNAL');
    if (request.lines.some((line) => this.isBillLocked(request.insuredId, line.billId))) {
      return err('BILL_LOCKED');
    }
    const opened = this.#engine.openOrder(this.#opened(request, channel));
    if (!opened.ok) return err('JOURNAL');
    const { id, riskReview } = opened.value;
    if (riskReview !== undefined) this.#options.log.event('risk-review', { order: id, reason: riskReview });
    return ok(this.#view(opened.value));
  }

  order(id: string): OrderView | null {
    const order = this.#engine.find(id);
    return order === null ? null : this.#view(order);
  }

  subscribe(listener: (order: OrderView) => void): Unsubscribe {
    return this.#views.subscribe(listener);
  }

  askNow(id: string): void {
    this.#engine.askNow(id);
  }

  cancel(id: string): void {
    this.#engine.cancel(id);
  }

  /** What is handed in to the agency at this desk, kept in the same journal. */
  caseBook(desk: CaseDesk): CaseBook {
    return new JournalledCases({
      journal: this.#journal,
      desk,
      clock: this.#options.clock,
      isStopped: () => this.#engine.isStopped,
      diskFailed: () => this.#engine.diskFailed(),
    });
  }

  ordersOf(insuredId: string): readonly OrderView[] {
    const since = this.#options.clock.now() - SLIP_OFFERED_MS;
    const insured = this.#journal.key.identity(insuredId);
    const matters = new Set(this.#journal.casesOf(insured).map(({ matter }) => matterKey(matter)));
    const hasCase = ({ id }: Order) => matters.has(matterKey({ by: 'order', orderId: id }));
    return this.#journal
      .ofInsured(insured)
      .filter(
        (order) =>
          order.settledAt === null || (order.settledAt >= since && (isSlipOwed(order) || hasCase(order))),
      )
      .map((order) => this.#view(order));
  }

  isBillLocked(insuredId: string, billId: string): boolean {
    const insured = this.#journal.key.identity(insuredId);
    return this.#engine.open.some(
      (order) =>
        order.insured === insured &&
        !isReplaceable(order) &&
        order.lines.some((line) => line.billId === billId),
    );
  }

  async beginPrint(id: string, kind: SlipKind): Promise<Result<PrintIntent, 'UNKNOWN_ORDER' | 'JOURNAL'>> {
    const order = this.#engine.find(id);
    if (order === null) return err('UNKNOWN_ORDER');
    if (!maySay(order, kind)) throw new Error(`a slip that says ${kind} for an order that is ${order.state}`);
    const intent = nextPrint(order, kind);
    const at = this.#options.clock.now();
    const written = this.#engine.printed(id, { type: 'PRINT_BEGUN', at, kind, ...intent });
    return written.ok ? ok(intent) : err('JOURNAL');
  }

  /** Without a disk the result is not kept: the job then counts as uncertain, which is what it is to the next process. */
  async endPrint(jobId: string, result: PrintResult): Promise<void> {
    const at = this.#options.clock.now();
    this.#engine.printed(orderOfJob(jobId), { type: 'PRINT_ENDED', at, jobId, result });
  }

  openOrders(): readonly OrderView[] {
    return this.#engine.open.map((order) => this.#view(order));
  }

  recentOrders(): readonly OrderView[] {
    return this.#journal.newest(RECENT_ORDERS).map((order) => this.#view(order));
  }

  /** For the slip: names the order's newest row in the journal's chain. null = no such order. */
  chainCodeOf(id: string): string | null {
    return this.#journal.chainCodeOf(id);
  }

  /** For the receipts: the secret under which a phone fetches an order's. Always the same. */
  claimOf(id: string): string {
    return this.#journal.key.receiptClaim(id);
  }

  /** For the receipts: when the order itself changed last, printing apart. null = no such order. */
  changedAtOf(id: string): number | null {
    return this.#journal.changedAtOf(id);
  }

  recentPrints(): readonly PrintRecord[] {
    return this.#journal.newestPrints(RECENT_PRINTS);
  }

  health(): 'ready' | 'read-only' {
    return this.#journal.isWritable && this.#journal.hasRoom ? 'ready' : 'read-only';
  }

  ordersCreated(from: number, to: number): readonly Order[] {
    return this.#journal.createdBetween(from, to);
  }

  refundsEnded(from: number, to: number): readonly EndedRefund[] {
    return this.#journal.refundsEnded(from, to);
  }

  orderRow(id: string): Order | null {
    return this.#engine.find(id);
  }

  firstOrderAt(): number | null {
    return this.#journal.firstCreatedAt();
  }

  verdictsSince(day: string): readonly DayVerdict[] {
    return this.#journal.verdictsSince(day);
  }

  keepVerdict(verdict: DayVerdict): boolean {
    return !this.#engine.isStopped && this.#journal.keepVerdict(verdict).ok;
  }

  askWallet(id: string): void {
    this.#engine.revisit(id);
  }

  freeze(id: string): void {
    this.#engine.contradict(id);
  }

  /** The last call to a ledger. At once: whatever is under way is found and finished by the next process. */
  async stop(): Promise<void> {
    this.#engine.stop();
    this.#journal.close();
  }

  #view(order: Order): OrderView {
    return toView(order, this.#engine.codeUrl(order.id), this.#options.clock.now());
  }

  #opened(request: NewOrder, channel: PaymentChannel): Opened {
    const { clock, terminal, timeouts, random = randomBytes } = this.#options;
    const now = clock.now();
    const seq = this.#journal.nextSeq();
    const expiresAt = expiry(now, timeouts.qrSeconds, Date.parse(request.quoteValidUntil));
    const facts = {
      id: orderId({ terminalId: terminal.id, seq, now, random: random(4) }),
      seq,
      channel: request.channel,
      terminalId: terminal.id,
      insured: this.#journal.key.identity(request.insuredId),
      payer: request.payer,
      lines: request.lines,
      quoteId: request.quoteId,
      amountFen: request.amountFen,
      ...(request.riskReview === undefined ? {} : { riskReview: request.riskReview }),
      expiresAt,
      payableUntil: expiresAt + PAYABLE_GRACE_MS,
    };
    return {
      type: 'OPENED',
      at: now,
      facts: { ...facts, prepayBody: channel.prepayBody(prepayOrder(facts)) },
    };
  }
}

/** Not beyond the quote, because a payment after it would only be refunded; not below what a wallet accepts. */
function expiry(now: number, qrSeconds: number, quoteValidUntil: number): number {
  const wanted = Math.min(now + qrSeconds * 1_000, quoteValidUntil - PAYABLE_GRACE_MS);
  return Math.max(wanted, now + LEAST_CODE_LIFE_MS);
}
