import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VirtualClock } from '../base/clock.ts';
import { type BillSource, NO_BILL } from './bill.ts';
import type { PaymentChannel } from './port.ts';

/** A wallet with its bills, on a clock that stands still at 09:00 of 2026-11-24. */
export interface BillWorld {
  readonly clock: VirtualClock;
  readonly channel: PaymentChannel;
  readonly bills: BillSource;
  /** First part of the levers' ids. */
  readonly device: string;
  pull(lever: string, args?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

const DAY = '2026-11-24';
const HOUR = 3_600_000;
const MINE = 'K0001261124C0001';
const OTHER = 'K0002261124C0001';

/** What reconciliation relies on, whatever the wallet. */
export function billSourceContract(name: string, open: () => Promise<BillWorld>): void {
  describe(`BillSource: ${name}`, () => {
    let world: BillWorld;

    beforeEach(async () => {
      world = await open();
    });

    afterEach(() => world.close());

    async function sell(outTradeNo = MINE): Promise<void> {
      const { channel, clock } = world;
      const expiresAt = clock.now() + 300_000;
      const description = '城乡居民基本医疗保险费 2026年度';
      await channel.prepay(
        channel.prepayBody({ outTradeNo, description, amountFen: 38_005, expiresAt, terminalId: 'K0001' }),
      );
      await world.pull(`${world.device}-scan-pay`, { outTradeNo });
    }

    async function nextDay(): Promise<void> {
      await world.clock.advance(26 * HOUR);
    }

    const isOurs = (outTradeNo: string) => outTradeNo.startsWith('K0001');
    const bill = () => world.bills.bill(DAY, isOurs);

    it('lists what was paid and given back on the day, of this terminal only', async () => {
      await sell();
      await sell(OTHER);
      await world.clock.advance(HOUR);
      const refund = {
        outTradeNo: MINE,
        outRefundNo: `R${MINE}x1`,
        amountFen: 38_005,
        totalFen: 38_005,
        reason: '未能入账',
      };
      await world.channel.refund(world.channel.refundBody(refund));
      await nextDay();
      expect(await bill()).toEqual({
        kind: 'ok',
        value: {
          trades: [
            {
              outTradeNo: MINE,
              transactionId: expect.stringMatching(/^\d{28}$/),
              amountFen: 38_005,
              paidAt: `${DAY}T09:00:00+08:00`,
            },
          ],
          refunds: [
            {
              outTradeNo: MINE,
              outRefundNo: `R${MINE}x1`,
              amountFen: 38_005,
              at: expect.stringContaining(`${DAY}T10:00:0`),
            },
          ],
        },
      });
    });

    it('has no bill of a day on which nothing happened, nor of one that is not over', async () => {
      await sell();
      expect(await bill()).toEqual({ kind: 'refused', code: NO_BILL });
      await nextDay();
      expect(await world.bills.bill('2026-11-23', isOurs)).toEqual({ kind: 'refused', code: NO_BILL });
    });

    it('gives nothing that is late or damaged, and everything once that is over', async () => {
      await sell();
      await nextDay();
      await world.pull(`${world.device}-bill`, { state: 'late' });
      expect(await bill()).toEqual({ kind: 'refused', code: NO_BILL });
      await world.pull(`${world.device}-bill`, { state: 'right' });
      await world.pull(`${world.device}-bill`, { state: 'damaged' });
      expect(await bill()).toEqual({ kind: 'unknown', cause: 'bad-answer' });
      await world.pull(`${world.device}-bill`, { state: 'right' });
      expect(await bill()).toMatchObject({ kind: 'ok', value: { trades: [{ outTradeNo: MINE }] } });
    });

    it('is believed as it is: with a payment too few, one too many, a refund from the console', async () => {
      await sell();
      await world.pull(`${world.device}-bill`, { state: 'lacks' });
      await world.pull(`${world.device}-bill`, { state: 'extra', outTradeNo: 'K0001261124C0009' });
      await world.pull(`${world.device}-console-refund`, { amountFen: 5 });
      await nextDay();
      expect(await bill()).toMatchObject({
        value: {
          trades: [{ outTradeNo: 'K0001261124C0009', amountFen: 12_300 }],
          refunds: [{ outTradeNo: MINE, outRefundNo: expect.stringMatching(/^console/), amountFen: 5 }],
        },
      });
    });

    it('may lack a refund, and keep its payment', async () => {
      await sell();
      await world.pull(`${world.device}-console-refund`, { amountFen: 5 });
      await world.pull(`${world.device}-bill`, { state: 'lacks-refund' });
      await nextDay();
      expect(await bill()).toMatchObject({ value: { trades: [{ outTradeNo: MINE }], refunds: [] } });
    });

    it('has levers that say when there is nothing to spoil or to give back', async () => {
      const { device, pull } = world;
      await expect(pull(`${device}-bill`, { state: 'extra' })).rejects.toThrow('NOT_NOW');
      await expect(pull(`${device}-bill`, { state: 'lacks' })).rejects.toThrow('NOT_NOW');
      await expect(pull(`${device}-bill`, { state: 'lacks-refund' })).rejects.toThrow('NOT_NOW');
      await expect(pull(`${device}-console-refund`)).rejects.toThrow('NOT_NOW');
      await sell();
      await expect(pull(`${device}-console-refund`, { amountFen: 38_006 })).rejects.toThrow('NOT_NOW');
      await pull(`${device}-console-refund`);
      await expect(pull(`${device}-console-refund`)).rejects.toThrow('NOT_NOW');
    });

    it.each(['bill', 'billFile'])('proves nothing when %s fails', async (op) => {
      await sell();
      await nextDay();
      for (const kind of ['500', 'drop', 'truncate', 'html', '429']) {
        await world.pull(`${world.device}-fault`, { op, kind, phase: 'before', count: 1 });
        expect(['unknown', 'retry']).toContain((await bill()).kind);
      }
      expect(await bill()).toMatchObject({ kind: 'ok' });
    });

    it('believes no address that the wallet has not signed', async () => {
      await sell();
      await nextDay();
      await world.pull(`${world.device}-fault`, {
        op: 'bill',
        kind: 'bad-signature',
        phase: 'before',
        count: 1,
      });
      expect(await bill()).toEqual({ kind: 'unknown', cause: 'bad-signature' });
    });

    it('answers unknown once it is shut down', async () => {
      await world.bills.shutdown();
      expect(await bill()).toEqual({ kind: 'unknown', cause: 'network' });
    });
  });
}
