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
  const state = { kind: null as ReceiptDoc['kind'] | null, broken: false };
  new ReceiptArchive({
    ledger: orders,
    maker: { make: async () => ok(new Uint8Array()) },
    store: {
      save: async (id) => {
        if (state.broken) return err({ code: 'IO', detail: 'ENOSPC' });
        saved.push(`${id} ${state.kind}`);
        return ok(id);
      },
    },
    log: {
      event: (id, fields) => {
        if (id === 'alarm') alarms.push((fields as { code: string }).code);
      },
    },
    receiptOf: () => (state.kind === null ? null : { kind: state.kind, demo: false, copy: 0, blocks: [] }),
  }).start();
  const change = async () => {
    orders.emit({ id: 'K1' } as OrderView);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { saved, alarms, state, change };
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
});
