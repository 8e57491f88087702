import { describe, expect, it } from 'vitest';
import { err, ok } from '../../drivers/base/result.ts';
import { Signal } from '../../drivers/base/subscribe.ts';
import type { OrderView } from '../ledger/port.ts';
import { ReceiptArchive } from './receipt-archive.ts';
import type { ReceiptDoc } from './receipt-doc.ts';

const NOW = Date.parse('2026-11-24T09:00:00+08:00');
const DAY = 86_400_000;

/** @param left orders that an earlier run knew, with their last change and the time of their file */
function world(left: Readonly<Record<string, { changed: number | null; made: number | null }>> = {}) {
  const orders = new Signal<OrderView>();
  const saved: string[] = [];
  const alarms: string[] = [];
  const state = {
    kind: (Object.keys(left).length > 0 ? 'booked' : null) as ReceiptDoc['kind'] | null,
    broken: false,
    slowly: false,
    bug: false,
  };
  const slow: (() => void)[] = [];
  new ReceiptArchive({
    ledger: {
      subscribe: (listener) => orders.subscribe(listener),
      recentOrders: () => Object.keys(left).map((id) => ({ id }) as OrderView),
    },
    clock: { now: () => NOW },
    changedAt: (id) => left[id]?.changed ?? null,
    maker: { make: async (doc) => ok(new TextEncoder().encode((doc as ReceiptDoc).kind)) },
    store: {
      madeAt: async (id) => left[id]?.made ?? null,
      save: async (id, pdf) => {
        if (state.bug) throw new RangeError('not an order id');
        if (state.broken) return err({ code: 'IO', detail: 'ENOSPC' });
        const kind = new TextDecoder().decode(pdf);
        if (kind === 'pending' && state.slowly) await new Promise<void>((resolve) => slow.push(resolve));
        saved.push(`${id} ${kind}`);
        return ok(id);
      },
    },
    log: {
      event: (id, fields) => {
        if (id === 'alarm') alarms.push((fields as { code: string }).code);
        if (id === 'bug') alarms.push((fields as { where: string }).where);
      },
    },
    receiptOf: () => (state.kind === null ? null : { kind: state.kind, demo: false, copy: 0, blocks: [] }),
  }).start();
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const change = async (order: Partial<OrderView> = {}) => {
    orders.emit({ id: 'K1', ...order } as OrderView);
    await settle();
  };
  const finish = async () => {
    for (const end of slow.splice(0)) end();
    await settle();
  };
  return { saved, alarms, state, change, finish };
}

describe('receipt archive', () => {
  it('keeps nothing while nothing is proven, then one receipt per truth', async () => {
    const { saved, state, change } = world();
    await change();
    state.kind = 'pending';
    await change();
    await change();
    state.kind = 'booked';
    await change();
    expect(saved).toEqual(['K1 pending', 'K1 booked']);
  });

  it('says of a refund how far it has come', async () => {
    const { saved, state, change } = world();
    state.kind = 'refunding';
    await change({ state: 'REFUNDING' });
    await change({ state: 'REFUNDING' });
    await change({ state: 'REFUNDED' });
    expect(saved).toEqual(['K1 refunding', 'K1 refunding']);
  });

  it('never lets an older truth that is slow to write replace a newer one', async () => {
    const { saved, state, change, finish } = world();
    state.slowly = true;
    state.kind = 'pending';
    await change();
    state.kind = 'booked';
    await change();
    expect(saved).toEqual([]);
    await finish();
    expect(saved).toEqual(['K1 pending', 'K1 booked']);
  });

  it('raises an alarm when the disk refuses, and tries again with the next change', async () => {
    const { saved, alarms, state, change } = world();
    state.kind = 'booked';
    state.broken = true;
    await change();
    expect(alarms).toEqual(['RECEIPT_NOT_KEPT']);
    state.broken = false;
    await change();
    expect(saved).toEqual(['K1 booked']);
  });

  it('keeps the next receipt when a bug has cost one', async () => {
    const { saved, alarms, state, change } = world();
    state.kind = 'pending';
    state.bug = true;
    await change();
    state.kind = 'booked';
    state.bug = false;
    await change();
    expect(saved).toEqual(['K1 booked']);
    expect(alarms).toEqual(['receipts']);
  });

  it('makes up for what an earlier run has left out: no file, or one that is older than the truth', async () => {
    const { saved, change } = world({
      K1: { changed: NOW - 10, made: null },
      K2: { changed: NOW - 10, made: NOW - 20 },
      K3: { changed: NOW - 10, made: NOW - 10 },
      K4: { changed: null, made: null },
    });
    await change({ id: 'K5' });
    expect([...saved].sort()).toEqual(['K1 booked', 'K2 booked', 'K5 booked']);
  });

  it('does not make again what was purged after its time', async () => {
    const { saved, change } = world({ K1: { changed: NOW - 181 * DAY, made: null } });
    await change({ id: 'K2' });
    expect(saved).toEqual(['K2 booked']);
  });

  it('leaves to the news what changes while it looks', async () => {
    const { saved, change } = world({ K1: { changed: NOW, made: null } });
    await change();
    expect(saved).toEqual(['K1 booked']);
  });
});
