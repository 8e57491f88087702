import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import type { EmulatedLine } from './line.ts';
import { openPtyLine, type PtyLineOptions } from './pty-line.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function open(options: PtyLineOptions): Promise<{ line: EmulatedLine; path: string }> {
  const opened = await openPtyLine(options);
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  cleanUp.push(() => line.close());
  if (line.address.kind !== 'serial') throw new Error('not a serial line');
  return { line, path: line.address.path };
}

async function openPort(path: string): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate: 9600, autoOpen: false });
  port.on('error', () => undefined);
  port.resume(); // an unplug is noticed by reading
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  cleanUp.push(() => new Promise((resolve) => port.close(resolve)));
  return port;
}

function next(line: EmulatedLine): Promise<string> {
  return new Promise((resolve) => {
    const stop = line.onData((bytes) => {
      stop();
      resolve(toHex(bytes));
    });
  });
}

function nextFrom(port: SerialPort): Promise<string> {
  return new Promise((resolve) => port.once('data', (bytes: Buffer) => resolve(toHex(bytes))));
}

function closing(port: SerialPort): Promise<{ disconnected?: boolean } | null> {
  return new Promise((resolve) => port.once('close', resolve));
}

describe.runIf(process.platform === 'linux')('pty line', () => {
  it('carries every byte value unchanged both ways', async () => {
    const { line, path } = await open({ name: 'reader' });
    const port = await openPort(path);
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const heard = next(line);
    port.write(all);
    expect(await heard).toBe(toHex(all));
    const answer = nextFrom(port);
    line.write(all);
    expect(await answer).toBe(toHex(all));
  });

  it('drops what is written before a host opens, without echo', async () => {
    const { line, path } = await open({ name: 'reader' });
    const heard: string[] = [];
    line.onData((bytes) => heard.push(toHex(bytes)));
    line.write(fromHex('AABB0D0A'));
    const port = await openPort(path);
    const answer = nextFrom(port);
    line.write(fromHex('01'));
    expect(await answer).toBe('01');
    expect(heard).toEqual([]);
  });

  it('survives an overrun', async () => {
    const { line, path } = await open({ name: 'reader' });
    line.write(new Uint8Array(200_000));
    const port = await openPort(path);
    const answer = nextFrom(port);
    line.write(fromHex('7E'));
    expect(await answer).toBe('7E');
  });

  it('breaks the open handle when unplugged and comes back under the same path', async () => {
    const { line, path } = await open({ name: 'reader' });
    const port = await openPort(path);
    const broken = closing(port);
    await line.unplug();
    await line.unplug();
    expect((await broken)?.disconnected).toBe(true);
    line.write(fromHex('01'));
    await expect(lstat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await line.replug();
    await line.replug();
    const again = await openPort(path);
    const heard = next(line);
    again.write(fromHex('42'));
    expect(await heard).toBe('42');
  });

  it('takes line time when paced, and loses what is on the wire when unplugged', async () => {
    const clock = new VirtualClock();
    const { line, path } = await open({ name: 'reader', pace: { clock, baudRate: 9600, bitsPerByte: 10 } });
    const port = await openPort(path);
    const answer = nextFrom(port);
    line.write(fromHex('01'));
    await clock.advance(1.05);
    expect(await answer).toBe('01');
    line.write(fromHex('0203'));
    await line.unplug();
    expect(clock.pending).toBe(0);
  });

  it('leaves nothing behind and stays closed', async () => {
    const { line, path } = await open({ name: 'reader' });
    await line.close();
    await line.close();
    await line.replug();
    await expect(lstat(dirname(path))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a system without ptys', () => {
  it('is told apart when the binding is missing', async () => {
    const opened = await openPtyLine({ name: 'x' }, () => Promise.reject(new Error('no binary')));
    expect(opened).toEqual({ ok: false, error: { code: 'NO_PTY', detail: 'no binary' } });
  });

  it('is told apart when no pty is free', async () => {
    const opened = await openPtyLine({ name: 'x' }, async () => () => {
      throw 'out of ptys';
    });
    expect(opened).toEqual({ ok: false, error: { code: 'NO_PTY', detail: 'out of ptys' } });
  });
});
