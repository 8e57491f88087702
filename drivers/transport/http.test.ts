import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../base/clock.ts';
import { LoopbackHttpServer, type ServerRequest } from './emulator/http-server.ts';
import { failureCause, HttpClient, type HttpFailure, joinUrl, onlyHeader, parseServerUrl } from './http.ts';
import { makeAuthority } from './testing/certificates.ts';
import { RawServer } from './testing/raw-server.ts';

const closing: { close(): Promise<void> }[] = [];

function owned<T extends { close(): Promise<void> }>(it: T): T {
  closing.push(it);
  return it;
}

afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

function get(url: URL): { method: 'GET'; url: URL; headers: Record<string, string> } {
  return { method: 'GET', url, headers: {} };
}

async function failureOf(client: HttpClient, url: URL): Promise<string> {
  const result = await client.send(get(url));
  return result.ok ? `status ${result.value.status}` : result.error.code;
}

describe('HttpClient', () => {
  it('sends the very bytes it was given and returns the very bytes it got', async () => {
    const seen: ServerRequest[] = [];
    const server = owned(
      await LoopbackHttpServer.start(async (request) => {
        seen.push(request);
        return { status: 200, headers: { 'X-One': 'a' }, body: Buffer.from([0xff, 0x00, 0x0a]) };
      }),
    );
    const client = owned(new HttpClient());
    const body = Buffer.from('{"名":1}');
    const result = await client.send({
      method: 'POST',
      url: joinUrl(new URL(server.baseUrl), '/p%7Cq?x=%20'),
      headers: { 'X-Mine': 'yes' },
      body,
    });
    expect(seen[0]?.target).toBe('/p%7Cq?x=%20');
    expect(seen[0]?.headers['x-mine']).toBe('yes');
    expect(seen[0]?.body).toEqual(body);
    expect(seen[0]?.headers.connection).toBe('close');
    expect(result).toMatchObject({ ok: true, value: { status: 200 } });
    if (!result.ok) return;
    expect([...result.value.body]).toEqual([0xff, 0x00, 0x0a]);
    expect(onlyHeader(result.value, 'X-One')).toBe('a');
    expect(onlyHeader(result.value, 'X-Two')).toBeNull();
  });

  it('keeps every value of a repeated header, and then trusts none', async () => {
    const server = owned(
      await RawServer.start('HTTP/1.1 200 OK\r\nX-Sig: a\r\nx-sig: b\r\nContent-Length: 0\r\n\r\n'),
    );
    const result = await owned(new HttpClient()).send(get(server.url()));
    expect(result.ok && result.value.headers.get('x-sig')).toEqual(['a', 'b']);
    expect(result.ok && onlyHeader(result.value, 'X-Sig')).toBeNull();
  });

  it('does not follow redirects', async () => {
    const server = owned(
      await RawServer.start(
        'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n',
      ),
    );
    expect(await failureOf(owned(new HttpClient()), server.url())).toBe('status 302');
  });

  it('never sends a POST twice, although the line breaks at once', async () => {
    const server = owned(await RawServer.start((socket) => socket.destroy()));
    const client = owned(new HttpClient());
    for (let attempt = 1; attempt <= 3; attempt++) {
      const result = await client.send({
        method: 'POST',
        url: server.url(),
        headers: {},
        body: Buffer.of(1),
      });
      expect(result).toMatchObject({ ok: false, error: { code: 'BROKEN' } });
      expect(server.received).toHaveLength(attempt);
    }
  });

  it('gives up after the total time, by the injected clock', async () => {
    const clock = new VirtualClock();
    const server = owned(await RawServer.start(() => undefined));
    const pending = owned(new HttpClient({ clock })).send(get(server.url()));
    await server.heard();
    await clock.advance(7999);
    expect(clock.pending).toBeGreaterThan(0);
    await clock.advance(1);
    expect(await pending).toEqual({ ok: false, error: { code: 'TIMEOUT', detail: 'total' } });
    expect(clock.pending).toBe(0);
  });

  it('gives up on a server that starts to answer and stalls', async () => {
    const clock = new VirtualClock();
    const server = owned(
      await RawServer.start((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab')),
    );
    const pending = owned(new HttpClient({ clock, totalMs: 500 })).send(get(server.url()));
    await server.heard();
    await clock.advance(500);
    expect(await pending).toMatchObject({ error: { code: 'TIMEOUT' } });
  });

  it('gives up on a connection that does not come about', async () => {
    const clock = new VirtualClock();
    // TCP is accepted, but nobody speaks TLS: the handshake never ends.
    const server = owned(await RawServer.start(() => undefined));
    const pending = owned(new HttpClient({ clock })).send(get(new URL(`https://127.0.0.1:${server.port}/`)));
    await server.heard();
    await clock.advance(3000);
    expect(await pending).toEqual({ ok: false, error: { code: 'TIMEOUT', detail: 'connect' } });
  });

  it('names what went wrong', async () => {
    const client = owned(new HttpClient({ maxAnswerBytes: 10 }));
    const answers: readonly [string, string][] = [
      ['HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890', 'TOO_LARGE'],
      ['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789', 'status 200'],
      ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n0123', 'BROKEN'],
      ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n', 'BROKEN'],
      ['220 mail.example ESMTP\r\n', 'NOT_HTTP'],
    ];
    for (const [wire, expected] of answers) {
      const server = owned(await RawServer.start(wire));
      expect(await failureOf(client, server.url()), wire).toBe(expected);
    }
  });

  it('says that a closed port is no connection', async () => {
    const server = await RawServer.start('');
    const url = server.url();
    await server.close();
    expect(await failureOf(owned(new HttpClient()), url)).toBe('CONNECT');
  });

  it('takes "localhost" for this very machine', async () => {
    const server = owned(await RawServer.start('HTTP/1.1 204 No Content\r\n\r\n'));
    expect(await failureOf(owned(new HttpClient()), new URL(`http://localhost:${server.port}/`))).toBe(
      'status 204',
    );
    expect(server.received[0]).toContain(`Host: localhost:${server.port}`);
  });

  it('sends nothing in plain text to another machine', async () => {
    const client = owned(new HttpClient());
    expect(await failureOf(client, new URL('http://example.com/'))).toBe('PLAIN_HTTP');
    expect(await failureOf(client, new URL('ftp://127.0.0.1/'))).toBe('PLAIN_HTTP');
  });

  it('breaks off what is under way when it closes, and refuses what comes later', async () => {
    const clock = new VirtualClock();
    const server = owned(await RawServer.start(() => undefined));
    const client = new HttpClient({ clock });
    const pending = client.send(get(server.url()));
    await server.heard();
    await client.close();
    await client.close();
    expect(await pending).toMatchObject({ error: { code: 'CLOSED' } });
    expect(await failureOf(client, server.url())).toBe('CLOSED');
    expect(clock.pending).toBe(0);
  });
});

describe('HttpClient over TLS', () => {
  const authority = makeAuthority('Test authority');
  const stranger = makeAuthority('Another authority');

  async function secureServer(): Promise<LoopbackHttpServer> {
    const answer = async () => ({ status: 200, headers: {}, body: Buffer.from('safe') });
    const tls = { ...authority.issue('server'), clientCa: authority.ca };
    return owned(await LoopbackHttpServer.start(answer, tls));
  }

  it('shows its certificate to a server that it trusts', async () => {
    const server = await secureServer();
    const client = owned(new HttpClient({ tls: { ca: authority.ca, ...authority.issue('kiosk') } }));
    const result = await client.send(get(new URL(server.baseUrl)));
    expect(result.ok && Buffer.from(result.value.body).toString()).toBe('safe');
  });

  it('needs none for a server that asks for none', async () => {
    const answer = async () => ({ status: 200, headers: {}, body: Buffer.from('open') });
    const server = owned(await LoopbackHttpServer.start(answer, authority.issue('server')));
    const result = await owned(new HttpClient({ tls: { ca: authority.ca } })).send(
      get(new URL(server.baseUrl)),
    );
    expect(result.ok && Buffer.from(result.value.body).toString()).toBe('open');
  });

  it('trusts nobody else', async () => {
    const server = await secureServer();
    const url = new URL(server.baseUrl);
    expect(await failureOf(owned(new HttpClient({ tls: { ca: stranger.ca } })), url)).toBe('TLS');
    expect(await failureOf(owned(new HttpClient()), url)).toBe('TLS');
  });

  it('is not served without a certificate of the right authority', async () => {
    const server = await secureServer();
    const url = new URL(server.baseUrl);
    const without = owned(new HttpClient({ tls: { ca: authority.ca } }));
    const wrong = owned(new HttpClient({ tls: { ca: authority.ca, ...stranger.issue('thief') } }));
    // How a server says it differs between TLS versions and moments; that it is no answer does not.
    expect(await failureOf(without, url)).toMatch(/^(TLS|BROKEN)$/);
    expect(await failureOf(wrong, url)).toMatch(/^(TLS|BROKEN)$/);
  });
});

describe('parseServerUrl', () => {
  it('accepts https, and plain http on this machine', () => {
    for (const text of ['https://api.example.com', 'http://127.0.0.1:8080/agency/', 'http://localhost:1']) {
      expect(parseServerUrl(text), text).toMatchObject({ ok: true });
    }
  });

  it('refuses the rest by name', () => {
    const cases: readonly [string, string][] = [
      ['api.example.com', 'NOT_A_URL'],
      ['file:///etc/hosts', 'NOT_A_URL'],
      ['http://10.0.0.1', 'PLAIN_HTTP'],
      ['http://127.0.0.1.example.com', 'PLAIN_HTTP'],
      ['https://user:pw@example.com', 'EXTRA_PARTS'],
      ['https://example.com/?a=b', 'EXTRA_PARTS'],
      ['https://example.com/#x', 'EXTRA_PARTS'],
    ];
    for (const [text, code] of cases)
      expect(parseServerUrl(text), text).toEqual({ ok: false, error: { code } });
  });

  it('keeps a path as a prefix', () => {
    expect(joinUrl(new URL('https://gw.example/agency/'), '/v1/x?y=1').href).toBe(
      'https://gw.example/agency/v1/x?y=1',
    );
  });
});

describe('failureCause', () => {
  it('knows every failure', () => {
    const causes: Readonly<Record<HttpFailure['code'], string>> = {
      TIMEOUT: 'timeout',
      TOO_LARGE: 'bad-answer',
      NOT_HTTP: 'bad-answer',
      CONNECT: 'network',
      TLS: 'network',
      BROKEN: 'network',
      CLOSED: 'network',
      PLAIN_HTTP: 'network',
    };
    for (const [code, cause] of Object.entries(causes)) {
      expect(failureCause({ code: code as HttpFailure['code'], detail: '' }), code).toBe(cause);
    }
  });
});
