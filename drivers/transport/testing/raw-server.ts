import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A TCP server that answers the first bytes of every connection with whatever a test wants on the wire. */
export class RawServer {
  readonly received: string[] = [];
  readonly #server = createServer((socket) => this.#accept(socket));
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<() => void>();
  #answer: (socket: Socket) => void;

  private constructor(answer: (socket: Socket) => void) {
    this.#answer = answer;
  }

  static async start(answer: ((socket: Socket) => void) | string): Promise<RawServer> {
    const server = new RawServer(typeof answer === 'string' ? (socket) => socket.end(answer) : answer);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(path = '/'): URL {
    return new URL(`http://127.0.0.1:${this.port}${path}`);
  }

  /** Resolves when the next bytes have arrived, or at once when some have. */
  heard(): Promise<void> {
    return this.received.length > 0
      ? Promise.resolve()
      : new Promise((resolve) => this.#waiting.add(resolve));
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      this.received.push(bytes.toString('utf8'));
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
      this.#answer(socket);
    });
  }
}
