import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../http.ts';
import { HTML_ANSWER, networkLever } from './http-faults.ts';
import { decodeSegment, LoopbackHttpServer, type ServerReply } from './http-server.ts';

const client = new HttpClient();
let server: LoopbackHttpServer | null = null;

async function serve(reply: ServerReply | Promise<ServerReply>): Promise<LoopbackHttpServer> {
  server = await LoopbackHttpServer.start(async () => reply);
  return server;
}

async function ask(at: LoopbackHttpServer): Promise<string> {
  const result = await client.send({ method: 'GET', url: new URL(at.baseUrl), headers: {} });
  return result.ok ? Buffer.from(result.value.body).toString() : result.error.code;
}

afterEach(async () => {
  await server?.close();
  server = null;
});

describe('LoopbackHttpServer', () => {
  it('listens on this machine only', async () => {
    expect((await serve('drop')).baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('drops an answer, or cuts it short', async () => {
    expect(await ask(await serve('drop'))).toBe('BROKEN');
    await server?.close();
    expect(await ask(await serve({ status: 200, headers: {}, body: Buffer.from('abcdef'), cutAt: 3 }))).toBe(
      'BROKEN',
    );
  });

  it('goes off the network and comes back at the same address', async () => {
    const at = await serve(HTML_ANSWER);
    const network = networkLever({ id: 'x-network', label: '网络' }, at);
    const { baseUrl } = at;
    await network.apply({ state: 'down' });
    expect(await ask(at)).toBe('BROKEN');
    await network.apply({ state: 'up' });
    expect(await ask(at)).toContain('Welcome');
    expect(at.baseUrl).toBe(baseUrl);
  });

  it('cuts what is under way when the network goes', async () => {
    let arrived: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let answer: (reply: ServerReply) => void = () => undefined;
    server = await LoopbackHttpServer.start(() => {
      arrived();
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const asked = ask(server);
    await heard;
    server.setDown(true);
    expect(await asked).toBe('BROKEN');
    answer(HTML_ANSWER);
  });

  it('survives a client that leaves in the middle of its request', async () => {
    const at = await serve(HTML_ANSWER);
    const socket = connect(Number(new URL(at.baseUrl).port), '127.0.0.1');
    await new Promise<void>((resolve) => {
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc', () => resolve());
    });
    socket.destroy();
    await new Promise<void>((resolve) => socket.on('close', () => resolve()));
    expect(await ask(at)).toContain('Welcome');
  });
});

describe('decodeSegment', () => {
  it('leaves what is not well encoded as it is', () => {
    expect(decodeSegment('a%2Fb')).toBe('a/b');
    expect(decodeSegment('%')).toBe('%');
  });
});
