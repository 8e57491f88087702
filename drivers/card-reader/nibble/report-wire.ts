import { concat } from '../../base/bytes.ts';
import { ok, type Result } from '../../base/result.ts';
import type { Unsubscribe } from '../../base/subscribe.ts';
import type { GivenReports } from '../../transport/hid.ts';
import type { ByteTransport, TransportError } from '../../transport/port.ts';
import type { ReportTransport } from '../../transport/report-port.ts';

/** Payload of every report, either way: 65 bytes on the operating system's side, of which the first is the id 00. */
const REPORT_BYTES = 64;

/** For HidTransport, on systems that do not tell a device's report descriptor. */
export const NIBBLE_REPORTS: GivenReports = { numbered: false, outputBytes: REPORT_BYTES, featureBytes: 0 };

/**
 * HID reports as the stream of bytes that the nibble framing wants (card notes 2.5, captured): a frame, together with
 * what selects a port before it, is cut into reports without any header of their own, the last filled up with zeros.
 * What arrives is joined likewise; the framing skips the zeros, because outside a frame nothing means anything.
 */
export class NibbleReports implements ByteTransport {
  /** The bus has its own pace, far above the reader's. */
  readonly msPerByte = 0;
  readonly #reports: ReportTransport;

  constructor(reports: ReportTransport) {
    this.#reports = reports;
  }

  get description(): string {
    return this.#reports.description;
  }

  open(): Promise<Result<void, TransportError>> {
    return this.#reports.open();
  }

  /** One frame, whole. */
  async write(frame: Uint8Array): Promise<Result<void, TransportError>> {
    for (let at = 0; at < frame.length; at += REPORT_BYTES) {
      const part = frame.subarray(at, at + REPORT_BYTES);
      const data = concat(part, new Uint8Array(REPORT_BYTES - part.length));
      const written = await this.#reports.write({ id: 0, data });
      if (!written.ok) return written;
    }
    return ok();
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#reports.onReport(({ data }) => listener(data));
  }

  onGone(listener: (cause: TransportError) => void): Unsubscribe {
    return this.#reports.onGone(listener);
  }

  close(): Promise<void> {
    return this.#reports.close();
  }
}
