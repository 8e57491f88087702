import { createConnection, type Socket } from 'node:net';
import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import type { ByteTransport, TransportError } from './port.ts';

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  /** How long a connection attempt may take, milliseconds; the default suits a device on the same floor. */
  readonly connectTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 3_000;
/** The kernel asks a silent peer after this long, so that a pulled network cable is noticed at all. */
const KEEP_ALIVE_MS = 10_000;

/**
 * A raw TCP stream, as printers offer it on port 9100. Nagle is switched off: with it, a status query of three bytes
 * waits for the peer's delayed ACK, over 40 ms each time (printing notes, "verified sessions").
 */
export class TcpTransport implements ByteTransport {
  readonly description: string;
  readonly msPerByte = 0;
  readonly #options: TcpOptions;
  readonly #clock: Clock;
  readonly #data = new Signal<Uint8Array>();
  readonly #gone = new Signal<TransportError>();
  /** The connected socket. */
  #socket: Socket | null = null;
  /** The attempt under way; calling it gives the attempt up. */
  #giveUp: ((cause: TransportError) => void) | null = null;
  #opening: Promise<Result<void, TransportError>> | null = null;

  constructor(options: TcpOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.description = `tcp ${options.host}:${options.port}`;
  }

  open(): Promise<Result<void, TransportError>> {
    if (this.#socket !== null) return Promise.resolve(ok());
    this.#opening ??= this.#connect().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const socket = this.#socket;
    if (socket === null) return Promise.resolve(err({ code: 'NOT_OPEN', detail: 'not connected' }));
    return new Promise((resolve) => {
      socket.write(bytes, (error) => {
        if (error != null) resolve(err(causeOf(error)));
        // Node calls back without an error for a write that `destroy` has cut off in the middle.
        else if (this.#socket !== socket) resolve(err({ code: 'GONE', detail: 'closed while writing' }));
        else resolve(ok());
      });
    });
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.subscribe(listener);
  }

  onGone(listener: (cause: TransportError) => void): Unsubscribe {
    return this.#gone.subscribe(listener);
  }

  async close(): Promise<void> {
    this.#giveUp?.({ code: 'NOT_OPEN', detail: 'closed while connecting' });
    const socket = this.#socket;
    if (socket === null) return;
    this.#socket = null;
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      // Not `end()`: what the kernel has not sent yet must not follow a resident who has already left.
      socket.destroy();
    });
  }

  #connect(): Promise<Result<void, TransportError>> {
    const { host, port, connectTimeoutMs = CONNECT_TIMEOUT_MS } = this.#options;
    return new Promise((resolve) => {
      const socket = createConnection({ host, port, noDelay: true, keepAlive: true });
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      const finish = (result: Result<void, TransportError>) => {
        deadline.cancel();
        socket.removeAllListeners();
        this.#giveUp = null;
        if (result.ok) {
          this.#adopt(socket);
        } else {
          // A late error of an abandoned attempt has nobody to tell.
          /* v8 ignore next -- whether one still comes is the system's doing */
          socket.on('error', () => undefined);
          socket.destroy();
        }
        resolve(result);
      };
      const deadline = this.#clock.after(connectTimeoutMs, () =>
        finish(err({ code: 'NOT_FOUND', detail: `no answer within ${connectTimeoutMs} ms` })),
      );
      this.#giveUp = (cause) => finish(err(cause));
      socket.once('connect', () => finish(ok()));
      socket.once('error', (error) => finish(err(causeOf(error))));
    });
  }

  #adopt(socket: Socket): void {
    this.#socket = socket;
    let cause: TransportError = { code: 'GONE', detail: 'the peer closed the connection' };
    socket.on('data', (bytes) => this.#data.emit(new Uint8Array(bytes)));
    socket.on('error', (error) => {
      cause = causeOf(error);
    });
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#gone.emit(cause);
    });
  }
}

const CODES: Readonly<Record<string, TransportError['code']>> = {
  ECONNREFUSED: 'NOT_FOUND',
  EHOSTUNREACH: 'NOT_FOUND',
  ENETUNREACH: 'NOT_FOUND',
  ENOTFOUND: 'NOT_FOUND',
  EAI_AGAIN: 'NOT_FOUND',
  EACCES: 'NO_PERMISSION',
  EPERM: 'NO_PERMISSION',
  ECONNRESET: 'GONE',
  EPIPE: 'GONE',
  ETIMEDOUT: 'GONE',
  ERR_STREAM_DESTROYED: 'GONE',
};

function causeOf(error: NodeJS.ErrnoException): TransportError {
  return { code: CODES[String(error.code)] ?? 'IO', detail: error.message };
}
