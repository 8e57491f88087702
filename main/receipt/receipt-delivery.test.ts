import { describe, expect, it, onTestFinished } from 'vitest';
import type { HandedReceipt, ReceiptDesk } from '../../drivers/agency/receipt-desk.ts';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { done, refused, retryAfter, unknown } from '../../drivers/base/outcome.ts';
import { err, ok } from '../../drivers/base/result.ts';
import { Signal } from '../../drivers/base/subscribe.ts';
import type { OrderView } from '../ledger/port.ts';
import type { Handovers } from './handover-marks.ts';
import { ReceiptDelivery } from './receipt-delivery.ts';
import type { ReceiptDoc } from './receipt-doc.ts';

type Answer = Awaited<ReturnType<ReceiptDesk['putReceipt']>>;

const DAY = 86_400_000;
const MINUTE = 60_000;
const OK: Answer = done(undefined);
const LOST: Answer = unknown('timeout');

/** A terminal's disk, journal and agency; `run` is one life of the terminal in front of them. */
class Bench {
  readonly clock = new VirtualClock();
  readonly orders = new Map<string, OrderView>();
  readonly changedAt = new Map<string, number>();
  readonly due = new Map<string, number>();
  readonly sent = new Map<string, number>();
  /** Claim → the receipts that the agency was handed, in order. */
  readonly handed: [string, HandedReceipt][] = [];
  readonly log: string[] = [];
  /** The next answers of the agency; after them it takes everything. */
  readonly answers: (Answer | Promise<Answer>)[] = [];
  /** The paper thread fails. */
  paperFails = false;
  /** Called while a receipt is being drawn. */
  whileDrawn: () => Promise<void> = async () => undefined;
  bug: Error | null = null;
  markBug: Error | null = null;
  #orders = new Signal<OrderView>();

  run() {
    const delivery = new ReceiptDelivery({
      clock: this.clock,
      url: 'https://rs.example.gov.cn/r/{claim}',
      ledger: {
        subscribe: (listener) => this.#orders.subscribe(listener),
        recentOrders: () => [...this.orders.values()].slice(-2),
        order: (id) => this.orders.get(id) ?? null,
      },
      claimOf: (id) => `CLAIMOF${id}`,
      changedAt: (id) => this.changedAt.get(id) ?? null,
      receiptOf: ({ state }) =>
        state === 'QR_LIVE'
          ? null
          : {
              kind: state === 'BOOKED' ? 'booked' : state === 'BOOKING' ? 'pending' : 'refunding',
              demo: false,
              copy: 0,
              blocks: [],
            },
      maker: {
        make: async (doc, form) => {
          await this.whileDrawn();
          if (this.paperFails) return err({ code: 'TIMEOUT', detail: '' });
          return ok(new TextEncoder().encode(`%PDF ${(doc as ReceiptDoc).kind} ${form}`));
        },
      },
      desk: {
        putReceipt: async (claim, receipt) => {
          if (this.bug !== null) throw this.bug;
          this.handed.push([claim, receipt]);
          return (await this.answers.shift()) ?? OK;
        },
      },
      marks: {
        owe: async (id) => {
          if (this.markBug !== null) throw this.markBug;
          this.due.set(id, this.clock.now());
          return ok();
        },
        settle: async (id) => {
          this.sent.set(id, this.due.get(id) ?? 0);
          this.due.delete(id);
          return ok();
        },
        markedAt: async (id) => {
          const times = [this.due.get(id), this.sent.get(id)].flatMap((at) => at ?? []);
          return times.length === 0 ? null : Math.max(...times);
        },
        list: async (): Promise<Handovers> => ({
          due: [...this.due.keys()],
          sent: [...this.sent.keys()],
        }),
      },
      log: {
        event: (id, fields) => {
          const { code = '', where = '', order = '' } = fields as Record<string, string>;
          this.log.push([id, code, where, order].filter((part) => part !== '').join(' '));
        },
      },
    });
    const stop = delivery.start();
    onTestFinished(stop);
    const news = { count: 0 };
    delivery.subscribe(() => news.count++);
    return { delivery, stop, news };
  }

  /** The journal writes, and whoever listens hears of it. */
  async write(id: string, state: OrderView['state'], change: Partial<OrderView> = {}): Promise<void> {
    const order = { id, state, createdAt: this.clock.now(), ...change } as OrderView;
    this.orders.set(id, order);
    this.changedAt.set(id, this.clock.now());
    this.#orders.emit(order);
    await this.clock.advance(0);
  }

