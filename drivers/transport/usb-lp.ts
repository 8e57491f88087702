import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Clock, Timer } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import type { ByteTransport, TransportError } from './port.ts';

/** The device does not wake anybody up: it is asked. Quickly while it may be answering, seldom while it has nothing to say. */
const EAGER_MS = 20;
const IDLE_MS = 250;
/** How long after something was said an answer may be near. */
const EAGER_FOR_MS = 3_000;
/** A status answer is four bytes; this much at once is a device that talks without end. */
const READ_BYTES = 512;

/** The device, open and non-blocking; errors are the operating system's. */
export interface LpHandle {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: null,
  ): Promise<{ readonly bytesRead: number }>;
  write(bytes: Uint8Array, offset: number): Promise<{ readonly bytesWritten: number }>;
  close(): Promise<void>;
}

export interface UsbLpOptions {
  /** e.g. `/dev/usb/lp0`. */
  readonly path: string;
  /** Default: the real one. */
  readonly openDevice?: (path: string) => Promise<LpHandle>;
}

/**
 * A USB printer by its device node, `/dev/usb/lp0` (Linux, usblp). Opened read-write and non-blocking: a blocking write
 * to a printer without paper would hold one of the runtime's few threads until somebody brings a roll. Never created: after
 * an unplug the path is free, and what created a file there would print into it for ever (printing notes, USB lp rules).
 *
 * The number behind `lp` is not stable: name the device by a udev rule's link.
 */
export class UsbLpTransport implements ByteTransport {
  readonly description: string;
  /** The bus has its own pace, far above any printer's. */
  readonly msPerByte = 0;
  readonly #options: UsbLpOptions;
  readonly #clock: Clock;
  readonly #data = new Signal<Uint8Array>();
  readonly #gone = new Signal<TransportError>();
  #opening: Promise<Result<void, TransportError>> | null = null;
  #session: Session | null = null;

  constructor(options: UsbLpOptions, clock: Clock) {
    this.description = `usb-lp ${options.path}`;
    this.#options = options;
    this.#clock = clock;
  }

  open(): Promise<Result<void, TransportError>> {
    if (this.#session !== null) return Promise.resolve(ok());
    this.#opening ??= this.#connect().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** Waits as long as the printer takes nothing: the driver's own budget ends that, by closing. */
  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const session = this.#session;
    if (session === null) return err({ code: 'NOT_OPEN', detail: this.description });
    return session.write(bytes);
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.subscribe(listener);
  }

  onGone(listener: (cause: TransportError) => void): Unsubscribe {
    return this.#gone.subscribe(listener);
  }

  async close(): Promise<void> {
    await this.#opening;
    const session = this.#session;
    this.#session = null;
    await session?.end();
  }

  async #connect(): Promise<Result<void, TransportError>> {
    const { path, openDevice = openCharacterDevice } = this.#options;
    try {
      const session = new Session(await openDevice(path), this.#clock, {
        heard: (bytes) => this.#data.emit(bytes),
        lost: (cause) => this.#lost(session, cause),
      });
      this.#session = session;
      return ok();
    } catch (error) {
      return err(causeOf(error));
    }
  }

  #lost(session: Session, cause: TransportError): void {
    if (this.#session !== session) return;
    this.#session = null;
    void session.end();
    this.#gone.emit(cause);
  }
}

/** @throws the system's error, or ENODEV where something else lies at the path */
async function openCharacterDevice(path: string): Promise<LpHandle> {
  if (!(await stat(path)).isCharacterDevice()) {
    throw Object.assign(new Error(`${path} is not a device`), { code: 'ENODEV' });
  }
  return open(path, constants.O_RDWR | constants.O_NONBLOCK);
}

interface SessionEvents {
  heard(bytes: Uint8Array): void;
  lost(cause: TransportError): void;
}

/** One life of the open device. */
class Session {
  readonly #handle: LpHandle;
  readonly #clock: Clock;
  readonly #events: SessionEvents;
  #writes: Promise<unknown> = Promise.resolve();
  #ended = false;
  #eagerUntil = 0;
  #look: Timer | null = null;
  #looking: Promise<void> = Promise.resolve();
  /** Ends the pause of a write that the device does not take yet. */
  #wake: () => void = () => undefined;

  constructor(handle: LpHandle, clock: Clock, events: SessionEvents) {
    this.#handle = handle;
    this.#clock = clock;
    this.#events = events;
    this.#expectAnswer();
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const turn = this.#writes.then(() => this.#writeAll(bytes));
    this.#writes = turn;
    return turn;
  }

  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#look?.cancel();
    this.#wake();
    await Promise.all([this.#writes, this.#looking]);
    // Of a device that has been pulled out this may fail: then there is nothing left to close.
    await this.#handle.close().catch(() => undefined);
  }

  async #writeAll(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    let done = 0;
    while (done < bytes.length) {
      if (this.#ended) return err({ code: 'GONE', detail: 'closed while writing' });
      try {
        done += (await this.#handle.write(bytes, done)).bytesWritten;
      } catch (error) {
        if (!isNotYet(error)) return err(this.#fail(error));
        await this.#pause();
      }
    }
    this.#expectAnswer();
    return ok();
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.after(EAGER_MS, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  #expectAnswer(): void {
    this.#eagerUntil = this.#clock.monotonic() + EAGER_FOR_MS;
    this.#lookIn(EAGER_MS);
  }

  #lookIn(ms: number): void {
    if (this.#ended) return;
    this.#look?.cancel();
    this.#look = this.#clock.after(ms, () => {
      this.#looking = this.#read();
    });
  }

  async #read(): Promise<void> {
    const buffer = Buffer.alloc(READ_BYTES);
    try {
      const { bytesRead } = await this.#handle.read(buffer, 0, READ_BYTES, null);
      if (bytesRead > 0 && !this.#ended) {
        this.#events.heard(Uint8Array.from(buffer.subarray(0, bytesRead)));
        this.#eagerUntil = this.#clock.monotonic() + EAGER_FOR_MS;
      }
    } catch (error) {
      if (!isNotYet(error)) {
        this.#fail(error);
        return;
      }
    }
    this.#lookIn(this.#clock.monotonic() < this.#eagerUntil ? EAGER_MS : IDLE_MS);
  }

  #fail(error: unknown): TransportError {
    const cause = causeOf(error, 'GONE');
    if (!this.#ended) this.#events.lost(cause);
    return cause;
  }
}

function isNotYet(error: unknown): boolean {
  return Object(error).code === 'EAGAIN';
}

const CODES: Readonly<Record<string, TransportError['code']>> = {
  ENOENT: 'NOT_FOUND',
  ENODEV: 'NOT_FOUND',
  ENXIO: 'NOT_FOUND',
  EACCES: 'NO_PERMISSION',
  EPERM: 'NO_PERMISSION',
  EBUSY: 'BUSY',
};

/** @param running what the errors of an open device mean: whatever the kernel says of it, the device has left */
function causeOf(error: unknown, running?: TransportError['code']): TransportError {
  const { code, message } = error as NodeJS.ErrnoException;
  return { code: running ?? CODES[String(code)] ?? 'IO', detail: message };
}
