import { describe, expect, it } from 'vitest';
import { PRINT_MS } from '../testing/fake-printer.ts';
import { toOutcome, toPay, toPrinted } from '../testing/journey.ts';
import { visitWorld, type World } from '../testing/world.ts';

async function printed(prepare: (world: World) => void = () => undefined): Promise<World> {
  const world = visitWorld();
  await toOutcome(world);
  prepare(world);
  await world.tap('print-slip');
  await world.clock.advance(PRINT_MS);
  return world;
}

const texts = (world: World) => JSON.stringify(world.screen('receipt').preview);

describe('a slip', () => {
  it('is journalled before and after', async () => {
    const world = visitWorld();
    await toOutcome(world);
    await world.tap('print-slip');
    expect(world.order.prints).toMatchObject([{ jobId: 'K0001-1-1', state: 'PENDING' }]);
    await world.clock.advance(PRINT_MS);
    expect(world.order.prints).toMatchObject([{ state: 'PRINTED', evidence: 'A' }]);
    const paper = world.printer.jobs[0]?.slip.blocks ?? [];
    expect(paper.filter(({ kind }) => kind === 'qr')).toHaveLength(1);
    // On the glass it would be taken for one to be scanned now.
    expect(world.screen('receipt').preview).toEqual(paper.filter(({ kind }) => kind !== 'qr'));
  });

  it('is in large type for whoever has chosen elder mode', async () => {
    const large = (world: World) =>
      world.printer.jobs[0]?.slip.blocks.flatMap((block) =>
        block.kind === 'pair' && block.size === 'large' ? [block.field] : [],
      );
    expect(large(await printed())).toEqual(['total']);
    const world = visitWorld();
    await toOutcome(world);
    await world.tap('elder-mode');
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(large(world)).toContain('insured-name');
  });

  it('is told as the printer proves it', async () => {
    const world = await printed();
    expect(world.screen('receipt').print).toEqual({
      state: 'printed',
      evidence: 'A',
      reason: null,
      copy: 0,
    });
  });

  it('without proof is told as uncertain, and the next one says that it is a copy', async () => {
    const world = await printed(({ printer }) => {
      printer.result = { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' };
    });
    expect(world.screen('receipt').print).toEqual({
      state: 'uncertain',
      evidence: 'D',
      reason: 'timeout',
      copy: 0,
    });
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('receipt').print.copy).toBe(1);
    expect(texts(world)).toContain('【补打】');
  });

  it('of which not a byte left is told as failed, and the next one is still the original', async () => {
    const world = await printed(({ printer }) => printer.block('paper-out'));
    expect(world.screen('receipt')).toMatchObject({
      print: { state: 'failed', evidence: 'none', reason: 'paper-out', copy: 0 },
      canPrint: false,
    });
    world.printer.become('ready');
    expect(world.screen('receipt').canPrint).toBe(true);
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('receipt').print).toMatchObject({ state: 'printed', copy: 0 });
  });

  it('is not printed while its intent cannot be journalled', async () => {
    const world = await printed(({ ledger }) => {
      ledger.writable = false;
    });
    expect(world.screen('receipt').print).toMatchObject({ state: 'failed', reason: 'fault' });
    expect(world.printer.jobs).toEqual([]);
  });

  it('that nobody hears of again ends as uncertain', async () => {
    const world = await printed(({ printer }) => {
      printer.hangs = true;
    });
    await world.seconds(170);
    expect(world.screen('receipt').print.state).toBe('printing');
    await world.seconds(10);
    expect(world.screen('receipt').print).toMatchObject({
      state: 'uncertain',
      evidence: 'D',
      reason: 'timeout',
    });
    await world.seconds(30);
    world.screen('farewell');
  });

  it('is never interrupted by a hand', async () => {
    const world = visitWorld();
    await toOutcome(world);
    await world.tap('print-slip', 'print-slip', 'finish', 'cancel', 'back', 'e-receipt');
    expect(world.screen('receipt').print.state).toBe('printing');
    await world.clock.advance(PRINT_MS);
    expect(world.printer.jobs).toHaveLength(1);
  });
});

describe('after the slip', () => {
  it('the screen counts 30 seconds, and again for more time', async () => {
    const world = await printed();
    await world.seconds(20);
    await world.tap('more-time');
    expect(world.screen('receipt').secondsLeft).toBe(30);
    await world.seconds(30);
    expect(world.screen('farewell').result).toBe('paid');
  });

  it('返回 leads to the outcome', async () => {
    const world = await printed();
    await world.tap('back');
    expect(world.screen('outcome').result).toBe('booked');
  });

  it.each(['finish', 'cancel'] as const)('%s leads to the farewell', async (control) => {
    const world = await printed();
    await world.tap(control);
    world.screen('farewell');
  });
});

