import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentChannel, PrepayOrder, RefundOrder, Trade } from './port.ts';

/** A channel with its wallet at hand. A real merchant account would need a person with a phone to take part. */
export interface ChannelWorld {
  readonly channel: PaymentChannel;
  /** Milliseconds since the epoch, the wallet's and the terminal's. */
  now(): number;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
  /** What the wallet says of an order that has a code which nobody has scanned, and of a number that was never ordered. */
  readonly says: { readonly unscanned: Trade; readonly absent: Trade };
  /** A payer scans the code of this order and hesitates. */
  scan(outTradeNo: string): Promise<void>;
  /** A payer scans the code of this order and pays, all or (wrongly) another amount. */
  pay(outTradeNo: string, fen?: number): Promise<void>;
  /** Puts the terminal's clock so far ahead of the wallet's, milliseconds. */
  putAhead(ms: number): void;
  /** What the payer's wallet takes the money from. */
  takeFrom(funds: 'bank-card' | 'ecny'): Promise<void>;
  /** The next answer to this call is lost after the wallet has done its work. */
  loseAnswer(op: 'prepay' | 'close' | 'refund'): Promise<void>;
  /** The next call of this kind meets a wallet with too much to do. `503`: it says how long that will last. */
  overload(op: 'prepay' | 'query' | 'close' | 'refund', status: '429' | '503'): Promise<void>;
  /** Longer than any refund takes to settle, milliseconds. */
  readonly refundMs: number;
  close(): Promise<void>;
}

