import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import type { EmulatedLine } from './emulator/line.ts';
import type { ByteTransport, TransportError } from './port.ts';

export interface LoopbackOptions {
  /** Cuts what the device says into the pieces in which the host gets it; default: in one piece. */
  readonly cut?: (bytes: Uint8Array) => readonly Uint8Array[];
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
  #plugged = true;
  #open = false;

  constructor({ cut = (bytes) => [bytes] }: LoopbackOptions = {}) {
    this.host = {
      description: 'loopback',
      msPerByte: 10 / 9.6,
      open: async () => this.#openHost(),
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
        for (const piece of cut(bytes)) this.#later(() => this.#toHost.emit(piece));
      },
      onData: (listener): Unsubscribe => this.#toDevice.subscribe(listener),
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
    return ok();
  }

  #fromHost(bytes: Uint8Array): Result<void, TransportError> {
    if (!this.#open) return err({ code: 'NOT_OPEN', detail: 'loopback' });
    this.#later(() => this.#toDevice.emit(bytes));
    return ok();
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