  order(id: string): OrderView {
    const order = this.orders.get(id);
    if (order === undefined) throw new Error(`no order ${id}`);
    return order;
  }

  /** What the agency was handed, in words. */
  told(): readonly string[] {
    return this.handed.map(([claim, { pdfBase64 }]) => `${claim} ${Buffer.from(pdfBase64, 'base64')}`);
  }
}

describe('a receipt on its way to a phone', () => {
  it('is handed over as soon as there is something to tell, whole, and once', async () => {
    const bench = new Bench();
    const { delivery, news } = bench.run();
    await bench.write('K1', 'QR_LIVE');
    await bench.write('K1', 'BOOKED', { voucherNo: 'V1' });
    await bench.write('K1', 'BOOKED', { voucherNo: 'V1' });
    expect(bench.handed).toEqual([
      [
        'CLAIMOFK1',
        {
          bookingKey: 'K1',
          voucherNo: 'V1',
          kind: 'booked',
          pdfBase64: Buffer.from('%PDF booked a4').toString('base64'),
          madeAt: '2026-11-24T09:00:00+08:00',
        },
      ],
    ]);
    expect(delivery.of(bench.order('K1'))).toEqual({
      url: 'https://rs.example.gov.cn/r/CLAIMOFK1',
      code: 'CLAI-MOFK-1',
      state: 'ready',
      until: bench.clock.now() + 180 * DAY,
    });
    expect([news.count, [...bench.due], [...bench.sent.keys()]]).toEqual([1, [], ['K1']]);
  });

  it('has its address before it is there, also while the agency is silent', async () => {
    const bench = new Bench();
    const { delivery, news } = bench.run();
    bench.answers.push(LOST);
    await bench.write('K1', 'BOOKED');
    const { url, state } = delivery.of(bench.order('K1')) ?? {};
    expect([state, [...bench.due.keys()], news.count]).toEqual(['sending', ['K1'], 1]);
    await bench.clock.advance(4_999);
    expect(bench.handed).toHaveLength(1);
    await bench.clock.advance(1);
    expect(delivery.of(bench.order('K1'))).toMatchObject({ url, state: 'ready' });
    expect(news.count).toBe(2);
  });

  it('gives way to the newer truth, and is not there again until that is', async () => {
    const bench = new Bench();
    const { delivery } = bench.run();
    await bench.write('K1', 'BOOKING');
    bench.answers.push(LOST);
    await bench.write('K1', 'BOOKED');
    expect(delivery.of(bench.order('K1'))?.state).toBe('sending');
    expect([[...bench.sent.keys()], [...bench.due.keys()]]).toEqual([['K1'], ['K1']]);
    await bench.clock.advance(5_000);
    expect(delivery.of(bench.order('K1'))?.state).toBe('ready');
    expect(bench.told()).toEqual([
      'CLAIMOFK1 %PDF pending a4',
      'CLAIMOFK1 %PDF booked a4',
      'CLAIMOFK1 %PDF booked a4',
    ]);
    expect(bench.handed[0]?.[1]).not.toHaveProperty('voucherNo');
    expect([...bench.due]).toEqual([]);
  });

  it('tells how far a refund has come', async () => {
    const bench = new Bench();
    bench.run();
    await bench.write('K1', 'REFUNDING');
    await bench.write('K1', 'REFUNDING');
    await bench.write('K1', 'REFUNDED');
    expect(bench.handed.map(([, { kind }]) => kind)).toEqual(['refunding', 'refunding']);
  });

  it('that is outdated before it is drawn is not handed over at all', async () => {
    const bench = new Bench();
    bench.run();
    bench.whileDrawn = async () => {
      bench.whileDrawn = async () => undefined;
      await bench.write('K1', 'BOOKED');
    };
    await bench.write('K1', 'BOOKING');
    await bench.clock.advance(0);
    expect(bench.told()).toEqual(['CLAIMOFK1 %PDF booked a4']);
  });

  it('that is outdated while it is handed over stays owed', async () => {
    const bench = new Bench();
    const { delivery } = bench.run();
    let answer: (value: Answer) => void = () => undefined;
    bench.answers.push(new Promise((resolve) => (answer = resolve)), LOST);
    await bench.write('K1', 'BOOKING');
    await bench.write('K1', 'BOOKED');
    answer(OK);
    await bench.clock.advance(0);
    expect([...bench.due.keys(), delivery.of(bench.order('K1'))?.state]).toEqual(['K1', 'sending']);
    await bench.clock.advance(5_000);
    expect(delivery.of(bench.order('K1'))?.state).toBe('ready');
  });
});

