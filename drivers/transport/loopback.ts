import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import type { EmulatedLine } from './emulator/line.ts';
import type { ByteTransport, TransportError } from './port.ts';

export interface LoopbackOptions {
  /** Cuts what the device says into the pieces in which the host gets it; default: in one piece. */
  readonly cut?: (bytes: Uint8Array) => readonly Uint8Array[];
  /** Speed at which the host opens its end, bits per second, 8N1; default 9600. */
  readonly baudRate?: number;
}

/**
 * A wire without an operating system, for tests on a virtual clock and for replaying recordings cut at every place: both
 * ends in one object. Bytes arrive in a later turn of the microtask queue, as no real wire answers inside `write`.
 */
export class Loopback {
  readonly host: ByteTransport;
  readonly line: EmulatedLine;
  readonly #toHost = new Signal<Uint8Array>();
  readonly #toDevice = new Signal<Uint8Array>();
  readonly #gone = new Signal<TransportError>();
  readonly #configured: number;
  #hostSpeed: number;
  /** Null until the device has one of its own: then it goes along with the host. */
  #deviceSpeed: number | null = null;
  #plugged = true;
  #open = false;

  constructor({ cut = (bytes) => [bytes], baudRate = 9600 }: LoopbackOptions = {}) {
    this.#configured = baudRate;
    this.#hostSpeed = baudRate;
    const speed = () => this.#hostSpeed;
    this.host = {
      description: 'loopback',
      get msPerByte() {
        return 10_000 / speed();
      },
      open: async () => this.#openHost(),
      setSpeed: async (wanted) => this.#setHostSpeed(wanted),
      write: async (bytes) => this.#fromHost(bytes),
      onData: (listener) => this.#toHost.subscribe(listener),
      onGone: (listener) => this.#gone.subscribe(listener),
      close: async () => {
        this.#open = false;
      },
    };
    this.line = {
      address: { kind: 'serial', path: 'loopback' },
      write: (bytes) => {
        for (const piece of cut(this.#misheard(bytes, this.#deviceSpeed, this.#hostSpeed)))
          this.#later(() => this.#toHost.emit(piece));
      },
      onData: (listener): Unsubscribe => this.#toDevice.subscribe(listener),
      setSpeed: (baudRate) => {
        this.#deviceSpeed = baudRate;
      },
      unplug: async () => this.#unplug(),
      replug: async () => {
        this.#plugged = true;
      },
      close: async () => this.#unplug(),
    };
  }

  #openHost(): Result<void, TransportError> {
    if (!this.#plugged) return err({ code: 'NOT_FOUND', detail: 'unplugged' });
    this.#open = true;
    this.#hostSpeed = this.#configured;
    return ok();
  }

  #setHostSpeed(baudRate: number): Result<void, TransportError> {
    if (!this.#open) return err({ code: 'NOT_OPEN', detail: 'loopback' });
    this.#hostSpeed = baudRate;
    return ok();
  }

  #fromHost(bytes: Uint8Array): Result<void, TransportError> {
    if (!this.#open) return err({ code: 'NOT_OPEN', detail: 'loopback' });
    const heard = this.#misheard(bytes, this.#hostSpeed, this.#deviceSpeed);
    this.#later(() => this.#toDevice.emit(heard));
    return ok();
  }

  /** At another speed the same time on the line holds more or fewer bytes, and none of them is what was said. */
  #misheard(bytes: Uint8Array, from: number | null, to: number | null): Uint8Array {
    if (from === null || to === null || from === to || bytes.length === 0) return bytes;
    const length = Math.max(1, Math.round((bytes.length * to) / from));
    return Uint8Array.from({ length }, (_, i) => Number(bytes[i % bytes.length]) ^ 0xe0);
  }

  #later(action: () => void): void {
    if (!this.#open) return;
    queueMicrotask(() => {
      if (this.#open) action();
    });
  }

  #unplug(): void {
    this.#plugged = false;
    if (!this.#open) return;
    this.#open = false;
    this.#gone.emit({ code: 'GONE', detail: 'unplugged' });
  }
}