/** What the ledger relies on, whatever the wallet. */
export function paymentChannelContract(name: string, open: () => Promise<ChannelWorld>): void {
  describe(`PaymentChannel: ${name}`, () => {
    let world: ChannelWorld;
    let channel: PaymentChannel;
    const outTradeNo = 'K0001261124000QQ7XK2M';
    const outRefundNo = `R${outTradeNo}x1`;

    beforeEach(async () => {
      world = await open();
      channel = world.channel;
    });

    afterEach(() => world.close());

    function order(overrides: Partial<PrepayOrder> = {}): PrepayOrder {
      return {
        outTradeNo,
        description: '城乡居民基本养老保险费 2026年度',
        amountFen: 20_000,
        expiresAt: world.now() + 300_000,
        terminalId: 'K0001',
        ...overrides,
      };
    }

    function refundOrder(overrides: Partial<RefundOrder> = {}): RefundOrder {
      return {
        outTradeNo,
        outRefundNo,
        amountFen: 20_000,
        totalFen: 20_000,
        reason: '未能入账',
        ...overrides,
      };
    }

    async function prepared(): Promise<string> {
      const body = channel.prepayBody(order());
      expect(await channel.prepay(body)).toMatchObject({ kind: 'ok' });
      return body;
    }

    async function scanned(): Promise<string> {
      const body = await prepared();
      await world.scan(outTradeNo);
      return body;
    }

    it('makes bodies purely: the same order, the same bytes', () => {
      expect(channel.prepayBody(order())).toBe(channel.prepayBody(order()));
      expect(channel.refundBody(refundOrder())).toBe(channel.refundBody(refundOrder()));
    });

    it('treats numbers and amounts out of bounds as bugs', () => {
      expect(() => channel.prepayBody(order({ outTradeNo: 'short' }))).toThrow(RangeError);
      expect(() => channel.prepayBody(order({ amountFen: 0 }))).toThrow(RangeError);
      expect(() => channel.prepayBody(order({ amountFen: 1.5 }))).toThrow(RangeError);
      expect(() => channel.refundBody(refundOrder({ amountFen: 20_001 }))).toThrow(RangeError);
    });

    it('gives a code, and again for the same body', async () => {
      const body = await prepared();
      const again = await channel.prepay(body);
      expect(again).toMatchObject({ kind: 'ok' });
      if (again.kind === 'ok') expect(again.value.codeUrl).toMatch(/^\S+:\/\/\S+$/);
      expect(await channel.query(outTradeNo)).toEqual({ kind: 'ok', value: world.says.unscanned });
      await world.scan(outTradeNo);
      expect(await channel.query(outTradeNo)).toEqual({ kind: 'ok', value: { state: 'UNPAID' } });
    });

    it('does not let one number stand for two orders', async () => {
      await scanned();
      expect(await channel.prepay(channel.prepayBody(order({ amountFen: 1 })))).toMatchObject({
        kind: 'refused',
      });
    });

    it('knows nothing of an order that was never made', async () => {
      expect(await channel.query(outTradeNo)).toEqual({ kind: 'ok', value: world.says.absent });
      expect(await channel.close(outTradeNo)).toMatchObject({ kind: 'refused' });
    });

    it('says who paid what and when', async () => {
      await prepared();
      await world.advance(2000);
      await world.pay(outTradeNo);
      const outcome = await channel.query(outTradeNo);
      expect(outcome).toMatchObject({ kind: 'ok', value: { state: 'PAID', amountFen: 20_000 } });
      if (outcome.kind !== 'ok' || outcome.value.state !== 'PAID') return;
      expect(outcome.value.transactionId).not.toBe('');
      expect(Math.abs(Date.parse(outcome.value.paidAt) - world.now())).toBeLessThan(1000);
    });

    it.each(['bank-card', 'ecny'] as const)('says that the money came from %s', async (funds) => {
      await prepared();
      await world.takeFrom(funds);
      await world.pay(outTradeNo);
      expect(await channel.query(outTradeNo)).toMatchObject({ value: { state: 'PAID', funding: funds } });
    });

    it('reports a wrong amount as it is: the ledger judges', async () => {
      await prepared();
      await world.pay(outTradeNo, 1);
      expect(await channel.query(outTradeNo)).toMatchObject({ value: { state: 'PAID', amountFen: 1 } });
    });

    it('closes for good, and more than once', async () => {
      const body = await scanned();
      expect(await channel.close(outTradeNo)).toMatchObject({ kind: 'ok' });
      expect(await channel.query(outTradeNo)).toEqual({ kind: 'ok', value: { state: 'CLOSED' } });
      expect(['ok', 'refused']).toContain((await channel.close(outTradeNo)).kind);
      expect(await channel.prepay(body)).toMatchObject({ kind: 'refused' });
    });

    it('does not close what has been paid', async () => {
      await prepared();
      await world.pay(outTradeNo);
      expect(await channel.close(outTradeNo)).toMatchObject({ kind: 'refused' });
      expect(await channel.query(outTradeNo)).toMatchObject({ value: { state: 'PAID' } });
    });

    it('repeats after a lost answer without a second effect', async () => {
      const body = channel.prepayBody(order());
      await world.loseAnswer('prepay');
      expect(await channel.prepay(body)).toMatchObject({ kind: 'unknown' });
      expect(await channel.prepay(body)).toMatchObject({ kind: 'ok' });
      await world.scan(outTradeNo);
      await world.loseAnswer('close');
      expect(await channel.close(outTradeNo)).toMatchObject({ kind: 'unknown' });
      expect(await channel.query(outTradeNo)).toEqual({ kind: 'ok', value: { state: 'CLOSED' } });
    });

    it('waits as long as it is told to, and nothing has happened meanwhile', async () => {
      const body = channel.prepayBody(order());
      const refundBody = channel.refundBody(refundOrder());
      for (const [status, least] of [
        ['429', 1000],
        ['503', 10_000],
      ] as const) {
        for (const [op, call] of [
          ['prepay', () => channel.prepay(body)],
          ['query', () => channel.query(outTradeNo)],
          ['close', () => channel.close(outTradeNo)],
          ['refund', () => channel.refund(refundBody)],
        ] as const) {
          await world.overload(op, status);
          const outcome = await call();
          expect(outcome.kind, `${op} ${status}`).toBe('retry');
          if (outcome.kind === 'retry') expect(outcome.afterMs).toBeGreaterThanOrEqual(least);
        }
      }
      expect(await channel.query(outTradeNo)).toEqual({ kind: 'ok', value: world.says.absent });
      expect(await channel.prepay(body)).toMatchObject({ kind: 'ok' });
    });

    it('gives money back once, however often it is asked to', async () => {
      await prepared();
      await world.pay(outTradeNo);
      expect(await channel.queryRefund(outRefundNo, outTradeNo)).toEqual({ kind: 'ok', value: null });
      const body = channel.refundBody(refundOrder());
      await world.loseAnswer('refund');
      expect(await channel.refund(body)).toMatchObject({ kind: 'unknown' });
      const again = await channel.refund(body);
      expect(again).toMatchObject({ kind: 'ok', value: { amountFen: 20_000 } });
      await world.advance(world.refundMs);
      expect(await channel.queryRefund(outRefundNo, outTradeNo)).toMatchObject({
        kind: 'ok',
        value: { state: 'SUCCESS', amountFen: 20_000 },
      });
      expect(await channel.query(outTradeNo)).toMatchObject({ value: { state: 'REFUNDED' } });
    });

    it('gives nothing back that was not paid', async () => {
      await scanned();
      expect(await channel.refund(channel.refundBody(refundOrder()))).toMatchObject({ kind: 'refused' });
      expect(await channel.queryRefund(outRefundNo, outTradeNo)).toEqual({ kind: 'ok', value: null });
    });

    it('tells how far the terminal’s clock is off, and when it is right again', async () => {
      expect(channel.clockOffMs?.()).toBe(0);
      await channel.query(outTradeNo);
      expect(channel.clockOffMs?.()).toBe(0);
      world.putAhead(120_000);
      await channel.query(outTradeNo);
      expect(channel.clockOffMs?.()).toBe(-120_000);
      world.putAhead(0);
      // Somebody has set it: a terminal that sells nothing because of its clock makes no call that could tell.
      expect(channel.clockOffMs?.()).toBe(0);
    });

    it('answers unknown once it is shut down', async () => {
      await channel.shutdown();
      expect(await channel.query(outTradeNo)).toEqual({ kind: 'unknown', cause: 'network' });
    });
  });
}
