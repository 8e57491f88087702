import type { Clock } from '../../../drivers/base/clock.ts';
import { type GivenReports, type HidAddress, HidTransport } from '../../../drivers/transport/hid.ts';
import type { ByteTransport } from '../../../drivers/transport/port.ts';
import { SerialTransport } from '../../../drivers/transport/serial.ts';
import { TcpTransport } from '../../../drivers/transport/tcp.ts';
import { UsbLpTransport } from '../../../drivers/transport/usb-lp.ts';
import type { HidWire, SerialWire, TcpWire, UsbLpWire } from '../config/config.ts';

export function byteWire(wire: SerialWire | TcpWire | UsbLpWire, clock: Clock): ByteTransport {
  switch (wire.kind) {
    case 'serial':
      return new SerialTransport(wire);
    case 'tcp':
      return new TcpTransport(wire, clock);
    case 'usb-lp':
      return new UsbLpTransport(wire, clock);
  }
}

/**
 * `usage` tells the right interface of a device that shows several; by path it has been chosen already. `reports` is for
 * systems that do not tell the device's own description.
 */
export function hidWire(
  { path, vendorId, productId }: HidWire,
  clock: Clock,
  known: {
    readonly usage?: { readonly usagePage: number; readonly usage: number };
    readonly reports?: GivenReports;
  } = {},
): HidTransport {
  const { usage, reports } = known;
  return new HidTransport({ address: address(), clock, ...(reports === undefined ? {} : { reports }) });

  function address(): HidAddress {
    if (path !== undefined) return { path };
    if (vendorId === undefined || productId === undefined) throw unchecked('transport');
    return { vendorId, productId, ...usage };
  }
}

/** The configuration check answers this with words; past it, it is a bug. */
export function unchecked(what: string): Error {
  return new Error(`${what} is not available in this version and should have been refused`);
}
