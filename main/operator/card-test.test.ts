import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { cardTestSchema, MAX_EXCHANGES } from '../contract/operator-tests.ts';
import { READ_MS } from '../visit/testing/fake-reader.ts';
import { CARD, WANG } from '../visit/testing/people.ts';
import { CardTest } from './card-test.ts';
import { READ, ScriptedReader } from './testing/scripted-reader.ts';

function bench() {
  const clock = new VirtualClock();
  const reader = new ScriptedReader(clock);
  const logged: unknown[] = [];
  const log: Log = { event: (id, fields) => logged.push([id, fields]) };
  const test = new CardTest(reader, clock, log);
  const phases: string[] = [];
  test.subscribe(() => phases.push(test.view()?.phase ?? 'none'));
  const view = () => cardTestSchema.parse(test.view());
  return { clock, reader, test, view, phases, logged };
}

describe('a card test', () => {
  it('waits for a card, reads it, and shows it masked', async () => {
    const { clock, reader, test, view, phases } = bench();
    expect(test.view()).toBeNull();
    expect(test.startedAt).toBeNull();
    test.start();
    expect(view().phase).toBe('waiting');
    expect(test.startedAt).toBe(clock.now());
    reader.insert({ ...CARD, expiresOn: '2020-01-01', warnings: ['EXPIRED'] });
    await clock.advance(READ_MS);
    expect(view()).toMatchObject({
      phase: 'done',
      model: 'FAKE',
      exchanges: [{ step: 'power-on', ms: 35 }, { step: 'read-record' }],
      result: {
        ok: true,
        outcome: 'complete',
        generation: '2',
        name: '王*明',
        idNumber: '440***********0011',
        cardNumber: '*****5678',
        region: '440404',
        expiresOn: '2020-01-01',
        warnings: ['EXPIRED'],
        ms: READ_MS,
      },
    });
    const shown = JSON.stringify(view());
    for (const secret of [WANG.name, WANG.idNumber, WANG.cardNumber]) expect(shown).not.toContain(secret);
    expect(phases).toEqual(['waiting', 'reading', 'reading', 'reading', 'done']);
  });

  it('reads at once what is inside already, and says what the card did not', async () => {
    const { clock, reader, test, view } = bench();
    reader.insert({ outcome: 'NEEDS_SAM', version: '3', warnings: [] });
    test.start();
    expect(view().phase).toBe('reading');
    test.start(); // one at a time
    await clock.advance(READ_MS);
    expect(view().result).toMatchObject({
      ok: true,
      outcome: 'NEEDS_SAM',
      name: null,
      idNumber: null,
      cardNumber: null,
      region: null,
      expiresOn: null,
    });
    expect(reader.reads).toBe(1);
  });

  it('takes no card for a test that nobody has begun, and none twice', async () => {
    const { clock, reader, test } = bench();
    reader.insert(CARD);
    reader.remove();
    test.start();
    reader.insert(CARD);
    await clock.advance(READ_MS);
    reader.remove();
    reader.insert(CARD);
    expect(reader.reads).toBe(1);
  });

  it('tells why a card cannot be read', async () => {
    const { clock, reader, test, view } = bench();
    reader.insert('CARD_MUTE');
    test.start();
    await clock.advance(READ_MS);
    expect(view().result).toEqual({ ok: false, code: 'CARD_MUTE', detail: '', ms: READ_MS });
  });

  it('survives a bug of the driver, which is recorded', async () => {
    const { clock, reader, test, view, logged } = bench();
    reader.bug = new TypeError(WANG.idNumber);
    reader.insert(CARD);
    test.start();
    await clock.advance(0);
    expect(view().result).toMatchObject({ ok: false, code: 'BUG' });
    expect(logged).toMatchObject([['bug', { where: 'card test', error: 'TypeError' }]]);
    expect(JSON.stringify([logged, view()])).not.toContain(WANG.idNumber);
  });

  it('keeps so many exchanges, and counts the rest', async () => {
    const { clock, reader, test, view } = bench();
    reader.exchanges = Array(MAX_EXCHANGES + 7).fill(READ);
    reader.insert(CARD);
    test.start();
    await clock.advance(READ_MS);
    expect(view().exchanges).toHaveLength(MAX_EXCHANGES);
    expect(view().dropped).toBe(7);
  });

  it('is forgotten at its end, whatever is still under way; the next one waits for the card', async () => {
    const { clock, reader, test, view } = bench();
    reader.insert(CARD);
    test.start();
    await clock.advance(100);
    test.end();
    expect(test.view()).toBeNull();
    test.noteExport(['a', 'b']); // for a trace that is gone
    test.start();
    await clock.advance(READ_MS - 100);
    expect(view()).toMatchObject({ phase: 'reading', exported: null });
    await clock.advance(READ_MS);
    expect(view().result?.ok).toBe(true);
    expect(view().exchanges).toHaveLength(2);
    test.noteExport(['a.jsonl', 'a.txt']);
    expect(view().exported).toEqual(['a.jsonl', 'a.txt']);
  });

  it('does not read for who has left before the last read was over', async () => {
    const { clock, reader, test } = bench();
    reader.insert(CARD);
    test.start();
    await clock.advance(100);
    test.end();
    test.start();
    test.end();
    await clock.advance(READ_MS * 2);
    expect(reader.reads).toBe(1);
    expect(test.view()).toBeNull();
  });
});
