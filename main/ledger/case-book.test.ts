import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { done, refused, retryAfter, unknown } from '../../drivers/base/outcome.ts';
import { CASE_REPEAT_MS, CASE_SHOWN_MS, type CaseBook } from './case-book.ts';
import { caseSubject } from './case-rows.ts';
import { openForReading } from './chain/open-for-reading.ts';
import { verifyChain } from './chain/verify.ts';
import { newCase, OPENED, ScriptedDesk } from './testing/cases.ts';
import { type Desk, openDesk } from './testing/desk.ts';
import { newFile, open } from './testing/journals.ts';

interface Till extends Desk {
  readonly book: CaseBook;
  readonly agency: ScriptedDesk;
}

async function till(agency: ScriptedDesk, options: Parameters<typeof openDesk>[0] = {}): Promise<Till> {
  const desk = await openDesk(options);
  return { ...desk, agency, book: desk.ledger.caseBook(agency) };
}

/** Hands it in and lets as much time pass as it takes. */
async function handIn({ book, clock }: Till, request = newCase()) {
  const answer = book.handIn(request);
  await clock.advance(10 * CASE_REPEAT_MS);
  const handed = await answer;
  if (!handed.ok) throw new Error(handed.error);
  return handed.value;
}

/** As the journal looks to somebody who finds it later. */
async function closedAndRead(desk: Till) {
  await desk.ledger.stop();
  const db = openForReading(desk.file);
  if (!db.ok) throw new Error(db.error.message);
  try {
    return verifyChain(db.value);
  } finally {
    db.value.close();
  }
}

describe('a case that is handed in', () => {
  it('has its number on disk, in the chain, and names nobody', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED)));
    expect(await handIn(desk)).toMatchObject({ state: 'opened', opened: OPENED, version: 2 });
    expect(desk.agency.asked).toEqual(['{"kind":"duplicate","insuredId":"P0001","voucherNo":"V2"}']);
    // No day of money begins with it.
    expect(desk.ledger.firstOrderAt()).toBeNull();
    expect(await closedAndRead(desk)).toMatchObject({ rows: 2, findings: [] });
    expect(readFileSync(desk.file).includes('P0001')).toBe(false);
  });

  it('about an order carries its number', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED)));
    await handIn(desk, newCase({ kind: 'refund', matter: { by: 'order', orderId: 'K1' } }));
    expect(desk.agency.asked).toEqual(['{"kind":"refund","insuredId":"P0001","note":"K1"}']);
  });

  it('is handed in once, whoever asks again, now or in the next process', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED), done({ ...OPENED, caseNo: 'C-2' })));
    const both = [desk.book.handIn(newCase()), desk.book.handIn(newCase())];
    await Promise.all(both);
    await handIn(desk);
    await desk.ledger.stop();
    const next = await till(desk.agency, { file: desk.file, clock: desk.clock });
    expect(await handIn(next)).toMatchObject({ opened: { caseNo: 'C-1' } });
    expect(desk.agency.asked).toHaveLength(1);
    // Another matter, or another person, is another case.
    await handIn(next, newCase({ matter: { by: 'voucher', voucherNo: 'V3' } }));
    await handIn(next, newCase({ insuredId: 'P0002' }));
    expect(desk.agency.asked).toHaveLength(3);
  });

  it('is shown to whom it is of, for as long as slips are', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED)));
    await handIn(desk);
    await handIn(desk, newCase({ matter: { by: 'voucher', voucherNo: 'V3' } }));
    const numbers = (id: string) => desk.book.casesOf(id).map(({ matter }) => matter);
    expect(numbers('P0001')).toEqual([
      { by: 'voucher', voucherNo: 'V3' },
      { by: 'voucher', voucherNo: 'V2' },
    ]);
    expect(numbers('P0002')).toEqual([]);
    await desk.clock.advance(CASE_SHOWN_MS);
    expect(numbers('P0001')).toEqual([]);
  });
});