describe('an agency that does not answer', () => {
  it('is asked ever more seldom, and the others are not kept waiting behind one', async () => {
    const bench = new Bench();
    bench.run();
    bench.answers.push(...Array.from({ length: 10 }, () => LOST));
    await bench.write('K1', 'BOOKED');
    const waits: number[] = [];
    for (let tries = 1; tries < 10; tries++) {
      waits.push((bench.clock.untilNext() ?? 0) / 1_000);
      await bench.clock.advance(bench.clock.untilNext() ?? 0);
    }
    expect(waits).toEqual([5, 15, 60, 120, 300, 600, 1_800, 1_800, 1_800]);
    expect(bench.handed).toHaveLength(10);
    // A resident stands there: at once, whatever is being waited for; then the older one has its turn.
    await bench.write('K2', 'BOOKED');
    expect(bench.told().slice(10)).toEqual(['CLAIMOFK2 %PDF booked a4', 'CLAIMOFK1 %PDF booked a4']);
  });

  it('that asks for patience gets it', async () => {
    const bench = new Bench();
    bench.run();
    bench.answers.push(retryAfter(40_000), retryAfter(1_000));
    await bench.write('K1', 'BOOKED');
    expect(bench.clock.untilNext()).toBe(40_000);
    await bench.clock.advance(40_000);
    expect(bench.clock.untilNext()).toBe(15_000);
  });

  it('is asked at once for what somebody is about to scan', async () => {
    const bench = new Bench();
    const { delivery } = bench.run();
    bench.answers.push(LOST);
    await bench.write('K1', 'BOOKED');
    delivery.want(bench.order('K1'));
    await bench.clock.advance(0);
    expect(delivery.of(bench.order('K1'))?.state).toBe('ready');
    delivery.want(bench.order('K1'));
    await bench.clock.advance(0);
    expect(bench.handed).toHaveLength(2);
  });

  it('is left alone by a terminal that has stopped', async () => {
    const bench = new Bench();
    const { stop } = bench.run();
    bench.answers.push(LOST);
    await bench.write('K1', 'BOOKED');
    stop();
    expect(bench.clock.pending).toBe(0);
    await bench.write('K2', 'BOOKED');
    expect(bench.handed).toHaveLength(1);
  });

  it('and answers after the terminal has stopped wakes nothing', async () => {
    const bench = new Bench();
    const { stop } = bench.run();
    let answer: (value: Answer) => void = () => undefined;
    bench.answers.push(new Promise((resolve) => (answer = resolve)));
    await bench.write('K1', 'BOOKED');
    stop();
    answer(LOST);
    await bench.clock.advance(0);
    expect(bench.clock.pending).toBe(0);
  });
});

describe('an agency that refuses', () => {
  it('one receipt is told to the technician; no code is offered for it, and the others go on', async () => {
    const bench = new Bench();
    const { delivery } = bench.run();
    bench.answers.push(refused('UNEXPECTED'));
    await bench.write('K1', 'BOOKED');
    await bench.write('K2', 'BOOKED');
    expect(delivery.of(bench.order('K1'))).toBeNull();
    expect(delivery.of(bench.order('K2'))?.state).toBe('ready');
    expect(bench.log).toEqual(['alarm RECEIPT_REFUSED K1']);
    delivery.want(bench.order('K1'));
    await bench.clock.advance(DAY);
    expect(bench.handed).toHaveLength(2);
    await bench.write('K1', 'REFUNDED');
    expect(delivery.of(bench.order('K1'))?.state).toBe('ready');
  });

  it('all of them is asked again after six hours, and what it has can still be fetched', async () => {
    const bench = new Bench();
    const { delivery } = bench.run();
    await bench.write('K1', 'BOOKED');
    bench.answers.push(refused('NO_DESK'), LOST);
    await bench.write('K2', 'BOOKED');
    expect(delivery.of(bench.order('K1'))?.state).toBe('ready');
    expect(delivery.of(bench.order('K2'))).toBeNull();
    await bench.clock.advance(6 * 60 * MINUTE);
    expect(delivery.of(bench.order('K2'))).toBeNull();
    await bench.clock.advance(MINUTE);
    expect(delivery.of(bench.order('K2'))?.state).toBe('ready');
    expect(bench.log).toEqual([]);
  });
});

