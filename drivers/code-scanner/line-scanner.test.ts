import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../base/clock.ts';
import { Loopback, type LoopbackOptions } from '../transport/loopback.ts';
import { MAX_CODE_LENGTH } from './code-text.ts';
import { LineScannerEmulator, type LineScannerEmulatorOptions } from './emulator/line-scanner.ts';
import { LineScanner } from './line-scanner.ts';
import { LineCutter } from './lines.ts';
import type { ScannerEvent } from './port.ts';

function rig(options: Partial<LineScannerEmulatorOptions> = {}, cut?: LoopbackOptions['cut']) {
  const clock = new VirtualClock();
  const { host, line } = new Loopback(cut && { cut });
  const emulator = new LineScannerEmulator({ line, ...options });
  const lines: string[] = [];
  const scanner = new LineScanner({
    transport: host,
    clock,
    log: { event: (id, fields) => lines.push(JSON.stringify({ id, ...fields })) },
  });
  const events: ScannerEvent[] = [];
  scanner.subscribe((event) => events.push(event));
  const codes = () => events.flatMap((event) => (event.type === 'code' ? [event.text] : []));
  return { clock, line, emulator, scanner, events, codes, lines };
}

describe('a line scanner', () => {
  it.each(['\r', '\n', '\r\n'] as const)('reports a code ended by %j once', async (terminator) => {
    const { clock, emulator, scanner, codes } = rig({ terminator });
    scanner.start();
    await clock.advance(0);
    emulator.scan('SYNTHETIC-QR-0001');
    await clock.advance(0);
    expect(codes()).toEqual(['SYNTHETIC-QR-0001']);
    await clock.advance(10_000);
    expect(codes().length).toBe(1);
    await scanner.close();
    expect(clock.pending).toBe(0);
  });

  it('ends a code without a terminator by silence', async () => {
    const { clock, emulator, scanner, codes } = rig({ terminator: '' });
    scanner.start();
    await clock.advance(0);
    emulator.scan('ABC');
    await clock.advance(90);
    emulator.scan('DEF');
    await clock.advance(90);
    expect(codes()).toEqual([]);
    await clock.advance(20);
    expect(codes()).toEqual(['ABCDEF']);
  });

  it('drops the same code within 1.5 s, counted from when it was last seen', async () => {
    const { clock, emulator, scanner, codes } = rig();
    scanner.start();
    await clock.advance(0);
    for (const pause of [1_000, 1_000, 1_500]) {
      emulator.scan('A');
      await clock.advance(pause);
    }
    expect(codes()).toEqual(['A']);
    emulator.scan('A');
    emulator.scan('B');
    emulator.scan('A');
    await clock.advance(0);
    expect(codes()).toEqual(['A', 'A', 'B', 'A']);
  });

  it('rejects control characters, other scripts and overlong codes, and logs no content', async () => {
    const { clock, emulator, scanner, codes, lines } = rig();
    scanner.start();
    await clock.advance(0);
    for (const text of ['A\u0000B', '社保', 'x'.repeat(MAX_CODE_LENGTH + 1), '   ', 'GOOD'])
      emulator.scan(text);
    await clock.advance(0);
    expect(codes()).toEqual(['GOOD']);
    expect(lines.filter((line) => line.includes('device-protocol')).length).toBe(4);
    expect(lines.join()).not.toMatch(/A.B|GOOD|xxx/);
  });

  it('gives every code of a burst that comes in one piece, wherever it is cut', async () => {
    const burst = 'SYNTHETIC-1\r\n]Q1SYNTHETIC-2\rSYNTHETIC-3\n';
    for (let cut = 0; cut <= burst.length; cut++) {
      const { clock, line, scanner, codes } = rig({}, (bytes) => [bytes.slice(0, cut), bytes.slice(cut)]);
      scanner.start();
      await clock.advance(0);
      line.write(Buffer.from(burst));
      await clock.advance(0);
      expect(codes()).toEqual(['SYNTHETIC-1', 'SYNTHETIC-2', 'SYNTHETIC-3']);
    }
  });

  it('survives unplug and replug, forgetting what had half arrived', async () => {
    const { clock, emulator, scanner, events, codes, lines } = rig({ terminator: '' });
    expect(scanner.state()).toEqual({ connection: 'connecting', model: '', firmware: '' });
    scanner.start();
    await clock.advance(0);
    expect(scanner.state()).toEqual({ connection: 'ready', model: 'line', firmware: '' });
    emulator.scan('HALF');
    await clock.advance(10);
    const lever = (id: string) => emulator.levers.find((one) => one.id === id)?.apply({});
    expect((await lever('scanner-unplug'))?.ok).toBe(true);
    await clock.advance(500);
    expect(scanner.state().connection).toBe('gone');
    expect((await lever('scanner-replug'))?.ok).toBe(true);
    await clock.advance(2_000);
    emulator.scan('WHOLE');
    await clock.advance(200);
    expect(codes()).toEqual(['WHOLE']);
    expect(events.map((event) => event.type)).toEqual([
      'scanner-ready',
      'scanner-gone',
      'scanner-ready',
      'code',
    ]);
    expect(lines.map((line) => JSON.parse(line).cause)).toEqual([undefined, 'GONE', 'NOT_FOUND', undefined]);
    await scanner.close();
    await emulator.close();
    expect(scanner.state().connection).toBe('gone');
  });

  it('scans known codes and free text by its lever', async () => {
    const { clock, emulator, scanner, codes } = rig({
      codes: [{ codeId: 'p1', label: '演示一的电子社保卡', text: 'DEMO-ECODE-P0001' }],
    });
    scanner.start();
    await clock.advance(0);
    const [scan] = emulator.levers;
    expect((await scan?.apply({ code: 'p1' }))?.ok).toBe(true);
    expect((await scan?.apply({ text: 'FREE' }))?.ok).toBe(true);
    expect(await scan?.apply({})).toMatchObject({ ok: false, error: { code: 'NOT_NOW' } });
    expect(await scan?.apply({ code: 'p2' })).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
    await clock.advance(0);
    expect(codes()).toEqual(['DEMO-ECODE-P0001', 'FREE']);
  });
});

describe('cutting lines', () => {
  it('takes the AIM prefix off', () => {
    expect(new LineCutter().push(Buffer.from(']Q1CODE\r'))).toEqual([{ kind: 'code', text: 'CODE' }]);
  });

  it('takes the longest code', () => {
    const text = 'x'.repeat(MAX_CODE_LENGTH);
    expect(new LineCutter().push(Buffer.from(`${text}\n`))).toEqual([{ kind: 'code', text }]);
  });

  it('gives the same lines however the bytes are cut, and only printable ones', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, at) => {
        const whole = new LineCutter();
        const parts = new LineCutter();
        const expected = [...whole.push(bytes), ...whole.flush()];
        const got = [...parts.push(bytes.slice(0, at)), ...parts.push(bytes.slice(at)), ...parts.flush()];
        expect(got).toEqual(expected);
        for (const line of got) if (line.kind === 'code') expect(line.text).toMatch(/^[\x20-\x7e]{1,2048}$/);
      }),
    );
  });
});
