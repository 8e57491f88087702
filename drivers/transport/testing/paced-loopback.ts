import type { Clock } from '../../base/clock.ts';
import { ok } from '../../base/result.ts';
import type { EmulatedLine } from '../emulator/line.ts';
import { type OneWay, oneWay } from '../emulator/pace.ts';
import { Loopback } from '../loopback.ts';
import type { ByteTransport } from '../port.ts';

export interface PacedLoopbackOptions {
  readonly clock: Clock;
  readonly baudRate: number;
  /** Start, data, parity and stop bits. */
  readonly bitsPerByte: number;
}

/** A loopback on which bytes take the time that a serial line takes for them, for recordings on a virtual clock. */
export class PacedLoopback {
  readonly host: ByteTransport;
  readonly line: EmulatedLine;
  readonly #options: PacedLoopbackOptions;
  readonly #wire: Loopback;
  #toDevice: OneWay;
  #toHost: OneWay;
  /** When the device's last byte will be through, on the monotonic clock, and how long the next takes. */
  #quietAt = 0;
  #deviceMsPerByte: number;

  constructor(options: PacedLoopbackOptions) {
    const { baudRate, bitsPerByte, clock } = options;
    this.#options = options;
    this.#wire = new Loopback({ baudRate });
    const { host, line } = this.#wire;
    this.#toDevice = this.#way(baudRate, (bytes) => void host.write(bytes));
    this.#toHost = this.#way(baudRate, (bytes) => line.write(bytes));
    this.#deviceMsPerByte = (bitsPerByte * 1_000) / baudRate;
    let open = false;
    host.onGone(() => {
      open = false;
      this.#toDevice.clear();
      this.#toHost.clear();
    });
    this.host = {
      ...host,
      get msPerByte() {
        return (host.msPerByte * bitsPerByte) / 10;
      },
      open: async () => {
        const opened = await host.open();
        open = opened.ok;
        if (open) this.#toDevice = this.#way(baudRate, (bytes) => void host.write(bytes));
        return opened;
      },
      write: async (bytes) => {
        if (!open) return host.write(bytes);
        this.#toDevice.send(bytes);
        return ok();
      },
      setSpeed: async (wanted) => {
        this.#toDevice = this.#way(wanted, (bytes) => void host.write(bytes));
        return host.setSpeed?.(wanted) ?? ok();
      },
      close: async () => {
        open = false;
        await host.close();
      },
    };
    this.line = {
      ...line,
      write: (bytes) => {
        this.#quietAt = Math.max(this.#quietAt, clock.monotonic()) + bytes.length * this.#deviceMsPerByte;
        this.#toHost.send(bytes);
      },
      setSpeed: (wanted) => this.#setDeviceSpeed(wanted),
    };
  }

  #way(baudRate: number, deliver: (bytes: Uint8Array) => void): OneWay {
    const { clock, bitsPerByte } = this.#options;
    return oneWay({ clock, baudRate, bitsPerByte }, deliver);
  }

  /** What the device has said before is still on its way at the speed before. */
  #setDeviceSpeed(baudRate: number): void {
    const { clock, bitsPerByte } = this.#options;
    const change = () => {
      this.#deviceMsPerByte = (bitsPerByte * 1_000) / baudRate;
      this.#toHost = this.#way(baudRate, (bytes) => this.#wire.line.write(bytes));
      this.#wire.line.setSpeed?.(baudRate);
    };
    const rest = this.#quietAt - clock.monotonic();
    if (rest > 0) clock.after(rest, change);
    else change();
  }
}
