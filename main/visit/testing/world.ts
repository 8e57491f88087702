import { expect, onTestFinished } from 'vitest';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import type { LogEventId } from '../../../drivers/base/log.ts';
import type { ChannelId, WalletApp } from '../../../drivers/payment/port.ts';
import type { Slip } from '../../../drivers/printer/slip.ts';
import type { Intent } from '../../contract/intent.ts';
import { type ScreenName, type ScreenOf, type Snapshot, snapshotSchema } from '../../contract/snapshot.ts';
import type { OrderView } from '../../ledger/port.ts';
import { DEFAULT_TIMINGS, type Timings } from '../../policy/timings.ts';
import { daxie } from '../../receipt/daxie.ts';
import { receiptDoc } from '../../receipt/receipt-doc.ts';
import { LifetimeClock } from '../lifetime-clock.ts';
import type { VisitPorts } from '../ports.ts';
import { Visit } from '../visit.ts';
import { FakeAgency } from './fake-agency.ts';
import { FakeCases } from './fake-cases.ts';
import { FakeLedger } from './fake-ledger.ts';
import { FakePrinter } from './fake-printer.ts';
import { FakeReader } from './fake-reader.ts';
import { FakeReceipts } from './fake-receipts.ts';
import { FakeScanner } from './fake-scanner.ts';

export interface WorldOptions {
  readonly reader?: false;
  readonly scanner?: false;
  readonly printer?: false;
  /** Phones can fetch receipts. */
  readonly receipts?: true;
  readonly channels?: readonly ChannelId[];
  readonly timings?: Partial<Timings>;
  readonly slip?: VisitPorts['slip'];
}

const SCANNED_WITH: Readonly<Record<ChannelId, readonly WalletApp[]>> = {
  wechat: ['wechat'],
  alipay: ['alipay'],
  aggregate: ['unionpay', 'wechat', 'alipay', 'ecny'],
};

type SimpleIntent = Exclude<
  Intent['type'],
  'select-line' | 'choose-tier' | 'choose-channel' | 'reprint' | 'view-order'
>;

/**
 * A terminal on a clock that stands still, with a resident whose hands are the methods below. It ends with its test, and
 * then nothing may be left waiting on the clock.
 */
export class World {
  readonly clock = new VirtualClock();
  /** What the devices wait for is theirs, and not a timer that the visit left behind. */
  readonly deviceClock = new LifetimeClock(this.clock);
  readonly reader = new FakeReader(this.deviceClock);
  readonly scanner = new FakeScanner();
  readonly printer = new FakePrinter(this.deviceClock);
  readonly agency = new FakeAgency(this.deviceClock);
  readonly cases = new FakeCases(this.agency, this.deviceClock);
  readonly ledger = new FakeLedger(this.deviceClock);
  readonly receipts = new FakeReceipts();
  readonly visit: Visit;
  readonly snapshots: Snapshot[] = [];
  readonly log: { readonly id: LogEventId; readonly fields: Readonly<Record<string, unknown>> }[] = [];
  readonly operatorOpened: string[] = [];
  /** Thrown by the projection of money into words, until taken back: a bug in a screen. */
  screenBug: Error | null = null;

  constructor(options: WorldOptions = {}) {
    this.visit = new Visit(
      {
        clock: this.clock,
        log: { event: (id, fields) => this.log.push({ id, fields }) },
        reader: options.reader === false ? null : this.reader,
        scanner: options.scanner === false ? null : this.scanner,
        printer: options.printer === false ? null : this.printer,
        agency: this.agency,
        history: this.agency,
        cases: this.cases,
        ledger: this.ledger,
        channels: options.channels ?? ['wechat'],
        scannedWith: (channel) => SCANNED_WITH[channel],
        receipts: options.receipts === true ? this.receipts : null,
        slip: options.slip ?? slip,
        caseSlip: ({ kind, opened }, copy, large) =>
          title(`${kind} ${opened?.caseNo} ${copy}${large ? ' large' : ''}`),
        counterSlip: (trouble, large) => title(`${trouble}${large ? ' large' : ''}`),
        amountInWords: (fen) => {
          if (this.screenBug !== null) throw this.screenBug;
          return daxie(fen);
        },
        timings: { ...DEFAULT_TIMINGS, ...options.timings },
        openOperator: (by) => this.operatorOpened.push(by),
      },
      {
        rig: 'demo',
        id: 'K0001',
        name: '金湾社区 1号机',
        mmPerPx: 0.2745,
        orientation: 'portrait',
        heightMm: 900,
      },
    );
    this.visit.subscribe((snapshot) => this.snapshots.push(snapshotSchema.parse(snapshot)));
  }

