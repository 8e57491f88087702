import { describe, expect, it } from 'vitest';
import { identifyByCard, toBills, toOutcome, toPay, toPrinted, toReview } from './testing/journey.ts';
import { INSURED, WANG } from './testing/people.ts';
import { PAY_CODE, visitWorld } from './testing/world.ts';

describe('a whole visit', () => {
  it('goes from the card to the slip and back to attract', async () => {
    const world = visitWorld();
    expect(world.screen('attract')).toEqual({ name: 'attract', card: true, scan: true });

    await toBills(world);
    expect(world.snapshot.resident).toEqual({
      name: '王*明',
      idNumber: '440***********0011',
      revealed: false,
      cardNotices: [],
    });
    expect(world.screen('bills')).toMatchObject({
      phase: 'ready',
      selectedId: 'B-PENSION',
      totalFen: 36_000,
    });

    await toReview(world);
    expect(world.screen('review')).toMatchObject({
      phase: 'ready',
      amountFen: 36_000,
      amountInWords: '叁佰陆拾元整',
      channel: 'wechat',
      printerNotice: null,
      lines: [{ billId: 'B-PENSION', tierLabel: '二档', amountFen: 36_000, lateFeeFen: 0 }],
    });

    await world.tap('confirm');
    expect(world.screen('pay')).toMatchObject({ code: null, notice: 'preparing', secondsLeft: 300 });
    await world.codeComes();
    expect(world.screen('pay')).toMatchObject({ code: PAY_CODE, notice: null, status: 'waiting' });

    await world.moneyComes();
    expect(world.screen('pay')).toMatchObject({ code: null, status: 'paid', canLeave: false });
    await world.isBooked();
    expect(world.screen('outcome')).toMatchObject({
      result: 'booked',
      voucherNo: 'V-1',
      canPrint: true,
      secondsLeft: 30,
    });

    await world.tap('print-slip');
    expect(world.screen('receipt')).toMatchObject({ mode: 'paper', print: { state: 'printing' } });
    await world.seconds(3);
    expect(world.screen('receipt')).toMatchObject({
      print: { state: 'printed', evidence: 'A', copy: 0 },
      secondsLeft: 30,
    });
    expect(world.order.prints).toMatchObject([{ jobId: 'K0001-1-1', copy: 0, state: 'PRINTED' }]);

    await world.tap('finish');
    expect(world.screen('farewell')).toEqual({
      name: 'farewell',
      cardInside: true,
      result: 'paid',
      secondsLeft: null,
    });
    world.reader.remove();
    expect(world.screen('attract')).toEqual({ name: 'attract', card: true, scan: true });
  });

  it('asks the agency with what the card said and nothing else', async () => {
    const world = visitWorld();
    await identifyByCard(world);
    expect(world.agency.lookups).toEqual([
      {
        by: 'card',
        cardNumber: WANG.cardNumber,
        idNumber: WANG.idNumber,
        name: WANG.name,
        cardIdentifier: '44040000000000000000000000000000',
        region: '440404',
      },
    ]);
  });

  it('writes the order down with a masked person', async () => {
    const world = visitWorld();
    await toPay(world);
    expect(world.ledger.requests).toMatchObject([
      {
        channel: 'wechat',
        insuredId: INSURED.insuredId,
        payer: { name: '王*明', idNumber: '440***********0011' },
        quoteId: 'Q-1',
        amountFen: 36_000,
      },
    ]);
  });

  it('logs every move with the event that made it', async () => {
    const world = visitWorld();
    await toPrinted(world);
    expect(world.logged('visit-moved').map(({ from, to, event }) => `${from} > ${to} (${event})`)).toEqual([
      'attract > identify.reading (card-inserted)',
      'identify.reading > identify.looking-up (xstate.done.actor.0.visit.identify.reading)',
      'identify.looking-up > bills.loading (xstate.done.actor.0.visit.identify.looking-up)',
      'bills.loading > bills.ready (xstate.done.actor.0.visit.bills.loading)',
      'bills.ready > review.quoting (next)',
      'review.quoting > review.fresh (xstate.done.actor.0.visit.review.quoting)',
      'review.fresh > review.ready (xstate.after.secondTap.visit.review.fresh)',
      'review.ready > review.opening (confirm)',
      'review.opening > pay.live.showing (xstate.done.actor.0.visit.review.opening)',
      'pay.live.showing > pay.settling (order-changed)',
      'pay.settling > outcome (order-changed)',
      'outcome > receipt.printing (print-slip)',
      'receipt.printing > receipt.printed (xstate.done.actor.0.visit.receipt.printing)',
    ]);
  });
});

describe('snapshots', () => {
  it('grow by one and only when something can be seen', async () => {
    const world = visitWorld();
    await toBills(world);
    const before = world.snapshots.length;
    await world.tap('touch', 'touch');
    expect(world.snapshots).toHaveLength(before);
    expect(world.snapshots.map(({ seq }) => seq)).toEqual(world.snapshots.map((_, i) => i + 1));
  });

  it('never show a count that begins at zero', async () => {
    const world = visitWorld();
    await toPrinted(world);
    await world.tap('finish');
    const counts = world.snapshots.flatMap(({ screen }) =>
      'secondsLeft' in screen && !(screen.name === 'receipt' && screen.print.state === 'printing')
        ? [screen.secondsLeft]
        : [],
    );
    expect(counts.length).toBeGreaterThan(5);
    expect(counts).not.toContain(0);
  });

  it('tell the end of a visit once, when nobody is there', async () => {
    const world = visitWorld();
    let ended = 0;
    const unsubscribe = world.visit.onEnded(() => {
      ended += 1;
    });
    await toPrinted(world);
    await world.tap('finish');
    expect(ended).toBe(0);
    world.reader.remove();
    expect(ended).toBe(1);
    unsubscribe();
    await toBills(world);
    await world.tap('cancel');
    world.reader.remove();
    expect(ended).toBe(1);
  });

  it('tell the end of a visit also when the terminal goes out of service with it', async () => {
    const world = visitWorld();
    let ended = 0;
    world.visit.onEnded(() => {
      ended += 1;
    });
    await toBills(world);
    world.ledger.writable = false;
    await world.tap('cancel');
    world.reader.remove();
    world.screen('out-of-service');
    expect(ended).toBe(1);
    world.ledger.writable = true;
    await world.seconds(30);
    world.screen('attract');
    expect(ended).toBe(1);
  });

  it('reach a subscriber until it unsubscribes', async () => {
    const world = visitWorld();
    let heard = 0;
    const unsubscribe = world.visit.subscribe(() => {
      heard += 1;
    });
    await world.tap('start');
    expect(heard).toBeGreaterThan(0);
    unsubscribe();
    const before = heard;
    await world.tap('cancel');
    expect(heard).toBe(before);
  });
});

describe('an event that nobody thought of', () => {
  it('is recorded, and the visit goes on', async () => {
    const world = visitWorld();
    await toBills(world);
    // @ts-expect-error -- no such event exists
    world.visit.deliver({ type: 'earthquake' });
    expect(world.logged('visit-unanswered')).toEqual([{ state: 'bills.ready', event: 'earthquake' }]);
    world.screen('bills');
  });
});

describe('the end of the visit', () => {
  it('hears nothing any more after stop', async () => {
    const world = visitWorld();
    await toOutcome(world);
    world.stop();
    const before = world.snapshots.length;
    world.reader.remove();
    world.scanner.scan('T');
    world.printer.block('paper-out');
    await world.move({ doubtful: true });
    await world.seconds(300);
    expect(world.snapshots).toHaveLength(before);
    expect(world.clock.pending).toBe(0);
  });
});