describe('no answer', () => {
  it('is asked for once more, in the same bytes', async () => {
    const desk = await till(new ScriptedDesk(unknown('timeout'), done(OPENED)));
    expect(await handIn(desk)).toMatchObject({ state: 'opened', doubt: true });
    const [first, second] = desk.agency.asked;
    expect(second).toBe(first);
  });

  it('leaves it open whether it was taken in, and the next time asks the same, also when that says no', async () => {
    const desk = await till(new ScriptedDesk(unknown('timeout'), unknown('network'), refused('HAVE_IT')));
    expect(await handIn(desk)).toMatchObject({ state: 'intended', doubt: true });
    await desk.ledger.stop();
    const next = await till(desk.agency, { file: desk.file, clock: desk.clock });
    expect(await handIn(next)).toMatchObject({ state: 'intended', doubt: true });
    expect(new Set(desk.agency.asked).size).toBe(1);
    expect(desk.agency.asked).toHaveLength(3);
  });

  it('by a request for patience is waited for, but not for ever', async () => {
    const desk = await till(new ScriptedDesk(retryAfter(60_000), refused('NOT_FOUND')));
    expect(await handIn(desk)).toMatchObject({ state: 'refused', doubt: false });
  });
});

describe('a process that dies', () => {
  it('between the intent and the answer leaves a case that is asked for again', async () => {
    const never = { openCase: () => new Promise<never>(() => undefined) };
    const desk = await openDesk();
    void desk.ledger.caseBook(never).handIn(newCase());
    await desk.ledger.stop();
    const next = await till(new ScriptedDesk(done(OPENED)), { file: desk.file, clock: desk.clock });
    expect(next.book.casesOf('P0001')).toMatchObject([{ state: 'intended', opened: null }]);
    expect(await handIn(next)).toMatchObject({ state: 'opened', doubt: true });
  });

  it('writes nothing any more: the answer is the next one’s to ask for', async () => {
    const desk = await openDesk();
    let answers: (answer: ReturnType<typeof done<typeof OPENED>>) => void = () => undefined;
    const book = desk.ledger.caseBook({
      openCase: () =>
        new Promise((resolve) => {
          answers = resolve;
        }),
    });
    const answer = book.handIn(newCase());
    await desk.ledger.stop();
    answers(done(OPENED));
    expect(await answer).toMatchObject({ ok: true, value: { state: 'intended' } });
    book.endPrint('P1', { state: 'PRINTED', evidence: 'A' });
    expect(book.beginPrint('counter')).toEqual({ ok: false, error: 'JOURNAL' });
  });
});

describe('a disk that fails', () => {
  it('lets nothing be sent, and is told', async () => {
    const disk = { isFull: false };
    const onWrite = (): void => {
      if (disk.isFull) throw Object.assign(new Error('full'), { errcode: 13 });
    };
    const desk = await till(new ScriptedDesk(done(OPENED)), { journal: { onWrite } });
    disk.isFull = true;
    expect(await desk.book.handIn(newCase())).toEqual({ ok: false, error: 'JOURNAL' });
    expect(desk.agency.asked).toEqual([]);
    expect(desk.alarms).toEqual(['JOURNAL_READ_ONLY']);
    disk.isFull = false;
    await desk.clock.advance(10_000);
    await handIn(desk);
    disk.isFull = true;
    const of = { insuredId: 'P0001', matter: newCase().matter };
    expect(desk.book.beginPrint(of)).toEqual({ ok: false, error: 'JOURNAL' });
  });

  it('after the call leaves the case to be asked for again', async () => {
    let writes = 0;
    const onWrite = (moment: 'before' | 'after'): void => {
      if (moment === 'before') writes += 1;
      if (moment === 'before' && writes === 2) throw Object.assign(new Error('full'), { errcode: 13 });
    };
    const desk = await till(new ScriptedDesk(done(OPENED)), { journal: { onWrite } });
    expect(await handIn(desk)).toMatchObject({ state: 'intended', opened: null });
    expect(await handIn(desk)).toMatchObject({ state: 'opened' });
  });
});

