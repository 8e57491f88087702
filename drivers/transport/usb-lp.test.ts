import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock, VirtualClock } from '../base/clock.ts';
import type { EmulatedLine } from './emulator/line.ts';
import { openPtyLine } from './emulator/pty-line.ts';
import type { TransportError } from './port.ts';
import { type LpHandle, UsbLpTransport } from './usb-lp.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

function transport(path: string): UsbLpTransport {
  const made = new UsbLpTransport({ path }, new SystemClock());
  cleanUp.push(() => made.close());
  return made;
}

/** The device's end is a pseudo-terminal: a character device that answers EAGAIN and fills up like usblp. */
async function pair(): Promise<[EmulatedLine, UsbLpTransport]> {
  const opened = await openPtyLine({ name: 'printer' });
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  cleanUp.push(() => line.close());
  if (line.address.kind !== 'serial') throw new Error('not a pty');
  execFileSync('stty', ['-F', line.address.path, 'raw', '-echo']);
  return [line, transport(line.address.path)];
}

function collected(line: EmulatedLine, length: number): Promise<Uint8Array> {
  const bytes: number[] = [];
  return new Promise((resolve) => {
    line.onData((heard) => {
      bytes.push(...heard);
      if (bytes.length >= length) resolve(Uint8Array.from(bytes));
    });
  });
}

describe.runIf(process.platform === 'linux')('a USB printer', () => {
  it('takes bytes in order and answers when it likes', async () => {
    const [line, port] = await pair();
    expect((await Promise.all([port.open(), port.open()])).map((opened) => opened.ok)).toEqual([true, true]);
    expect((await port.open()).ok).toBe(true);
    const heard = collected(line, 6);
    const written = await Promise.all([
      port.write(Uint8Array.of(1, 2, 3)),
      port.write(new Uint8Array(0)),
      port.write(Uint8Array.of(4, 5, 6)),
    ]);
    expect(written.every((result) => result.ok)).toBe(true);
    expect(await heard).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
    const answer = new Promise<Uint8Array>((resolve) => port.onData(resolve));
    line.write(Uint8Array.of(0x16));
    expect(await answer).toEqual(Uint8Array.of(0x16));
  });

  it('that takes nothing any more holds up nobody but the write, and closing ends that', async () => {
    const [, port] = await pair();
    await port.open();
    const stuck = port.write(new Uint8Array(1_000_000));
    await port.close();
    expect(await stuck).toMatchObject({ ok: false, error: { code: 'GONE' } });
    expect(await port.write(Uint8Array.of(1))).toMatchObject({ error: { code: 'NOT_OPEN' } });
    await port.close();
  });

  it('that is pulled out is gone, once, for the write under way too', async () => {
    const [line, port] = await pair();
    await port.open();
    const causes: TransportError[] = [];
    const gone = new Promise<void>((resolve) => {
      port.onGone((cause) => {
        causes.push(cause);
        resolve();
      });
    });
    const stuck = port.write(new Uint8Array(1_000_000));
    await line.unplug();
    await gone;
    expect((await stuck).ok).toBe(false);
    expect(causes).toMatchObject([{ code: 'GONE' }]);
    await line.replug();
  });

  it('can be closed while it is being opened', async () => {
    const [, port] = await pair();
    const opening = port.open();
    await port.close();
    expect((await opening).ok).toBe(true);
    expect(await port.write(Uint8Array.of(1))).toMatchObject({ error: { code: 'NOT_OPEN' } });
  });
});

describe('a path with no printer behind it', () => {
  it('is not found, and nothing is created there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usb-lp-'));
    cleanUp.push(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'lp0');
    expect(await transport(path).open()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, '');
    expect(await transport(path).open()).toEqual({
      ok: false,
      error: { code: 'NOT_FOUND', detail: `${path} is not a device` },
    });
    expect(transport(path).description).toBe(`usb-lp ${path}`);
  });

  it('that leads through a file is a plain input error', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usb-lp-'));
    cleanUp.push(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'file'), '');
    expect(await transport(join(folder, 'file', 'lp0')).open()).toMatchObject({ error: { code: 'IO' } });
  });
});

