import type { Result } from '../base/result.ts';
import type { Unsubscribe } from '../base/subscribe.ts';
import type { TransportError } from './port.ts';

/** One HID report, without the traps of its transfer: see ReportTransport. */
export interface HidReport {
  /** 0 where the device numbers none. */
  readonly id: number;
  /** Payload without the id. */
  readonly data: Uint8Array;
}

/**
 * A wire that carries whole reports and knows nothing of their meaning; the counterpart of ByteTransport for HID
 * devices. On the operating system's side a written report always begins with its id, a read one only where the device
 * numbers its reports (card notes 3.3); no driver ever sees that difference. One owner at a time. After `gone` the same
 * object may be opened again.
 */
export interface ReportTransport {
  /** For people and logs: kind and address, e.g. `hid 0c2e:0b61`. Never a payload. */
  readonly description: string;
  open(): Promise<Result<void, TransportError>>;
  /** An output report, padded with zeros to the length that the device declares. */
  write(report: HidReport): Promise<Result<void, TransportError>>;
  /** A feature report, host to device, padded likewise. */
  sendFeature(report: HidReport): Promise<Result<void, TransportError>>;
  /** Input reports, each whole and as long as the device made it. */
  onReport(listener: (report: HidReport) => void): Unsubscribe;
  /** The device has gone without being closed. An unplug is an event, not an exception. */
  onGone(listener: (cause: TransportError) => void): Unsubscribe;
  /**
   * What the open device says of itself: its HID report descriptor, raw (USB HID 1.11, 6.2.2), and its names. Null while
   * nothing is open; no descriptor where the system does not tell it.
   */
  identity(): HidIdentity | null;
  /** Idempotent; never rejects; no `gone` follows. */
  close(): Promise<void>;
}

export interface HidIdentity {
  readonly vendorId: number;
  readonly productId: number;
  /** USB manufacturer and product strings; empty where the device has none. */
  readonly manufacturer: string;
  readonly product: string;
  /** USB bcdDevice as people read it, e.g. `1.04`; empty where unknown. */
  readonly release: string;
  readonly descriptor: Uint8Array | null;
}
