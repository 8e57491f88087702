import * as http from 'node:http';
import * as https from 'node:https';
import { createSecureContext } from 'node:tls';
import { type Clock, SystemClock } from '../base/clock.ts';
import type { UnknownCause } from '../base/outcome.ts';
import { err, ok, type Result } from '../base/result.ts';

/**
 * One HTTP exchange with a money server. Not `fetch`, for five reasons that all cost money when they are missing: a
 * connect and a total deadline on the injected clock; no silent second POST on a reset keep-alive socket (each attempt
 * has a socket of its own and is never repeated here); the answer's raw bytes, because signatures are over bytes; every
 * value of a repeated header, because a repeated signature header proves nothing; and an upper bound on what is read.
 * Redirects are answers like any other: following one would hand a signed request to somebody else.
 */
export interface Http {
  send(request: HttpRequest): Promise<Result<HttpAnswer, HttpFailure>>;
  /** Breaks off what is under way (failure CLOSED) and refuses what comes later. Idempotent. */
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** https, or http to this very machine; see `parseServerUrl`. The query is sent exactly as written here. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte for byte. */
  readonly body?: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case name → every value, in order of arrival. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Uint8Array;
}

/** Why there is no answer. None of these proves that the server did nothing, except PLAIN_HTTP, which is a bug of ours. */
export interface HttpFailure {
  readonly code: /** No connection within `connectMs`, or no whole answer within `totalMs`. */
    | 'TIMEOUT'
    /** Name not found, refused, no route. */
    | 'CONNECT'
    /** The certificate, or the handshake, or the server did not accept our certificate. */
    | 'TLS'
    /** The line broke after the connection stood: reset, or fewer bytes than announced. */
    | 'BROKEN'
    | 'TOO_LARGE'
    | 'NOT_HTTP'
    | 'CLOSED'
    | 'PLAIN_HTTP';
  /** The runtime's error code, for the technician only. Never a payload. */
  readonly detail: string;
}

export interface TlsMaterial {
  /** PEM text. Replaces the public authorities: with it, only these are trusted. */
  readonly ca?: string;
  /** PEM text of our certificate (chain) and its private key, for mutual TLS. Both or neither. */
  readonly cert?: string;
  readonly key?: string;
}

export interface HttpClientOptions {
  readonly clock?: Clock;
  readonly tls?: TlsMaterial;
  /** Milliseconds, name look-up and TLS handshake included. Default 3000. */
  readonly connectMs?: number;
  /** Milliseconds from the call to the last byte of the answer. Default 8000. */
  readonly totalMs?: number;
  /** Largest answer body in bytes. Default 1 MiB. */
  readonly maxAnswerBytes?: number;
}

export class HttpClient implements Http {
  readonly #clock: Clock;
  readonly #connectMs: number;
  readonly #totalMs: number;
  readonly #maxAnswerBytes: number;
  readonly #plain = new http.Agent({ keepAlive: false });
  readonly #secure: https.Agent;
  readonly #underWay = new Set<Exchange>();
  #closed = false;

