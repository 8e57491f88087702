import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardReaderPort, ReaderEvent } from './port.ts';

/** What the suite needs to try a reader. */
export interface CardReaderBench {
  readonly reader: CardReaderPort;
  /** Somebody, or an emulator's levers, who can do things to the device; absent on a bench without hands. */
  readonly hands?: {
    /** Holds the identity `expected`. */
    insertGoodCard(): Promise<void>;
    insertBankCard(): Promise<void>;
    /** Absent where no side is the wrong one: on an antenna. */
    insertWrongWayRound?(): Promise<void>;
    removeCard(): Promise<void>;
    /** The card will leave in the middle of the next read. */
    pullDuringNextRead(): Promise<void>;
    unplug(): Promise<void>;
    replug(): Promise<void>;
    readonly expected: { readonly idNumber: string; readonly name: string; readonly cardNumber: string };
  };
  close(): Promise<void>;
}

/** Every code that a read without hands may end with, whatever lies in the reader. */
const PASSIVE_CODES = ['NO_CARD', 'CARD_MUTE', 'NOT_SOCIAL_CARD', 'UNREADABLE'];

/** What main may rely on of any card reader, in real time. Run against the emulator always, against hardware by hand. */
export function cardReaderContract(name: string, open: () => Promise<CardReaderBench>): void {
  describe(`card reader contract: ${name}`, () => {
    let bench: CardReaderBench;
    let events: ReaderEvent[];

    beforeEach(async () => {
      bench = await open();
      events = [];
      bench.reader.subscribe((event) => events.push(event));
    });
    afterEach(() => bench.close());

    const next = (type: ReaderEvent['type']) =>
      new Promise<ReaderEvent>((resolve) => {
        const stop = bench.reader.subscribe((event) => {
          if (event.type !== type) return;
          stop();
          resolve(event);
        });
      });

    const start = async () => {
      const ready = next('reader-ready');
      bench.reader.start();
      return ready;
    };

    const handsOf = () => {
      if (bench.hands === undefined) throw new Error('a test that needs hands');
      return bench.hands;
    };

    const startWith = async (insert: () => Promise<void>) => {
      await start();
      const inserted = next('card-inserted');
      await insert();
      await inserted;
    };

    it('names itself, and gives plain data', async () => {
      expect(bench.reader.state().connection).toBe('connecting');
      const ready = await start();
      const { connection, model, firmware } = bench.reader.state();
      expect(ready).toEqual({ type: 'reader-ready', model, firmware });
      expect(connection).toBe('ready');
      expect(model).not.toBe('');
      expect(structuredClone(bench.reader.state())).toEqual(bench.reader.state());
    });

    it('answers READER_GONE before it is ready', async () => {
      expect(await bench.reader.readIdentity()).toMatchObject({ ok: false, error: { code: 'READER_GONE' } });
    });

    it('answers a read with an identity or a code, whatever lies in it', async () => {
      await start();
      const result = await bench.reader.readIdentity();
      if (!result.ok) expect(PASSIVE_CODES).toContain(result.error.code);
    });

    it('closes twice, and in the middle of starting', async () => {
      bench.reader.start();
      await bench.reader.close();
      await bench.reader.close();
      expect(bench.reader.state().connection).toBe('gone');
    });

    describe('with hands', () => {
      it('reads the holder, and tells of insertion and removal', async (test) => {
        if (bench.hands === undefined) return test.skip();
        await startWith(() => handsOf().insertGoodCard());
        expect(bench.reader.state().cardPresent).toBe(true);
        const result = await bench.reader.readIdentity();
        expect(result).toMatchObject({ ok: true, value: { outcome: 'complete', ...handsOf().expected } });
        expect(structuredClone(result)).toEqual(result);
        const removed = next('card-removed');
        await handsOf().removeCard();
        await removed;
        expect(bench.reader.state().cardPresent).toBe(false);
        expect(events.map(({ type }) => type)).toEqual(['reader-ready', 'card-inserted', 'card-removed']);
      });

      it('reads one at a time', async (test) => {
        if (bench.hands === undefined) return test.skip();
        await startWith(() => handsOf().insertGoodCard());
        const both = await Promise.all([bench.reader.readIdentity(), bench.reader.readIdentity()]);
        expect(both).toMatchObject([{ ok: true }, { ok: false, error: { code: 'BUSY' } }]);
        expect((await bench.reader.readIdentity()).ok).toBe(true);
      });

      it('tells a bank card, and what comes after it', async (test) => {
        if (bench.hands === undefined) return test.skip();
        await startWith(() => handsOf().insertBankCard());
        expect(await bench.reader.readIdentity()).toMatchObject({ error: { code: 'NOT_SOCIAL_CARD' } });
        const removed = next('card-removed');
        await handsOf().removeCard();
        await removed;
        const inserted = next('card-inserted');
        await handsOf().insertGoodCard();
        await inserted;
        expect((await bench.reader.readIdentity()).ok).toBe(true);
      });

      it('tells a card that is the wrong way round', async (test) => {
        const wrongWay = bench.hands?.insertWrongWayRound;
        if (wrongWay === undefined) return test.skip();
        await startWith(wrongWay);
        expect(await bench.reader.readIdentity()).toMatchObject({ error: { code: 'CARD_MUTE' } });
      });

      it('forgets what it has read of a card that is pulled', async (test) => {
        if (bench.hands === undefined) return test.skip();
        await startWith(() => handsOf().insertGoodCard());
        await handsOf().pullDuringNextRead();
        expect(await bench.reader.readIdentity()).toMatchObject({
          ok: false,
          error: { code: 'CARD_REMOVED' },
        });
      });

      it('is ready again after a replug', async (test) => {
        if (bench.hands === undefined) return test.skip();
        await start();
        const gone = next('reader-gone');
        await handsOf().unplug();
        await gone;
        expect(bench.reader.state()).toMatchObject({ connection: 'gone', cardPresent: false });
        const back = next('reader-ready');
        await handsOf().replug();
        expect(await back).toMatchObject({ type: 'reader-ready' });
      });
    });
  });
}