describe('the slip on the glass', () => {
  it('is the same document, with time to photograph it', async () => {
    const world = visitWorld();
    await toOutcome(world);
    await world.tap('e-receipt');
    expect(world.screen('receipt')).toMatchObject({
      mode: 'electronic',
      print: { state: 'none', evidence: 'none', copy: 0 },
      voucherNo: 'V-1',
      secondsLeft: 120,
    });
    expect(texts(world)).toContain('V-1');
    expect(texts(world)).not.toContain('【补打】');
    await world.tap('e-receipt', 'more-time');
    expect(world.screen('receipt').secondsLeft).toBe(120);
  });

  it('can still be printed, and a printed one be shown', async () => {
    const world = visitWorld();
    await toOutcome(world);
    await world.tap('e-receipt', 'print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('receipt')).toMatchObject({ mode: 'paper', print: { state: 'printed' } });
    await world.tap('e-receipt');
    expect(world.screen('receipt')).toMatchObject({ mode: 'electronic', print: { state: 'printed' } });
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(texts(world)).toContain('【补打】');
    await world.tap('e-receipt');
    expect(texts(world)).not.toContain('【补打】');
  });

  it('cannot be printed where there is no printer', async () => {
    const world = visitWorld({ printer: false });
    await toOutcome(world);
    await world.tap('e-receipt', 'print-slip');
    expect(world.screen('receipt').mode).toBe('electronic');
  });
});

describe('the receipt for a phone', () => {
  async function electronic(): Promise<World> {
    const world = visitWorld({ receipts: true });
    await toOutcome(world);
    await world.tap('e-receipt');
    return world;
  }

  it('can be scanned before it is there, and the screen says when it is', async () => {
    const world = await electronic();
    const code = `CODE-OF-${world.order.id}`;
    const claim = { url: `https://rs.example.gov.cn/r/${code}`, code, untilDay: '2027-05-23', keptDays: 180 };
    expect(world.screen('receipt')).toMatchObject({
      amountFen: world.order.amountFen,
      claim: { ...claim, state: 'sending' },
    });
    world.receipts.become('ready');
    expect(world.screen('receipt').claim).toEqual({ ...claim, state: 'ready' });
    world.receipts.become(null);
    expect(world.screen('receipt').claim).toBeNull();
  });

  it('is asked for once each time that somebody looks, and only then', async () => {
    const world = await electronic();
    expect(world.receipts.wanted).toEqual([world.order.id]);
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('receipt').claim).toBeNull();
    await world.tap('e-receipt');
    expect(world.receipts.wanted).toHaveLength(2);
    expect(world.screen('receipt').claim).not.toBeNull();
  });

  it('is not there where phones fetch nothing', async () => {
    const world = visitWorld();
    await toOutcome(world);
    await world.tap('e-receipt');
    expect(world.screen('receipt').claim).toBeNull();
  });

  it('is gone from the glass with the visit', async () => {
    const world = await electronic();
    const from = world.snapshots.length;
    await world.tap('finish');
    expect(world.said(from)).not.toContain('CODE-OF');
  });
});

describe('a slip that says "being booked"', () => {
  async function pending(): Promise<World> {
    const world = visitWorld();
    await toPay(world);
    await world.moneyComes();
    await world.seconds(20);
    return world;
  }

  it('gives way to the news that it is booked', async () => {
    const world = await pending();
    await world.tap('e-receipt');
    world.screen('receipt');
    await world.isBooked();
    expect(world.screen('outcome')).toMatchObject({ result: 'booked', voucherNo: 'V-1' });
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.order.prints).toMatchObject([{ kind: 'booked', copy: 0 }]);
  });

  it('gives way as soon as it is out of the printer', async () => {
    const world = await pending();
    await world.tap('print-slip');
    await world.isBooked();
    expect(world.screen('receipt').print.state).toBe('printing');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('outcome').result).toBe('booked');
    expect(world.order.prints).toMatchObject([{ kind: 'pending', state: 'PRINTED' }]);
  });

  it('does not give way to an order of an earlier visit', async () => {
    const world = await pending();
    await world.tap('e-receipt');
    world.visit.deliver({ type: 'order-changed', order: { ...world.order, id: 'K0001-0', state: 'FROZEN' } });
    expect(world.screen('receipt').mode).toBe('electronic');
  });
});

describe('the card', () => {
  it('may go before the slip', async () => {
    const world = visitWorld();
    await toPrinted(world);
    world.reader.remove();
    world.screen('receipt');
    await world.tap('finish');
    expect(world.screen('farewell')).toMatchObject({ cardInside: false, secondsLeft: 10 });
  });
});