/** A device whose every answer is written down beforehand; nothing more to read or to take = EAGAIN. */
class ScriptedDevice implements LpHandle {
  reads: (Uint8Array | string)[] = [];
  /** Bytes that it takes at the next writes, or the error it gives. */
  writes: (number | string)[] = [];
  taken = 0;
  isOpen = true;

  async read(buffer: Uint8Array) {
    const next = this.reads.shift() ?? 'EAGAIN';
    if (typeof next === 'string') throw Object.assign(new Error(next), { code: next });
    buffer.set(next);
    return { bytesRead: next.length };
  }

  async write(bytes: Uint8Array, offset: number) {
    const next = this.writes.shift() ?? 'EAGAIN';
    if (typeof next === 'string') throw Object.assign(new Error(next), { code: next });
    const bytesWritten = Math.min(next, bytes.length - offset);
    this.taken += bytesWritten;
    return { bytesWritten };
  }

  async close() {
    this.isOpen = false;
    throw new Error('a close may fail');
  }
}

async function scripted() {
  const clock = new VirtualClock();
  const device = new ScriptedDevice();
  const port = new UsbLpTransport({ path: 'lp', openDevice: async () => device }, clock);
  await port.open();
  const heard: number[] = [];
  const gone: TransportError[] = [];
  port.onData((bytes) => heard.push(...bytes));
  port.onGone((cause) => gone.push(cause));
  return { clock, device, port, heard, gone };
}

describe('a device that is busy', () => {
  it('gets the rest of the bytes when it takes more', async () => {
    const { clock, device, port } = await scripted();
    device.writes = [3, 'EAGAIN', 'EAGAIN', 10];
    const written = port.write(new Uint8Array(5));
    await clock.advance(15);
    expect(device.taken).toBe(3);
    await clock.advance(100);
    expect(await written).toEqual({ ok: true, value: undefined });
    expect(device.taken).toBe(5);
    await port.close();
    expect(device.isOpen).toBe(false);
  });

  it('that never takes more is let go of by closing', async () => {
    const { clock, port } = await scripted();
    const written = port.write(new Uint8Array(5));
    await clock.advance(60_000);
    await port.close();
    expect(await written).toMatchObject({ ok: false, error: { code: 'GONE' } });
    expect(clock.untilNext()).toBeNull();
  });
});

describe('how often a device is looked at', () => {
  it('is often after something was said, and seldom while it has nothing to say', async () => {
    const { clock, device, port, heard } = await scripted();
    device.reads = [new Uint8Array(0), Uint8Array.of(0x12)];
    await clock.advance(40);
    expect(heard).toEqual([0x12]);
    await clock.advance(5_000);
    expect(clock.untilNext()).toBeGreaterThan(20);
    device.writes = [1];
    await port.write(Uint8Array.of(1));
    expect(clock.untilNext()).toBe(20);
    await port.close();
  });
});

describe('a device that fails', () => {
  it.each(['ENODEV', 'EIO'])('while it is read (%s) is gone, once', async (code) => {
    const { clock, device, port, gone } = await scripted();
    device.reads = [code];
    await clock.advance(20);
    expect(gone).toMatchObject([{ code: 'GONE' }]);
    expect(await port.write(Uint8Array.of(1))).toMatchObject({ error: { code: 'NOT_OPEN' } });
    expect(clock.untilNext()).toBeNull();
    expect((await port.open()).ok).toBe(true);
    await port.close();
  });

  it('while it is written to fails the write and is gone', async () => {
    const { device, port, gone } = await scripted();
    device.writes = ['EIO'];
    expect(await port.write(Uint8Array.of(1))).toMatchObject({ error: { code: 'GONE' } });
    expect(gone).toHaveLength(1);
  });
});