describe('slips that belong to no order', () => {
  const of = { insuredId: 'P0001', matter: newCase().matter };

  it('of a case count their copies, and what never left counts as none', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED)));
    await handIn(desk);
    const print = (state: 'PRINTED' | 'FAILED_CLEAN') => {
      const begun = desk.book.beginPrint(of);
      if (!begun.ok) throw new Error(begun.error);
      const result =
        state === 'PRINTED' ? ({ state, evidence: 'A' } as const) : ({ state, reason: 'paper-out' } as const);
      desk.book.endPrint(begun.value.jobId, result);
      return begun.value;
    };
    expect(print('FAILED_CLEAN')).toEqual({ jobId: 'P3', copy: 0 });
    expect(print('PRINTED')).toEqual({ jobId: 'P5', copy: 0 });
    expect(print('PRINTED')).toEqual({ jobId: 'P7', copy: 1 });
    expect(desk.book.casesOf('P0001')[0]?.prints).toMatchObject([
      { state: 'FAILED_CLEAN', kind: 'case' },
      { state: 'PRINTED', evidence: 'A' },
      { state: 'PRINTED', copy: 1 },
    ]);
    expect(await closedAndRead(desk)).toMatchObject({ rows: 8, findings: [] });
  });

  it('are not taken for a case by what somebody else has written there', async () => {
    const journal = open({ file: newFile() });
    const insured = 'a'.repeat(64);
    journal.append(caseSubject(insured, newCase().matter), 1, { type: 'CASE_REPEATED', at: 1 });
    expect(journal.casesOf(insured)).toEqual([]);
  });

  it('are never made for a case without a number', async () => {
    const desk = await till(new ScriptedDesk(refused('NOT_FOUND')));
    await handIn(desk);
    expect(() => desk.book.beginPrint(of)).toThrow('no number');
    expect(() => desk.book.beginPrint({ ...of, insuredId: 'P0009' })).toThrow('no number');
  });

  it('may be inside the printer when the power goes, like any other', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED)));
    const first = desk.book.beginPrint('counter');
    if (first.ok) desk.book.endPrint(first.value.jobId, { state: 'PRINTED', evidence: 'B' });
    await handIn(desk);
    desk.book.beginPrint(of);
    for (const kind of ['counter', 'day', 'calibration'] as const) desk.book.beginPrint(kind);
    await desk.ledger.stop();
    const next = await till(desk.agency, { file: desk.file, clock: desk.clock });
    const prints = (state: string) => [
      ['calibration', state],
      ['day', state],
      ['counter', state],
      ['case', state],
      ['counter', 'PRINTED'],
    ];
    const found = () => next.ledger.recentPrints().map(({ kind, state }) => [kind, state]);
    expect(found()).toEqual(prints('PENDING'));
    next.ledger.start();
    expect(found()).toEqual(prints('UNCERTAIN'));
    // Whatever may lie in the tray counts: the next one is a copy, and says so.
    expect(next.book.beginPrint(of)).toMatchObject({ ok: true, value: { copy: 1 } });
    expect(await closedAndRead(next)).toMatchObject({ findings: [] });
  });

  it('become uncertain once, by the first start whose disk takes it', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED)));
    desk.book.beginPrint('counter');
    await desk.ledger.stop();
    const boot = async (onWrite: () => void) => {
      const { ledger, alarms } = await till(desk.agency, {
        file: desk.file,
        clock: desk.clock,
        journal: { onWrite },
      });
      ledger.start();
      const [print] = ledger.recentPrints();
      await ledger.stop();
      return [print?.state, ...alarms];
    };
    const full = () => {
      throw Object.assign(new Error('full'), { errcode: 13 });
    };
    const fine = () => undefined;
    expect(await boot(full)).toEqual(['PENDING', 'JOURNAL_READ_ONLY']);
    expect([await boot(fine), await boot(fine)]).toEqual([['UNCERTAIN'], ['UNCERTAIN']]);
    const last = await till(desk.agency, { file: desk.file, clock: desk.clock });
    expect(await closedAndRead(last)).toMatchObject({ rows: 2, findings: [] });
  });

  it('have ends only where they had a beginning', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED)));
    const rows = () => desk.ledger.recentPrints();
    for (const jobId of ['nonsense', 'P99']) desk.book.endPrint(jobId, { state: 'PRINTED', evidence: 'A' });
    expect(rows()).toEqual([]);
  });
});

describe('an order about which a case is held', () => {
  it('is shown to who comes back, though its money and its slip are done', async () => {
    const desk = await till(new ScriptedDesk(done(OPENED)));
    const id = await desk.sell();
    desk.ledger.cancel(id);
    desk.ports.always('query', done({ state: 'CLOSED' }));
    await desk.clock.advance(120_000);
    expect(desk.ledger.order(id)?.settled).toBe(true);
    expect(desk.ledger.ordersOf('P0001')).toEqual([]);
    await handIn(desk, newCase({ matter: { by: 'order', orderId: id } }));
    expect(desk.ledger.ordersOf('P0001').map((order) => order.id)).toEqual([id]);
  });
});