describe('the next start', () => {
  it('takes up what is owed, and knows what the agency has', async () => {
    const bench = new Bench();
    const first = bench.run();
    for (const id of ['K1', 'K2', 'K3', 'K4']) {
      bench.answers.push(id === 'K1' || id === 'K3' ? LOST : OK);
      // The one that is owed waits at the end of the queue.
      if (id === 'K2' || id === 'K4') bench.answers.push(LOST);
      await bench.write(id, 'BOOKED');
    }
    first.stop();
    expect([...bench.due.keys()]).toEqual(['K1', 'K3']);
    bench.answers.length = 0;
    bench.handed.length = 0;
    const { delivery } = bench.run();
    await bench.clock.advance(0);
    expect(bench.told()).toEqual(['CLAIMOFK1 %PDF booked a4', 'CLAIMOFK3 %PDF booked a4']);
    for (const order of bench.orders.values()) expect(delivery.of(order)?.state).toBe('ready');
    // A slip that is printed is news of the order, and none of its receipt.
    await bench.write('K2', 'BOOKED');
    expect(bench.handed).toHaveLength(2);
  });

  it('makes up for news that the process died before it could mark, and for nothing else', async () => {
    const bench = new Bench();
    await bench.write('K1', 'BOOKED');
    await bench.write('K2', 'BOOKED');
    bench.sent.set('K2', bench.clock.now());
    const { delivery } = bench.run();
    await bench.clock.advance(0);
    expect(bench.told()).toEqual(['CLAIMOFK1 %PDF booked a4']);
    delivery.want(bench.order('K2'));
    await bench.clock.advance(0);
    expect(bench.handed).toHaveLength(1);
  });

  it('hands over, when somebody wants it, what was paid before phones could fetch anything', async () => {
    const bench = new Bench();
    for (const id of ['K1', 'K2', 'K3']) await bench.write(id, 'BOOKED');
    for (const id of ['K2', 'K3']) bench.sent.set(id, bench.clock.now());
    const { delivery } = bench.run();
    await bench.clock.advance(0);
    expect(bench.handed).toEqual([]);
    delivery.want(bench.order('K1'));
    await bench.clock.advance(0);
    expect(delivery.of(bench.order('K1'))?.state).toBe('ready');
  });

  it('drops what the journal does not know, or has nothing to say about', async () => {
    const bench = new Bench();
    bench.due.set('K8', 1);
    bench.due.set('K9', 1);
    await bench.write('K9', 'QR_LIVE');
    bench.run();
    await bench.clock.advance(DAY);
    expect(bench.handed).toEqual([]);
    expect(bench.clock.pending).toBe(0);
  });
});

describe('after its time', () => {
  it('no receipt is handed over and none is offered', async () => {
    const bench = new Bench();
    const { delivery } = bench.run();
    await bench.write('K1', 'BOOKED');
    await bench.clock.advance(180 * DAY);
    expect(delivery.of(bench.order('K1'))?.state).toBe('ready');
    await bench.clock.advance(1);
    expect(delivery.of(bench.order('K1'))).toBeNull();
    await bench.write('K2', 'QR_LIVE');
    bench.orders.set('K2', { ...bench.order('K2'), state: 'BOOKED' });
    bench.changedAt.set('K2', bench.clock.now() - 181 * DAY);
    delivery.want(bench.order('K2'));
    await bench.clock.advance(0);
    expect(bench.handed).toHaveLength(1);
  });
});

describe('what goes wrong at home', () => {
  it('a receipt that cannot be drawn is drawn later', async () => {
    const bench = new Bench();
    bench.paperFails = true;
    bench.run();
    await bench.write('K1', 'BOOKED');
    expect(bench.handed).toEqual([]);
    bench.paperFails = false;
    await bench.clock.advance(5_000);
    expect(bench.handed).toHaveLength(1);
  });

  it('a bug in the marks costs one receipt, too', async () => {
    const bench = new Bench();
    bench.markBug = new RangeError('not an order id');
    bench.run();
    await bench.write('K1', 'BOOKED');
    bench.markBug = null;
    await bench.write('K2', 'BOOKED');
    expect(bench.told()).toEqual(['CLAIMOFK2 %PDF booked a4']);
    expect(bench.log).toEqual(['bug receipts']);
  });

  it('a bug costs one receipt and is written down', async () => {
    const bench = new Bench();
    bench.bug = new TypeError('x');
    const { delivery } = bench.run();
    await bench.write('K1', 'BOOKED');
    // Nobody is told to come back later for what is not tried again.
    expect(delivery.of(bench.order('K1'))).toBeNull();
    bench.bug = null;
    await bench.write('K2', 'BOOKED');
    expect(bench.told()).toEqual(['CLAIMOFK2 %PDF booked a4']);
    expect(bench.log).toEqual(['bug receipt delivery']);
    expect([...bench.due.keys()]).toEqual(['K1']);
  });
});
