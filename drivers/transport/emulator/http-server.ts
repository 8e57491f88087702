import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What arrived, undecoded: an emulator reads its own protocol. */
export interface ServerRequest {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Send only this many bytes of the body, although all were announced, and break the line. */
  readonly cutAt?: number;
}

/** `drop` = the line breaks without a single byte of answer. */
export type ServerReply = ServerAnswer | 'drop';

export interface ServerTls {
  /** PEM texts; with `clientCa`, only clients with a certificate from that authority are served. */
  readonly key: string;
  readonly cert: string;
  readonly clientCa?: string;
}

/**
 * The plumbing that emulated servers share: a real HTTP(S) server on 127.0.0.1 at a port of the system's choice. It
 * knows no protocol. While `down`, connections are broken as soon as they are made and those under way are cut; the
 * port is kept, so that the address stays the same when the network is back.
 */
export class LoopbackHttpServer {
  readonly #server: http.Server | https.Server;
  readonly #sockets = new Set<Socket>();
  readonly #scheme: string;
  #down = false;

  private constructor(handler: (request: ServerRequest) => Promise<ServerReply>, tls: ServerTls | undefined) {
    const serve = (request: http.IncomingMessage, response: http.ServerResponse): void => {
      // A handler that rejects is a bug in the emulator and must surface as one.
      void receive(request).then(async (received) => {
        if (received !== null) send(response, await handler(received));
      });
    };
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#server =
      tls === undefined
        ? http.createServer(serve)
        : https.createServer(
            {
              key: tls.key,
              cert: tls.cert,
              ...(tls.clientCa === undefined
                ? {}
                : { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true }),
            },
            serve,
          );
    this.#server.on('connection', (socket: Socket) => {
      if (this.#down) {
        socket.destroy();
        return;
      }
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(
    handler: (request: ServerRequest) => Promise<ServerReply>,
    tls?: ServerTls,
  ): Promise<LoopbackHttpServer> {
    const server = new LoopbackHttpServer(handler, tls);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get baseUrl(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  setDown(down: boolean): void {
    this.#down = down;
    if (down) this.#cut();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#cut();
    await closed;
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** null when the client went away before its request was complete. */
function receive(request: http.IncomingMessage): Promise<ServerRequest | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => resolve(null));
    request.on('end', () =>
      resolve({
        method: `${request.method}`,
        target: `${request.url}`,
        headers: request.headers,
        body: Buffer.concat(chunks),
      }),
    );
  });
}

function send(response: http.ServerResponse, reply: ServerReply): void {
  if (reply === 'drop') {
    response.destroy();
    return;
  }
  const length = reply.status === 204 ? {} : { 'Content-Length': String(reply.body.length) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  if (reply.cutAt === undefined) {
    response.end(reply.body);
    return;
  }
  // Give the first part time to leave: destroying at once would throw it away with the socket.
  response.write(reply.body.subarray(0, reply.cutAt), () => response.destroy());
}

/** One percent-encoded part of a path; left as it is when it is not well encoded, so that it simply names nothing. */
export function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
