import { describe, expect, it } from 'vitest';
import { err, ok } from '../../drivers/base/result.ts';
import { Signal } from '../../drivers/base/subscribe.ts';
import type { OrderView } from '../ledger/port.ts';
import { ReceiptArchive } from './receipt-archive.ts';
import type { ReceiptDoc } from './receipt-doc.ts';

function world() {
  const orders = new Signal<OrderView>();
  const saved: string[] = [];
  const alarms: string[] = [];
  const state = { kind: null as ReceiptDoc['kind'] | null, broken: false, slowly: false, bug: false };
  const slow: (() => void)[] = [];
  new ReceiptArchive({
    ledger: orders,
    maker: { make: async ({ kind }) => ok(new TextEncoder().encode(kind)) },
    store: {
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
});
