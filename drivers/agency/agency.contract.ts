import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgencyPort, BookingRequest, LookupRequest, PaymentHistory, Quote, QuoteLine } from './port.ts';

/** An agency with somebody insured who owes something. */
export interface AgencyContractWorld {
  readonly agency: AgencyPort & PaymentHistory;
  /** Milliseconds since the epoch, the agency's and the terminal's. */
  now(): number;
  advance(ms: number): Promise<void>;
  /** Finds a person whose bills hold `line`, due. */
  readonly known: LookupRequest;
  readonly unknown: LookupRequest;
  /** A bill of that person, with a tier where it needs one. */
  readonly line: Omit<QuoteLine, 'insuredId'>;
  /** A token of the electronic card that has not been used. */
  freshToken(): Promise<string>;
  /** The next answer to a booking is lost after the agency has booked. */
  loseBookingAnswer(): Promise<void>;
  /** The next booking stays pending until `settle`. */
  holdBooking(): Promise<void>;
  settle(): Promise<void>;
  /** Longer than a quote holds, milliseconds. */
  readonly quoteMs: number;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

/** What the ledger relies on, whoever implements the agency interface. */
export function agencyContract(name: string, open: () => Promise<AgencyContractWorld>): void {
  describe(`AgencyPort: ${name}`, () => {
    let world: AgencyContractWorld;
    let agency: AgencyPort & PaymentHistory;

    beforeEach(async () => {
      world = await open();
      agency = world.agency;
    });

    afterEach(() => world.close());

    async function insuredId(): Promise<string> {
      const found = await agency.lookup(world.known);
      if (found.kind !== 'ok') throw new Error(`lookup: ${JSON.stringify(found)}`);
      return found.value.insuredId;
    }

    async function quoted(): Promise<Quote> {
      const payerId = await insuredId();
      const quote = await agency.quote({ payerId, lines: [{ insuredId: payerId, ...world.line }] });
      if (quote.kind !== 'ok') throw new Error(`quote: ${JSON.stringify(quote)}`);
      return quote.value;
    }

    function bookingOf(quote: Quote, changes: Partial<BookingRequest> = {}): string {
      return JSON.stringify({
        bookingKey: 'K0001261124C0001',
        quoteId: quote.quoteId,
        amountFen: quote.amountFen,
        channel: 'wechat',
        channelTransactionId: '4200000000202611240000000001',
        paidAt: new Date(world.now()).toISOString(),
        terminalId: 'K0001',
        ...changes,
      });
    }

    it('finds the insured by card, and says when there is nobody', async () => {
      expect(await agency.lookup(world.known)).toMatchObject({ kind: 'ok' });
      expect(await agency.lookup(world.unknown)).toEqual({ kind: 'refused', code: 'NOT_INSURED' });
    });

    it('takes a token of the electronic card once', async () => {
      const token = await world.freshToken();
      expect(await agency.lookup({ by: 'ecode', token })).toMatchObject({ kind: 'ok' });
      expect(await agency.lookup({ by: 'ecode', token })).toEqual({ kind: 'refused', code: 'TOKEN_EXPIRED' });
    });

    it('lists bills with the amounts to choose from or to pay', async () => {
      const bills = await agency.bills(await insuredId());
      expect(bills.kind).toBe('ok');
      if (bills.kind === 'ok') expect(bills.value.map((bill) => bill.billId)).toContain(world.line.billId);
      expect(await agency.bills('nobody/../x')).toEqual({ kind: 'refused', code: 'NOT_FOUND' });
    });

    it('prices what was asked for a while', async () => {
      const quote = await quoted();
      expect(quote.amountFen).toBeGreaterThan(0);
      expect(Date.parse(quote.validUntil)).toBeGreaterThan(world.now());
      const payerId = await insuredId();
      const wrong = await agency.quote({ payerId, lines: [{ insuredId: payerId, billId: 'none' }] });
      expect(wrong.kind).toBe('refused');
    });

    it('books once: the same key and body, the same answer', async () => {
      const quote = await quoted();
      const body = bookingOf(quote);
      expect(await agency.queryBooking('K0001261124C0001')).toEqual({ kind: 'ok', value: null });
      const first = await agency.book(body);
      expect(first).toMatchObject({ kind: 'ok', value: { status: 'booked' } });
      expect(await agency.book(body)).toEqual(first);
      expect(await agency.queryBooking('K0001261124C0001')).toEqual(first);
      const other = bookingOf(quote, { channelTransactionId: '1' });
      expect(await agency.book(other)).toEqual({ kind: 'refused', code: 'OUR_FAULT' });
    });

    it('marks a booked bill as paid, and refuses to take money for it again', async () => {
      const [quote, second] = [await quoted(), await quoted()];
      await agency.book(bookingOf(quote));
      const bills = await agency.bills(await insuredId());
      expect(
        bills.kind === 'ok' && bills.value.find((bill) => bill.billId === world.line.billId),
      ).toMatchObject({ status: 'paid' });
      expect(await agency.book(bookingOf(second, { bookingKey: 'K0001261124C0002' }))).toEqual({
        kind: 'ok',
        value: { status: 'rejected', code: 'ALREADY_PAID' },
      });
    });

    it('remembers what was paid, on the day on which it was paid', async () => {
      const quote = await quoted();
      const booked = await agency.book(bookingOf(quote));
      if (booked.kind !== 'ok' || booked.value.status !== 'booked') throw new Error(JSON.stringify(booked));
      const day = (ms: number) => new Date(world.now() + ms + SHANGHAI_MS).toISOString().slice(0, 10);
      const today = { from: day(0), to: day(0) };
      const { voucherNo } = booked.value;
      const paid = { voucherNo, amountFen: quote.amountFen, bookingKey: 'K0001261124C0001' };
      const id = await insuredId();
      expect(await agency.payments(id, today)).toMatchObject({ kind: 'ok', value: [paid] });
      const before = { from: day(-2 * DAY_MS), to: day(-DAY_MS) };
      expect(await agency.payments(id, before)).toEqual({ kind: 'ok', value: [] });
      expect(await agency.payments('nobody/../x', today)).toEqual({ kind: 'refused', code: 'NOT_FOUND' });
    });

    it('can be asked after a lost answer', async () => {
      const body = bookingOf(await quoted());
      await world.loseBookingAnswer();
      expect(await agency.book(body)).toMatchObject({ kind: 'unknown' });
      const asked = await agency.queryBooking('K0001261124C0001');
      expect(asked).toMatchObject({ kind: 'ok', value: { status: 'booked' } });
      expect(await agency.book(body)).toEqual(asked);
    });

    it('moves a pending booking once', async () => {
      const body = bookingOf(await quoted());
      await world.holdBooking();
      expect(await agency.book(body)).toEqual({ kind: 'ok', value: { status: 'pending' } });
      expect(await agency.book(body)).toEqual({ kind: 'ok', value: { status: 'pending' } });
      await world.settle();
      const end = await agency.queryBooking('K0001261124C0001');
      expect(end).toMatchObject({ kind: 'ok', value: { status: 'booked' } });
      expect(await agency.book(body)).toEqual(end);
    });

    it('judges by the time of payment, not of the call', async () => {
      const [timely, late] = [await quoted(), await quoted()];
      const body = bookingOf(timely);
      await world.advance(world.quoteMs);
      expect(await agency.book(bookingOf(late, { bookingKey: 'K0001261124C0002' }))).toEqual({
        kind: 'ok',
        value: { status: 'rejected', code: 'QUOTE_EXPIRED' },
      });
      expect(await agency.book(body)).toMatchObject({ kind: 'ok', value: { status: 'booked' } });
    });

    it('refuses for good what does not agree', async () => {
      const quote = await quoted();
      const cases: readonly [Partial<BookingRequest>, string][] = [
        [{ amountFen: quote.amountFen + 1 }, 'AMOUNT_MISMATCH'],
        [{ quoteId: 'none' }, 'UNKNOWN_QUOTE'],
      ];
      for (const [at, [changes, code]] of cases.entries()) {
        const bookingKey = `K0001261124D000${at}`;
        const rejected = { kind: 'ok', value: { status: 'rejected', code } };
        expect(await agency.book(bookingOf(quote, { ...changes, bookingKey }))).toEqual(rejected);
        expect(await agency.queryBooking(bookingKey)).toEqual(rejected);
      }
    });

    it('takes a broken booking for a fault of ours', async () => {
      expect(await agency.book('{')).toEqual({ kind: 'refused', code: 'OUR_FAULT' });
    });

    it('answers unknown once it is closed', async () => {
      await agency.close();
      expect(await agency.bills('P0001')).toEqual({ kind: 'unknown', cause: 'network' });
    });
  });
}
