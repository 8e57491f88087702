import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import type { EmulatedLine } from './line.ts';
import { openTcpLine, type TcpLineOptions } from './tcp-line.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function open(options?: TcpLineOptions): Promise<{ line: EmulatedLine; port: number }> {
  const line = await openTcpLine(options);
  cleanUp.push(() => line.close());
  if (line.address.kind !== 'tcp') throw new Error('not a TCP line');
  expect(line.address.host).toBe('127.0.0.1');
  return { line, port: line.address.port };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  cleanUp.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

function next(line: EmulatedLine): Promise<string> {
  return new Promise((resolve) => {
    const stop = line.onData((bytes) => {
      stop();
      resolve(toHex(bytes));
    });
  });
}

async function refusedCode(port: number): Promise<unknown> {
  const socket = connect(port, '127.0.0.1');
  const [error] = await once(socket, 'error');
  return error.code;
}

describe('TCP line', () => {
  it('carries bytes both ways', async () => {
    const { line, port } = await open();
    const socket = await dial(port);
    const arrived = next(line);
    socket.write(fromHex('100401'));
    expect(await arrived).toBe('100401');
    line.write(fromHex('12'));
    const [answer] = await once(socket, 'data');
    expect(toHex(answer)).toBe('12');
  });

  it('drops what is written while nobody is connected', async () => {
    const { line, port } = await open();
    line.write(fromHex('AA'));
    const socket = await dial(port);
    const arrived = next(line);
    socket.write(fromHex('01'));
    await arrived;
    line.write(fromHex('BB'));
    const [answer] = await once(socket, 'data');
    expect(toHex(answer)).toBe('BB');
  });

  it('serves one host at a time, in the order of their coming', async () => {
    const { line, port } = await open();
    const first = await dial(port);
    const fromFirst = next(line);
    first.write(fromHex('01'));
    await fromFirst;
    const second = await dial(port);
    const heard: string[] = [];
    line.onData((bytes) => heard.push(toHex(bytes)));
    second.write(fromHex('02'));
    const third = await dial(port);
    third.destroy();
    await once(third, 'close');
    const again = next(line);
    first.write(fromHex('03'));
    await again;
    expect(heard).toEqual(['03']);
    const fromSecond = next(line);
    first.destroy();
    expect(await fromSecond).toBe('02');
  });

  it('resets the host when unplugged, refuses until replugged on the same port', async () => {
    const { line, port } = await open();
    const socket = await dial(port);
    const arrived = next(line);
    socket.write(fromHex('01'));
    await arrived;
    const broken = once(socket, 'error');
    await line.unplug();
    await line.unplug();
    const [error] = await broken;
    expect(error.code).toBe('ECONNRESET');
    line.write(fromHex('AA'));
    expect(await refusedCode(port)).toBe('ECONNREFUSED');
    await line.replug();
    await line.replug();
    const back = await dial(port);
    const greeting = next(line);
    back.write(fromHex('05'));
    expect(await greeting).toBe('05');
  });

  it('stays closed', async () => {
    const { line, port } = await open();
    await line.close();
    await line.close();
    await line.replug();
    expect(await refusedCode(port)).toBe('ECONNREFUSED');
  });

  it('says so when its port was taken while it was unplugged', async () => {
    const { line, port } = await open();
    await line.unplug();
    const { createServer } = await import('node:net');
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    await expect(line.replug()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    squatter.close();
    await once(squatter, 'close');
    await line.replug();
    await dial(port);
  });

  it('takes line time when paced', async () => {
    const clock = new VirtualClock();
    const { line, port } = await open({ pace: { clock, baudRate: 9600, bitsPerByte: 10 } });
    const socket = await dial(port);
    const heard: string[] = [];
    line.onData((bytes) => heard.push(toHex(bytes)));
    socket.write(fromHex('0102'));
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([]);
    await clock.advance(2.1);
    expect(heard.join('')).toBe('0102');
  });
});
