import type { Result } from '../base/result.ts';
import type { Unsubscribe } from '../base/subscribe.ts';

/**
 * A wire that carries bytes and knows nothing of their meaning. One owner at a time. After `gone` the same object may be
 * opened again; that is how a driver reconnects to an unplugged device.
 */
export interface ByteTransport {
  /** For people and logs: kind and address, e.g. `serial /dev/ttyUSB0 9600`. Never a payload. */
  readonly description: string;
  /**
   * Line time of one byte in milliseconds (start, data, parity and stop bits) at the present speed, 0 where the wire has
   * no line speed.
   */
  readonly msPerByte: number;
  open(): Promise<Result<void, TransportError>>;
  /** Resolves when the operating system has taken the bytes: which proves nothing about the device. */
  write(bytes: Uint8Array): Promise<Result<void, TransportError>>;
  /** Bytes as they arrive, split and merged at the wire's whim. */
  onData(listener: (bytes: Uint8Array) => void): Unsubscribe;
  /** The device or its wire has gone without being closed. An unplug is an event, not an exception. */
  onGone(listener: (cause: TransportError) => void): Unsubscribe;
  /**
   * Another line speed, bits per second, for a device that has changed its own; holds until the wire is closed. Nothing
   * may be under way. Absent where the wire has no speed that could be changed.
   */
  setSpeed?(baudRate: number): Promise<Result<void, TransportError>>;
  /** Idempotent; never rejects; no `gone` follows. */
  close(): Promise<void>;
}

export interface TransportError {
  readonly code: 'NOT_FOUND' | 'BUSY' | 'NO_PERMISSION' | 'GONE' | 'NOT_OPEN' | 'IO';
  /** The operating system's words, for the technician only; never matched on, because they differ between kernels. */
  readonly detail: string;
}
