import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_SLIP } from './fixtures/sample-slip.ts';
import type { PrinterPort, PrinterState } from './port.ts';

/** A printer on a wire, as the contract needs it. */
export interface Bench {
  readonly printer: PrinterPort;
  /** What a proven job is worth with this profile. */
  readonly evidence: 'A' | 'B';
  /** Hands on the machine; absent where a person would have to lend theirs. */
  readonly hands?: Hands;
  close(): Promise<void>;
}

export interface Hands {
  pull(lever: string, args?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Resolves when the paper has moved, or when a slip has been cut off. */
  sees(event: 'grew' | 'cut'): Promise<void>;
  /** Texts of all slips cut so far, oldest first. */
  slips(): readonly string[];
  /** Lets time pass without waiting for it. */
  skip(ms: number): void;
}

/** What main may rely on, whatever printer is plugged in: run over every profile and wire, and over real hardware. */
export function printerContract(name: string, open: () => Promise<Bench>): void {
  describe(`PrinterPort: ${name}`, () => {
    let bench: Bench;
    let printer: PrinterPort;

    beforeEach(async () => {
      bench = await open();
      ({ printer } = bench);
    });

    afterEach(() => bench.close());

    const reaches = (wanted: (state: PrinterState) => boolean): Promise<PrinterState> =>
      new Promise((resolve) => {
        const look = (state: PrinterState) => {
          if (!wanted(state)) return;
          stop();
          resolve(state);
        };
        const stop = printer.subscribe(look);
        look(printer.state());
      });

    const canPrint = ({ readiness }: PrinterState) => readiness.kind !== 'blocked';

    async function started(): Promise<void> {
      printer.start();
      await reaches(canPrint);
    }

    const print = (jobId: string) => printer.print({ jobId, slip: SAMPLE_SLIP });

    it('prints nothing before it is started', async () => {
      expect(printer.state()).toMatchObject({ connection: 'connecting', readiness: { kind: 'blocked' } });
      expect(await print('early')).toEqual({ state: 'FAILED_CLEAN', reason: 'gone' });
    });

    it('becomes ready, names itself, and says the same when it is asked', async () => {
      await started();
      expect(printer.state().connection).toBe('ready');
      expect(printer.state().model).not.toBe('');
      expect(canPrint(await printer.check())).toBe(true);
      expect(structuredClone(printer.state())).toEqual(printer.state());
    });

    it('proves two slips that were asked for at once', async () => {
      await started();
      const { evidence } = bench;
      const proven = { state: 'PRINTED', evidence };
      expect(await Promise.all([print('one'), print('two')])).toEqual([proven, proven]);
      expect(printer.state().remainder).toBe(false);
    });

    it('closes twice, and prints nothing afterwards', async () => {
      await started();
      await Promise.all([printer.close(), printer.close()]);
      expect(await print('late')).toMatchObject({ state: 'FAILED_CLEAN' });
    });

    describe('with hands on the machine', () => {
      let hands: Hands;

      beforeEach(async (context) => {
        if (bench.hands === undefined) return context.skip();
        hands = bench.hands;
        await started();
      });

      const blocked = async (): Promise<string> => {
        const { readiness } = await printer.check();
        return readiness.kind === 'blocked' ? readiness.reason : readiness.kind;
      };

      it('tells at the gate that there is no paper, and not one byte leaves', async () => {
        await hands.pull('printer-paper-out');
        expect(await blocked()).toBe('paper-out');
        expect(await print('a')).toEqual({ state: 'FAILED_CLEAN', reason: 'paper-out' });
        await hands.pull('printer-paper-load');
        await hands.pull('printer-paper-low');
        expect(await blocked()).toBe('low');
        expect(await print('a')).toMatchObject({ state: 'PRINTED' });
        expect(hands.slips()).toHaveLength(1);
      });

      it('calls a slip that broke off UNCERTAIN, and lets nothing of it out to the next resident', async () => {
        await hands.pull('printer-paper-out', { afterMm: 60 });
        expect(await print('a')).toMatchObject({ state: 'UNCERTAIN', reason: 'paper-out' });
        expect(printer.state().remainder).toBe(true);
        await hands.pull('printer-paper-load');
        await printer.check();
        await reaches((state) => !state.remainder);
        expect(hands.slips().at(-1)).toMatch(/以上作废$/);
        expect(await print('b')).toMatchObject({ state: 'PRINTED' });
        expect(hands.slips().at(-1)).toMatch(/^社会保险缴费凭证/);
        expect(hands.slips().join('\n').split('社会保险缴费凭证')).toHaveLength(3);
      });

      it('does not believe a slip printed whose proof is lost', async () => {
        await hands.pull('printer-proof-lost');
        const result = print('a');
        await hands.sees('cut');
        hands.skip(30_000);
        expect(await result).toEqual({ state: 'UNCERTAIN', evidence: 'C', reason: 'timeout' });
      });

      it('says that the wire has gone, and is back by itself', async () => {
        await hands.pull('printer-unplug');
        await reaches(({ connection }) => connection === 'gone');
        expect(await print('a')).toEqual({ state: 'FAILED_CLEAN', reason: 'gone' });
        await hands.pull('printer-replug');
        await reaches(canPrint);
        expect(await print('b')).toMatchObject({ state: 'PRINTED' });
      });

      it('calls a slip UNCERTAIN when the wire goes while it is printed', async () => {
        const result = print('a');
        await hands.sees('grew');
        await hands.pull('printer-unplug');
        expect(await result).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'gone' });
        await hands.pull('printer-replug');
        await reaches((state) => canPrint(state) && !state.remainder);
        expect(await print('b')).toMatchObject({ state: 'PRINTED' });
        expect(hands.slips().at(-1)).toMatch(/^社会保险缴费凭证/);
      });
    });
  });
}