  /** Throws on unusable TLS material: check files with `loadTlsFiles` first. */
  constructor(options: HttpClientOptions = {}) {
    this.#clock = options.clock ?? new SystemClock();
    this.#connectMs = options.connectMs ?? 3000;
    this.#totalMs = options.totalMs ?? 8000;
    this.#maxAnswerBytes = options.maxAnswerBytes ?? 1024 * 1024;
    const { ca, cert, key } = options.tls ?? {};
    this.#secure = new https.Agent({
      keepAlive: false,
      // Built once: parsing the public authorities anew for every poll would cost more than the poll.
      secureContext: createSecureContext({ ca, cert, key, minVersion: 'TLSv1.2' }),
    });
  }

  async send(request: HttpRequest): Promise<Result<HttpAnswer, HttpFailure>> {
    if (this.#closed) return err({ code: 'CLOSED', detail: '' });
    if (!isAllowed(request.url)) return err({ code: 'PLAIN_HTTP', detail: request.url.protocol });
    const exchange = new Exchange(request, {
      clock: this.#clock,
      agent: request.url.protocol === 'https:' ? this.#secure : this.#plain,
      connectMs: this.#connectMs,
      totalMs: this.#totalMs,
      maxAnswerBytes: this.#maxAnswerBytes,
    });
    this.#underWay.add(exchange);
    const result = await exchange.result;
    this.#underWay.delete(exchange);
    return result;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const ending = [...this.#underWay];
    for (const exchange of ending) exchange.abort();
    await Promise.all(ending.map((exchange) => exchange.result));
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

interface ExchangeOptions {
  readonly clock: Clock;
  readonly agent: http.Agent;
  readonly connectMs: number;
  readonly totalMs: number;
  readonly maxAnswerBytes: number;
}

/** One request on one socket, settled exactly once. */
class Exchange {
  readonly result: Promise<Result<HttpAnswer, HttpFailure>>;
  /* v8 ignore start -- replaced in the constructor, before anybody can call it */
  #settle: (result: Result<HttpAnswer, HttpFailure>) => void = () => undefined;
  /* v8 ignore stop */
  readonly #options: ExchangeOptions;
  readonly #request: http.ClientRequest;
  readonly #timers: readonly { cancel(): void }[];
  #stage: 'connecting' | 'handshake' | 'connected' = 'connecting';

  constructor(request: HttpRequest, options: ExchangeOptions) {
    this.#options = options;
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { clock, connectMs, totalMs } = options;
    this.#timers = [
      clock.after(connectMs, () => this.#stage !== 'connected' && this.#fail('TIMEOUT', 'connect')),
      clock.after(totalMs, () => this.#fail('TIMEOUT', 'total')),
    ];
    this.#request = this.#start(request);
  }

  abort(): void {
    this.#fail('CLOSED', '');
  }

  #start({ method, url, headers, body }: HttpRequest): http.ClientRequest {
    const secure = url.protocol === 'https:';
    const request = (secure ? https : http).request({
      method,
      // Plain http goes to the loopback address itself, whatever a name server says about "localhost".
      host: secure ? url.hostname.replaceAll(/^\[|\]$/g, '') : '127.0.0.1',
      // Empty for the protocol's own port.
      port: url.port,
      path: url.pathname + url.search,
      agent: this.#options.agent,
      headers: {
        Host: url.host,
        ...headers,
        ...(body === undefined ? {} : { 'Content-Length': String(body.length) }),
      },
    });
    request.on('socket', (socket) => {
      socket.once('connect', () => {
        this.#stage = secure ? 'handshake' : 'connected';
      });
      socket.once('secureConnect', () => {
        this.#stage = 'connected';
      });
    });
    request.on('response', (response) => this.#receive(response));
    request.on('error', (error: NodeJS.ErrnoException) => this.#broken(error));
    request.end(body);
    return request;
  }

  #receive(response: http.IncomingMessage): void {
    const chunks: Uint8Array[] = [];
    let length = 0;
    response.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > this.#options.maxAnswerBytes) this.#fail('TOO_LARGE', `${length}`);
      else chunks.push(chunk);
    });
    response.on('error', (error: NodeJS.ErrnoException) => this.#broken(error));
    response.on('end', () =>
      this.#finish(
        ok({
          status: Number(response.statusCode),
          headers: collect(response.rawHeaders),
          body: Buffer.concat(chunks),
        }),
      ),
    );
  }

  #broken(error: NodeJS.ErrnoException): void {
    const detail = `${error.code}`;
    if (this.#stage === 'connecting') this.#fail('CONNECT', detail);
    else if (this.#stage === 'handshake' || detail.startsWith('ERR_SSL')) this.#fail('TLS', detail);
    else this.#fail(detail.startsWith('HPE_') ? 'NOT_HTTP' : 'BROKEN', detail);
  }

  #fail(code: HttpFailure['code'], detail: string): void {
    this.#finish(err({ code, detail }));
    this.#request.destroy();
  }

  /** The first result counts; destroying the socket makes more errors, which change nothing. */
  #finish(result: Result<HttpAnswer, HttpFailure>): void {
    for (const timer of this.#timers) timer.cancel();
    this.#settle(result);
  }
}

function collect(rawHeaders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = `${rawHeaders[at]}`.toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), `${rawHeaders[at + 1]}`]);
  }
  return headers;
}

/** The header's only value; null when it is absent or was sent more than once (then nobody knows which one is meant). */
export function onlyHeader(answer: HttpAnswer, name: string): string | null {
  const [value = null, ...others] = answer.headers.get(name.toLowerCase()) ?? [];
  return others.length === 0 ? value : null;
}

/** What a failed exchange means for the call it carried. */
export function failureCause(failure: HttpFailure): UnknownCause {
  switch (failure.code) {
    case 'TIMEOUT':
      return 'timeout';
    case 'TOO_LARGE':
    case 'NOT_HTTP':
      return 'bad-answer';
    default:
      return 'network';
  }
}

/**
 * A server's base address from the configuration: https, or plain http on 127.0.0.1 (or `localhost`) only; no user,
 * query or fragment. A path is kept as a prefix. The error's `code` is for the configuration report.
 */
export function parseServerUrl(
  text: string,
): Result<URL, { readonly code: 'NOT_A_URL' | 'PLAIN_HTTP' | 'EXTRA_PARTS' }> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return err({ code: 'NOT_A_URL' });
  }
  if (!isAllowed(url)) return err({ code: 'PLAIN_HTTP' });
  const extra = url.username + url.password + url.search + url.hash;
  return extra === '' ? ok(url) : err({ code: 'EXTRA_PARTS' });
}

/** `base` + `target`, where target starts with `/` and is already percent-encoded. */
export function joinUrl(base: URL, target: string): URL {
  return new URL(base.origin + base.pathname.replace(/\/$/, '') + target);
}

function isAllowed(url: URL): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost');
}
