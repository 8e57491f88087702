import { constants } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { SerialPort } from 'serialport';
import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import type { ByteTransport, TransportError } from './port.ts';

export interface SerialOptions {
  /** Device node, e.g. `/dev/ttyUSB0`; `COM3` on Windows. From the configuration, never found by listing. */
  readonly path: string;
  /** Bits per second. */
  readonly baudRate: number;
  /** Default 8. */
  readonly dataBits?: 7 | 8;
  /** Default 1. */
  readonly stopBits?: 1 | 2;
  /** Default `none`. */
  readonly parity?: 'none' | 'even' | 'odd';
  /** Default `none`. Modem lines are never set or read: pseudo-terminals and many adapters have none. */
  readonly flow?: 'none' | 'rtscts' | 'xonxoff';
}

/**
 * A serial port. Opened exclusively (advisory lock), raw, with whatever waited in the system's buffers thrown away.
 *
 * The `serialport` package reports failures to open as English text only. What can be asked of the file system is asked
 * there; the one sentence of the package itself that is matched on ("Cannot lock port") is its own, not the kernel's.
 */
export class SerialTransport implements ByteTransport {
  readonly description: string;
  readonly #options: SerialOptions;
  readonly #bitsPerByte: number;
  #baudRate: number;
  readonly #data = new Signal<Uint8Array>();
  readonly #gone = new Signal<TransportError>();
  /** Open, or being opened. */
  #port: SerialPort | null = null;
  #opening: Promise<Result<void, TransportError>> | null = null;

  constructor(options: SerialOptions) {
    const { dataBits = 8, stopBits = 1, parity = 'none' } = options;
    this.#options = options;
    this.description = `serial ${options.path} ${options.baudRate}`;
    this.#bitsPerByte = 1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits;
    this.#baudRate = options.baudRate;
  }

  get msPerByte(): number {
    return (this.#bitsPerByte * 1000) / this.#baudRate;
  }

  open(): Promise<Result<void, TransportError>> {
    if (this.#port?.isOpen === true) return Promise.resolve(ok());
    this.#opening ??= this.#connect().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const port = this.#port;
    if (port === null || !port.isOpen) return err({ code: 'NOT_OPEN', detail: this.description });
    return new Promise((resolve) => {
      port.write(Buffer.from(bytes), (failure) =>
        resolve(failure ? err({ code: 'IO', detail: failure.message }) : ok()),
      );
    });
  }

  async setSpeed(baudRate: number): Promise<Result<void, TransportError>> {
    const port = this.#port;
    if (port === null || !port.isOpen) return err({ code: 'NOT_OPEN', detail: this.description });
    const failure = await new Promise<Error | null>((resolve) => port.update({ baudRate }, resolve));
    /* v8 ignore next -- a pty takes every speed; an adapter that does not is told like any other failure */
    if (failure !== null) return err({ code: 'IO', detail: failure.message });
    this.#baudRate = baudRate;
    return ok();
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.subscribe(listener);
  }

  onGone(listener: (cause: TransportError) => void): Unsubscribe {
    return this.#gone.subscribe(listener);
  }

  async close(): Promise<void> {
    const port = this.#port;
    this.#port = null;
    if (port?.isOpen !== true) return; // one that is being opened is shut as soon as it is
    port.removeAllListeners('data');
    await shut(port);
  }

  async #connect(): Promise<Result<void, TransportError>> {
    const { path, baudRate, dataBits = 8, stopBits = 1, parity = 'none', flow = 'none' } = this.#options;
    const port = new (serialport().SerialPort)({
      path,
      baudRate,
      dataBits,
      stopBits,
      parity,
      rtscts: flow === 'rtscts',
      xon: flow === 'xonxoff',
      xoff: flow === 'xonxoff',
      autoOpen: false,
    });
    this.#port = port;
    this.#baudRate = baudRate;
    // Failures of open and write are told by their callbacks; an 'error' without a listener would end the process.
    port.on('error', () => undefined);
    const failure = await new Promise<Error | null>((resolve) => port.open(resolve));
    if (failure !== null) {
      if (this.#port === port) this.#port = null;
      return err(await explain(path, failure.message));
    }
    if (this.#port !== port) {
      await shut(port);
      return err({ code: 'NOT_OPEN', detail: 'closed while it was being opened' });
    }
    port.on('data', (bytes: Buffer) => this.#data.emit(Uint8Array.from(bytes)));
    // Unplugged while a write was under way, the package tells no cause.
    port.on('close', (cause?: Error) => this.#closed(port, cause));
    return ok();
  }

  #closed(port: SerialPort, cause: Error | undefined): void {
    if (this.#port !== port) return;
    this.#port = null;
    this.#gone.emit({ code: 'GONE', detail: cause?.message ?? 'the port closed' });
  }
}

/** Loaded with the first port that is opened: 25 ms that the first screen need not wait for. */
function serialport(): typeof import('serialport') {
  return createRequire(import.meta.url)('serialport');
}

/** Resolves in any case: what cannot be closed is gone already. */
function shut(port: SerialPort): Promise<void> {
  return new Promise((resolve) => port.close(() => resolve()));
}

const CODES: Readonly<Record<string, TransportError['code']>> = {
  ENOENT: 'NOT_FOUND',
  ENODEV: 'NOT_FOUND',
  ENXIO: 'NOT_FOUND',
  EACCES: 'NO_PERMISSION',
  EPERM: 'NO_PERMISSION',
  EBUSY: 'BUSY',
};

/** Asks the file system, by error code, why a port that `serialport` could not open cannot be opened. */
export async function explain(
  path: string,
  detail: string,
  open: (path: string, flags: number) => Promise<{ close(): Promise<void> }> = openFile,
): Promise<TransportError> {
  if (detail.includes('Cannot lock port')) return { code: 'BUSY', detail };
  try {
    const file = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
    await file.close();
    return { code: 'IO', detail };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { code: CODES[code] ?? 'IO', detail };
  }
}
