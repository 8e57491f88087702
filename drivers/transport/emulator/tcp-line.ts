import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { EmulatedLine } from './line.ts';
import { type LinePace, type OneWay, oneWay } from './pace.ts';

const HOST = '127.0.0.1';

export interface TcpLineOptions {
  readonly pace?: LinePace;
}

/**
 * A network device's socket on 127.0.0.1 with a port from the system. Like the print servers of receipt printers it
 * speaks with one host at a time: a second connection waits, unanswered, until the first has closed.
 */
export async function openTcpLine(options: TcpLineOptions = {}): Promise<EmulatedLine> {
  const server = createServer();
  const port = await listen(server, 0);
  return new TcpLine(server, port, options);
}

class TcpLine implements EmulatedLine {
  readonly address: { readonly kind: 'tcp'; readonly host: string; readonly port: number };
  readonly #data = new Signal<Uint8Array>();
  readonly #server: Server;
  readonly #toHost: OneWay;
  readonly #toDevice: OneWay;
  /** The first is served, the others wait. */
  readonly #hosts: Socket[] = [];
  #plugged = true;
  #closed = false;

  constructor(server: Server, port: number, options: TcpLineOptions) {
    this.address = { kind: 'tcp', host: HOST, port };
    this.#server = server;
    this.#toHost = oneWay(options.pace, (bytes) => this.#hosts[0]?.write(bytes));
    this.#toDevice = oneWay(options.pace, (bytes) => this.#data.emit(bytes));
    server.on('connection', (socket) => this.#admit(socket));
  }

  write(bytes: Uint8Array): void {
    if (this.#hosts.length > 0) this.#toHost.send(bytes);
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.subscribe(listener);
  }

  async unplug(): Promise<void> {
    if (!this.#plugged) return;
    this.#plugged = false;
    const stopped = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // A reset, not a polite end: the cable is out.
    for (const socket of this.#hosts) socket.resetAndDestroy();
    this.#toHost.clear();
    this.#toDevice.clear();
    await stopped;
  }

  async replug(): Promise<void> {
    if (this.#plugged || this.#closed) return;
    await listen(this.#server, this.address.port);
    this.#plugged = true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.unplug();
  }

  #admit(socket: Socket): void {
    socket.setNoDelay(true);
    // A reset by the host; 'close' follows and says all there is to say.
    /* v8 ignore next -- whether the host's end is told as a reset is the system's doing */
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const served = this.#hosts[0] === socket;
      this.#hosts.splice(this.#hosts.indexOf(socket), 1);
      if (served) this.#serveNext();
    });
    this.#hosts.push(socket);
    if (this.#hosts.length === 1) this.#serveNext();
  }

  #serveNext(): void {
    this.#toHost.clear();
    this.#hosts[0]?.on('data', (bytes) => this.#toDevice.send(Uint8Array.from(bytes)));
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
