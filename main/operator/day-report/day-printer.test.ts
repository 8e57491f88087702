import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import type { PrintResult } from '../../../drivers/printer/port.ts';
import { FakePrinter, PRINT_MS } from '../../visit/testing/fake-printer.ts';
import { FakePrints } from '../testing/fake-prints.ts';
import { DayPrinter, SLIP_PATIENCE_MS } from './day-printer.ts';

const SLIP = { blocks: [{ kind: 'title', text: '日结单' }] } as const;

function desk() {
  const clock = new VirtualClock();
  const printer = new FakePrinter(clock);
  const logged: string[] = [];
  const prints = new FakePrints();
  const day = new DayPrinter({ printer, prints, clock, log: { event: (id) => logged.push(id) } });
  const seen: unknown[] = [];
  day.subscribe(() => seen.push(day.view()?.state ?? null));
  const print = async () => {
    const printing = day.print(SLIP);
    await clock.advance(SLIP_PATIENCE_MS);
    await printing;
    return day.view();
  };
  return { clock, printer, prints, day, logged, seen, print };
}

describe('the slip of a day', () => {
  it.each<readonly [PrintResult, object, string]>([
    [
      { state: 'PRINTED', evidence: 'A' },
      { state: 'printed', evidence: 'A' },
      '已打出，打印机报回了本单编号（证据 A）',
    ],
    [{ state: 'PRINTED', evidence: 'B' }, { state: 'printed', evidence: 'B' }, '按顺序应答（证据 B）'],
    [{ state: 'PRINTED', evidence: 'C' }, { state: 'printed', evidence: 'C' }, '打印机没有确认，请看出票口'],
    [{ state: 'PRINTED', evidence: 'D' }, { state: 'uncertain', evidence: 'D' }, '不知道打出没有'],
    [
      { state: 'UNCERTAIN', evidence: 'C', reason: 'jam' },
      { state: 'uncertain', evidence: 'C' },
      '不知道打出没有：卡纸（证据 C）',
    ],
    [
      { state: 'FAILED_CLEAN', reason: 'paper-out' },
      { state: 'failed', evidence: 'none' },
      '没有打：缺纸。可以再打',
    ],
  ])('that ended as %j is told as it is', async (result, shown, words) => {
    const { printer, print, seen } = desk();
    printer.result = result;
    expect(await print()).toMatchObject({ ...shown, words: expect.stringContaining(words) });
    expect(printer.jobs).toMatchObject([{ slip: SLIP, jobId: 'P1' }]);
    expect(seen).toHaveLength(2);
  });

  it('of which nothing is heard, or whose driver breaks, may be out or not', async () => {
    const { printer, print, logged } = desk();
    printer.hangs = true;
    const unheard = { state: 'uncertain', evidence: 'D' };
    expect(await print()).toMatchObject({ ...unheard, words: expect.stringContaining('等待应答超时') });
    expect(logged).toEqual([]);
    printer.hangs = false;
    printer.bug = new Error('bug');
    expect(await print()).toMatchObject(unheard);
    expect(logged).toEqual(['bug']);
  });

  it('is written down before and after, also when nobody waits for its end any more', async () => {
    const { day, clock, printer, prints } = desk();
    const first = day.print(SLIP);
    expect(prints.rows).toEqual(['P1 day']);
    await clock.advance(PRINT_MS);
    await first;
    expect(prints.rows).toEqual(['P1 day', 'P1 PRINTED']);
    printer.hangs = true;
    const second = day.print(SLIP);
    await clock.advance(SLIP_PATIENCE_MS);
    await second;
    expect(prints.rows).toEqual(['P1 day', 'P1 PRINTED', 'P2 day']);
  });

  it('is not printed where it cannot be written down', async () => {
    const { print, printer, prints } = desk();
    prints.isFull = true;
    expect(await print()).toMatchObject({ state: 'failed', evidence: 'none' });
    expect(printer.jobs).toEqual([]);
  });

  it('is printed one at a time', async () => {
    const { day, printer, clock } = desk();
    const first = day.print(SLIP);
    expect(day.print(SLIP)).toBeNull();
    await clock.advance(PRINT_MS);
    await first;
    expect(day.print(SLIP)).not.toBeNull();
    expect(printer.jobs).toHaveLength(2);
  });

  it('that ends after somebody has gone on to another day is not told there', async () => {
    const { day, clock, seen } = desk();
    const printing = day.print(SLIP);
    day.forget();
    await clock.advance(PRINT_MS);
    await printing;
    expect(day.view()).toBeNull();
    expect(seen).toEqual(['printing', null]);
  });
});
