import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeScannerPort, ScannerEvent } from './port.ts';

/** What the suite needs to try a scanner. */
export interface CodeScannerBench {
  readonly scanner: CodeScannerPort;
  /** Somebody, or an emulator's levers, who can do things to the device; absent on a bench without hands. */
  readonly hands?: {
    scan(text: string): void;
    /** Absent where the system does not tell of plugs: a keyboard. */
    readonly plug?: { unplug(): Promise<unknown>; replug(): Promise<unknown> };
  };
  close(): Promise<void>;
}

/** What main may rely on of any code scanner, in real time. Run against the emulators always, against hardware by hand. */
export function codeScannerContract(name: string, open: () => Promise<CodeScannerBench>): void {
  describe(`code scanner contract: ${name}`, () => {
    let bench: CodeScannerBench;
    let events: ScannerEvent[];

    beforeEach(async () => {
      bench = await open();
      events = [];
      bench.scanner.subscribe((event) => events.push(event));
    });
    afterEach(() => bench.close());

    const next = (type: ScannerEvent['type']) =>
      new Promise<ScannerEvent>((resolve) => {
        const stop = bench.scanner.subscribe((event) => {
          if (event.type !== type) return;
          stop();
          resolve(event);
        });
      });
    const start = async () => {
      const ready = next('scanner-ready');
      bench.scanner.start();
      return ready;
    };
    const scan = async (text: string) => {
      const code = next('code');
      bench.hands?.scan(text);
      return code;
    };
    const codes = () => events.flatMap((event) => (event.type === 'code' ? [event.text] : []));

    it('names itself, and gives plain data', async () => {
      expect(bench.scanner.state()).toEqual({ connection: 'connecting', model: '', firmware: '' });
      const ready = await start();
      const { connection, model } = bench.scanner.state();
      expect(connection).toBe('ready');
      expect(model).not.toBe('');
      expect(ready).toEqual({ type: 'scanner-ready', model });
      expect(structuredClone(bench.scanner.state())).toEqual(bench.scanner.state());
    });

    it('is started once, however often it is asked, and closed likewise', async () => {
      await start();
      bench.scanner.start();
      await bench.scanner.close();
      await bench.scanner.close();
      bench.scanner.start();
      expect(bench.scanner.state().connection).toBe('gone');
      expect(events.map(({ type }) => type)).toEqual(['scanner-ready']);
    });

    it('may be closed before it was started', async () => {
      await bench.scanner.close();
      expect(events).toEqual([]);
    });

    it('gives each code once, whole and in order', async (test) => {
      if (bench.hands === undefined) return test.skip();
      await start();
      const texts = ['SYNTHETIC-QR-0001', 'a b+c/d=', 'x'.repeat(2_048)];
      for (const text of texts) expect(await scan(text)).toEqual({ type: 'code', text });
      bench.hands.scan('x'.repeat(2_048)); // still in view
      expect(await scan('LAST-CODE')).toEqual({ type: 'code', text: 'LAST-CODE' });
      expect(codes()).toEqual([...texts, 'LAST-CODE']);
    });

    it('takes the AIM prefix off, and drops what is too long', async (test) => {
      if (bench.hands === undefined) return test.skip();
      await start();
      expect(await scan(']Q1PREFIXED')).toEqual({ type: 'code', text: 'PREFIXED' });
      bench.hands.scan('x'.repeat(2_049));
      expect(await scan('AFTERWARDS')).toEqual({ type: 'code', text: 'AFTERWARDS' });
      expect(codes()).toEqual(['PREFIXED', 'AFTERWARDS']);
    });

    it('tells of an unplug, and comes back by itself', async (test) => {
      const plug = bench.hands?.plug;
      if (plug === undefined) return test.skip();
      await start();
      const gone = next('scanner-gone');
      await plug.unplug();
      await gone;
      expect(bench.scanner.state().connection).toBe('gone');
      const back = next('scanner-ready');
      await plug.replug();
      await back;
      expect(await scan('AFTER-REPLUG')).toEqual({ type: 'code', text: 'AFTER-REPLUG' });
    });
  });
}
