import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, VirtualClock } from '../base/clock.ts';
import type { TransportError } from './port.ts';
import { TcpTransport } from './tcp.ts';

let server: Server;
let peers: Socket[];
let port: number;
const clock = new VirtualClock();

beforeEach(async () => {
  peers = [];
  server = createServer((socket) => {
    peers.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => socket.write(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  for (const peer of peers) peer.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function transport(options: { host?: string; port?: number } = {}): TcpTransport {
  return new TcpTransport({ host: '127.0.0.1', port, ...options }, clock);
}

const gone = (tcp: TcpTransport): Promise<TransportError> => new Promise((resolve) => tcp.onGone(resolve));

describe('TcpTransport', () => {
  it('carries bytes both ways and names its address', async () => {
    const tcp = transport();
    expect(tcp.description).toBe(`tcp 127.0.0.1:${port}`);
    expect(tcp.msPerByte).toBe(0);
    expect(await tcp.open()).toEqual({ ok: true });
    const echoed = new Promise<Uint8Array>((resolve) => tcp.onData(resolve));
    expect(await tcp.write(Uint8Array.of(0x10, 0x04, 0x01))).toEqual({ ok: true });
    expect([...(await echoed)]).toEqual([0x10, 0x04, 0x01]);
    await tcp.close();
  });

  it('opens once for two callers, and again at once when already open', async () => {
    const tcp = transport();
    await Promise.all([tcp.open(), tcp.open()]);
    expect(await tcp.open()).toEqual({ ok: true });
    expect(await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(1);
    await tcp.close();
  });

  it('leaves no timer behind', async () => {
    const tcp = transport();
    await tcp.open();
    expect(clock.pending).toBe(0);
    await tcp.close();
  });

  it('says NOT_FOUND when nobody listens', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const free = (other.address() as AddressInfo).port;
    await new Promise((resolve) => other.close(resolve));
    expect(await transport({ port: free }).open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  it('gives a connection attempt up at the deadline of the injected clock', async () => {
    const asked: number[] = [];
    const hasty: Clock = {
      ...{ now: () => 0, monotonic: () => 0 },
      after: (ms, action) => {
        asked.push(ms);
        queueMicrotask(action);
        return { cancel: () => undefined };
      },
    };
    const tcp = new TcpTransport({ host: '127.0.0.1', port, connectTimeoutMs: 700 }, hasty);
    expect(await tcp.open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect(asked).toEqual([700]);
  });

  it('answers an attempt that is closed while it runs', async () => {
    const tcp = transport();
    const opened = tcp.open();
    await tcp.close();
    expect(await opened).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
    expect(await tcp.write(Uint8Array.of(1))).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
  });

  it('reports a peer that hangs up as gone, and can be opened again', async () => {
    const tcp = transport();
    await tcp.open();
    await tcp.write(Uint8Array.of(1));
    const cause = gone(tcp);
    await expect.poll(() => peers.length).toBe(1);
    peers[0]?.end();
    expect(await cause).toMatchObject({ code: 'GONE' });
    expect(await tcp.open()).toEqual({ ok: true });
    await tcp.close();
  });

  it('reports a reset with the system’s words', async () => {
    const tcp = transport();
    await tcp.open();
    await expect.poll(() => peers.length).toBe(1);
    const cause = gone(tcp);
    peers[0]?.resetAndDestroy();
    expect(await cause).toMatchObject({ code: 'GONE', detail: expect.stringContaining('ECONNRESET') });
  });

  it('closes twice without a word of gone', async () => {
    const tcp = transport();
    await tcp.open();
    let told = 0;
    tcp.onGone(() => {
      told += 1;
    });
    await Promise.all([tcp.close(), tcp.close()]);
    await tcp.close();
    expect(told).toBe(0);
  });

  it('answers a write that its own close has cut off', async () => {
    const tcp = transport();
    await tcp.open();
    const written = tcp.write(new Uint8Array(64 * 1024 * 1024));
    await tcp.close();
    expect(await written).toMatchObject({ ok: false, error: { code: 'GONE' } });
  });

  it('answers a write that fails on a wire which has just broken', async () => {
    const tcp = transport();
    await tcp.open();
    await expect.poll(() => peers.length).toBe(1);
    const cause = gone(tcp);
    peers[0]?.resetAndDestroy();
    const written = await Promise.all(Array.from({ length: 50 }, () => tcp.write(new Uint8Array(100_000))));
    expect(written.at(-1)).toMatchObject({ ok: false, error: { code: 'GONE' } });
    await cause;
  });

  it('names an address that cannot be one as IO', async () => {
    // A link-local address without its interface: the kernel refuses it with a code that means nothing special here.
    expect(await transport({ host: 'fe80::1' }).open()).toMatchObject({ ok: false, error: { code: 'IO' } });
  });
});
