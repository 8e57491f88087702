import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../base/bytes.ts';
import type { EmulatedLine } from './emulator/line.ts';
import { openPtyLine } from './emulator/pty-line.ts';
import type { TransportError } from './port.ts';
import { explain, type SerialOptions, SerialTransport } from './serial.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function pair(options: Partial<SerialOptions> = {}): Promise<[EmulatedLine, SerialTransport]> {
  const opened = await openPtyLine({ name: 'device' });
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  cleanUp.push(() => line.close());
  if (line.address.kind !== 'serial') throw new Error('not a serial line');
  return [line, transport({ path: line.address.path, ...options })];
}

function transport(options: Partial<SerialOptions>): SerialTransport {
  const made = new SerialTransport({ path: '/nowhere', baudRate: 9600, ...options });
  cleanUp.push(() => made.close());
  return made;
}

function gone(port: SerialTransport): Promise<TransportError> {
  return new Promise((resolve) => port.onGone(resolve));
}

describe('line time of a byte', () => {
  it.each([
    [{ baudRate: 9600 }, 10 / 9.6],
    [{ baudRate: 115200, stopBits: 2 as const }, 11 / 115.2],
    [{ baudRate: 9600, parity: 'even' as const }, 11 / 9.6],
    [{ baudRate: 19200, dataBits: 7 as const, parity: 'odd' as const }, 10 / 19.2],
  ])('follows from the frame format %j', (options, ms) => {
    expect(transport(options).msPerByte).toBeCloseTo(ms, 9);
  });
});

describe.runIf(process.platform === 'linux')('serial transport', () => {
  it.each(['none', 'xonxoff', 'rtscts'] as const)('opens with flow control %s', async (flow) => {
    const [, port] = await pair({ flow });
    const both = await Promise.all([port.open(), port.open()]);
    expect(both.map((result) => result.ok)).toEqual([true, true]);
    expect(await port.open()).toEqual({ ok: true, value: undefined });
  });

  it('takes another speed while it is open, and goes back to its own with the next opening', async () => {
    const [line, port] = await pair();
    expect(await port.setSpeed(115_200)).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
    await port.open();
    expect((await port.setSpeed(115_200)).ok).toBe(true);
    expect(port.msPerByte).toBeCloseTo(10 / 115.2, 9);
    const heard = new Promise<string>((resolve) => line.onData((bytes) => resolve(toHex(bytes))));
    await port.write(fromHex('0102'));
    expect(await heard).toBe('0102');
    await port.close();
    await port.open();
    expect(port.msPerByte).toBeCloseTo(10 / 9.6, 9);
  });

  it('carries bytes both ways', async () => {
    const [line, port] = await pair();
    expect(port.description).toBe(`serial ${line.address.kind === 'serial' && line.address.path} 9600`);
    await port.open();
    const heard = new Promise<string>((resolve) => line.onData((bytes) => resolve(toHex(bytes))));
    expect((await port.write(fromHex('0102FF0D0A'))).ok).toBe(true);
    expect(await heard).toBe('0102FF0D0A');
    const answer = new Promise<string>((resolve) => port.onData((bytes) => resolve(toHex(bytes))));
    line.write(fromHex('11130D0A7F'));
    expect(await answer).toBe('11130D0A7F');
  });

  it('loses nothing of a long burst', async () => {
    const [line, port] = await pair();
    await port.open();
    const burst = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7) % 256);
    const parts: Uint8Array[] = [];
    const all = new Promise<void>((resolve) =>
      line.onData((bytes) => {
        parts.push(bytes);
        if (concat(...parts).length === burst.length) resolve();
      }),
    );
    await port.write(burst);
    await all;
    expect(toHex(concat(...parts))).toBe(toHex(burst));
  });

  it('tells an unplug once, and opens again after the replug', async () => {
    const [line, port] = await pair();
    await port.open();
    const causes: TransportError[] = [];
    port.onGone((cause) => causes.push(cause));
    const first = gone(port);
    await line.unplug();
    expect((await first).code).toBe('GONE');
    expect(await port.write(fromHex('00'))).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
    expect(await port.open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    await line.replug();
    expect((await port.open()).ok).toBe(true);
    const heard = new Promise<string>((resolve) => line.onData((bytes) => resolve(toHex(bytes))));
    await port.write(fromHex('33'));
    expect(await heard).toBe('33');
    expect(causes.length).toBe(1);
  });

  it('tells an unplug in the middle of a write', async () => {
    const [line, port] = await pair();
    await port.open();
    const lost = gone(port);
    const written = port.write(new Uint8Array(256 * 1024));
    await line.unplug();
    expect((await lost).code).toBe('GONE');
    expect((await written).ok).toBe(false);
  });

  it('reports no unplug after its own close, which may be repeated', async () => {
    const [line, port] = await pair();
    const causes: TransportError[] = [];
    port.onGone((cause) => causes.push(cause));
    await port.open();
    await port.close();
    await port.close();
    await line.unplug();
    expect(causes).toEqual([]);
    expect(await port.write(fromHex('00'))).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
  });

  it('belongs to one owner at a time', async () => {
    const [line, port] = await pair();
    await port.open();
    const other = transport({ path: line.address.kind === 'serial' ? line.address.path : '' });
    expect(await other.open()).toMatchObject({ ok: false, error: { code: 'BUSY' } });
    await port.close();
    expect((await other.open()).ok).toBe(true);
  });

  it('gives the port back when closed while opening', async () => {
    const [line, port] = await pair();
    const opening = port.open();
    await port.close();
    expect(await opening).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
    const other = transport({ path: line.address.kind === 'serial' ? line.address.path : '' });
    expect((await other.open()).ok).toBe(true);
  });

  it('fails a write that the unplug interrupts', async () => {
    const [line, port] = await pair();
    await port.open();
    const [written] = await Promise.all([port.write(new Uint8Array(2_000_000)), line.unplug()]);
    expect(written).toMatchObject({ ok: false, error: { code: 'IO' } });
  });

  it('names what is not there and what is no serial port', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kiosk-serial-'));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const path = join(folder, 'file');
    expect(await transport({ path }).open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    await writeFile(path, '');
    expect(await transport({ path }).open()).toMatchObject({ ok: false, error: { code: 'IO' } });
    const closing = transport({ path });
    const failed = closing.open();
    await closing.close();
    expect(await failed).toMatchObject({ ok: false, error: { code: 'IO' } });
  });
});

describe('why a port cannot be opened', () => {
  it.each([
    ['EACCES', 'NO_PERMISSION'],
    ['EPERM', 'NO_PERMISSION'],
    ['EBUSY', 'BUSY'],
    ['ENXIO', 'NOT_FOUND'],
    ['EIO', 'IO'],
  ])('%s → %s', async (code, expected) => {
    const open = () => Promise.reject(Object.assign(new Error('words'), { code }));
    expect(await explain('/dev/x', 'other words', open)).toEqual({ code: expected, detail: 'other words' });
  });

  it('is IO where the system gives no code', async () => {
    expect((await explain('/dev/x', 'words', () => Promise.reject('odd'))).code).toBe('IO');
  });
});
