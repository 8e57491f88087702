import type { Unsubscribe } from '../../base/subscribe.ts';
import { HidPlug, type HidSocket } from '../../transport/emulator/hid-plug.ts';
import type { NibbleWire } from './nibble-reader.ts';

const REPORT_BYTES = 64;

/** A vendor's own page, 64 bytes in and 64 bytes out, not numbered: what 65-byte reports with id 00 mean. */
const DESCRIPTOR = Uint8Array.from([
  ...[0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01],
  ...[0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, REPORT_BYTES],
  ...[0x09, 0x02, 0x81, 0x02, 0x09, 0x03, 0x91, 0x02, 0xc0],
]);

/** A socket with a nibble reader's HID interface in it. The ids of the captured unit are not known: these are nobody's. */
export function nibblePlug(): HidPlug {
  return new HidPlug({
    vendorId: 0x1234,
    productId: 0x5678,
    manufacturer: 'Emulated',
    product: 'GWI-IC20',
    release: 0x0102,
    usagePage: 0xff00,
    usage: 0x01,
    descriptor: DESCRIPTOR,
    numbered: false,
    outputBytes: REPORT_BYTES,
    featureBytes: 0,
  });
}

/**
 * The device's end of such a socket as the emulated reader wants it: what the host's reports carry, and what the reader
 * says cut into reports that are filled up with zeros.
 */
export class NibbleHidLine implements NibbleWire {
  readonly plug: HidSocket;

  constructor(plug: HidSocket) {
    this.plug = plug;
  }

  write(bytes: Uint8Array): void {
    for (let rest = Buffer.from(bytes); rest.length > 0; rest = rest.subarray(REPORT_BYTES)) {
      const report = Buffer.alloc(REPORT_BYTES);
      rest.copy(report);
      this.plug.send(report);
    }
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.plug.onHostReport(({ bytes }) => listener(bytes));
  }

  unplug(): Promise<void> {
    return this.plug.unplug();
  }

  replug(): Promise<void> {
    return this.plug.replug();
  }

  close(): Promise<void> {
    return this.plug.close();
  }
}
