import type { Unsubscribe } from '../../base/subscribe.ts';

/**
 * The device's end of a wire: what an emulator writes to and reads from, while the production transport sits on the
 * other end. A pty, a TCP listener: the emulator does not know which.
 */
export interface EmulatedLine {
  /** What the production transport is to be pointed at; stays the same over unplug and replug. */
  readonly address:
    | { readonly kind: 'serial'; readonly path: string }
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number };
  /** Bytes from the device to the host; dropped while unplugged or while nobody has the line open, as on a real wire. */
  write(bytes: Uint8Array): void;
  /** Bytes from the host, split and merged at the wire's whim. */
  onData(listener: (bytes: Uint8Array) => void): Unsubscribe;
  /**
   * The device's own speed, bits per second. A line that knows its host's speed as well carries nothing but garbage while
   * they differ; absent where the host's cannot be known, as on a pty.
   */
  setSpeed?(baudRate: number): void;
  /** Pulls the plug: the host's open handle breaks, and opening fails until `replug`. Idempotent. */
  unplug(): Promise<void>;
  replug(): Promise<void>;
  /** Idempotent; gives back the file, port and handles. */
  close(): Promise<void>;
}