  /** Taps one control, or several with time for each to take effect. */
  async tap(...types: readonly (SimpleIntent | Intent)[]): Promise<void> {
    for (const type of types) {
      this.visit.intent(intentOf(type));
      await this.seconds(0);
    }
  }

  async seconds(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1_000);
  }

  /** As logs name it: `review.ready`. */
  get state(): string {
    const moved = this.log.filter(({ id }) => id === 'visit-moved').at(-1);
    return moved === undefined ? 'attract' : String(moved.fields.to);
  }

  get snapshot(): Snapshot {
    return this.visit.snapshot();
  }

  /** The screen on the glass, which has to be this one. */
  screen<Name extends ScreenName>(name: Name): ScreenOf<Name> {
    const { screen } = this.snapshot;
    expect(screen.name).toBe(name);
    return screen as ScreenOf<Name>;
  }

  /** The newest order. */
  get order(): OrderView {
    const order = this.ledger.recentOrders()[0];
    if (order === undefined) throw new Error('no order has been opened');
    return order;
  }

  logged(id: LogEventId): readonly Readonly<Record<string, unknown>>[] {
    return this.log.filter((entry) => entry.id === id).map(({ fields }) => fields);
  }

  /** Everything said to the glass, as text, from this snapshot on. */
  said(from = 0): string {
    return JSON.stringify(this.snapshots.slice(from));
  }

  // What happens to the newest order.

  async move(change: Partial<OrderView>): Promise<void> {
    this.ledger.move(this.order.id, change);
    await this.seconds(0);
  }

  async codeComes(): Promise<void> {
    await this.move({ state: 'QR_LIVE', codeUrl: PAY_CODE });
  }

  async moneyComes(): Promise<void> {
    await this.move({ state: 'PAID', ...PAID });
  }

  async isBooked(): Promise<void> {
    await this.move({ state: 'BOOKED', ...PAID, voucherNo: 'V-1', bookedAt: '2026-11-24T09:02:05+08:00' });
  }

  async isRefunding(reason = 'PERIOD_CLOSED'): Promise<void> {
    const { id, amountFen } = this.order;
    const refund = { outRefundNo: `R${id}x1`, amountFen, reason };
    await this.move({ state: 'REFUNDING', ...PAID, refund });
  }

  stop(): void {
    this.visit.stop();
    this.deviceClock.end();
  }
}

export const PAY_CODE = 'weixin://wxpay/bizpayurl?pr=Test00001';

const PAID = { transactionId: '4200000000202611240000000001', paidAt: '2026-11-24T09:02:00+08:00' } as const;

function title(text: string): Slip {
  return { blocks: [{ kind: 'title', text }] };
}

/** The composition root's own slip. */
const slip: VisitPorts['slip'] = (order, kind, copy, largeType = false) =>
  receiptDoc({
    order,
    kind,
    copy,
    printedAt: order.createdAt,
    terminal: { id: 'K0001', name: '金湾社区 1号机' },
    demo: true,
    phone: '12333',
    largeType,
    chainCode: '3-0A1B2C3D',
  });

function intentOf(intent: SimpleIntent | Intent): Intent {
  if (typeof intent !== 'string') return intent;
  switch (intent) {
    case 'elder-mode':
    case 'reveal':
      return { type: intent, on: true };
    case 'theme':
      return { type: intent, theme: 'high-contrast' };
    case 'operator-open':
      return { type: intent, by: 'keys' };
    default:
      return { type: intent };
  }
}

/** A world that has been switched on. */
export function visitWorld(options?: WorldOptions): World {
  const world = new World(options);
  onTestFinished(() => {
    world.stop();
    expect(world.clock.pending).toBe(0);
  });
  world.visit.start();
  return world;
}
