import type { Clock } from '../../base/clock.ts';
import { openPtyLine } from '../../transport/emulator/pty-line.ts';
import { HidTransport } from '../../transport/hid.ts';
import { Loopback, type LoopbackOptions } from '../../transport/loopback.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { SerialTransport } from '../../transport/serial.ts';
import type { EmulatedReader } from '../emulator/emulated-reader.ts';
import { NibbleHidLine, nibblePlug } from '../emulator/nibble-hid.ts';
import { NibbleReports } from '../nibble/report-wire.ts';
import type { ReaderProtocol } from '../reader-protocol.ts';
import { HID_FAMILIES, type HidFamily, SERIAL_FAMILIES, type SerialFamily } from './families.ts';

/** An emulated reader at one end of a wire, and the other end, for a driver. */
export interface Plugged {
  readonly emulator: EmulatedReader;
  readonly transport: ByteTransport;
}

/** Without an operating system; default speed: the family's. */
export function onLoopback(family: SerialFamily, clock: Clock, options: LoopbackOptions = {}): Plugged {
  const { host, line } = new Loopback({ baudRate: family.baudRate, ...options });
  return { transport: host, emulator: family.emulate(line, clock) };
}

/** Under the production transport, on an emulated bus. */
export function onReports(family: HidFamily, clock: Clock): Plugged {
  const plug = nibblePlug();
  const reports = new HidTransport({ address: plug.address, clock, bus: plug });
  return {
    transport: new NibbleReports(reports),
    emulator: family.emulate(new NibbleHidLine(plug), clock),
  };
}

/** Under the production transport; throws where there are no pseudo-terminals. */
export async function onPty(family: SerialFamily, clock: Clock): Promise<Plugged> {
  const opened = await openPtyLine({ name: family.protocol });
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  if (line.address.kind !== 'serial') throw new Error('not a serial line');
  const { baudRate, stopBits } = family;
  return {
    transport: new SerialTransport({ path: line.address.path, baudRate, stopBits }),
    emulator: family.emulate(line, clock),
  };
}

/** A family on a wire that needs no operating system, for clocks that stand still. */
export interface VirtualFamily {
  readonly name: string;
  readonly protocol: string;
  readonly plug: (clock: Clock) => Plugged;
  readonly speak: (transport: ByteTransport, clock: Clock) => ReaderProtocol;
}

/** All of them. */
export const VIRTUAL_FAMILIES: readonly VirtualFamily[] = [
  ...SERIAL_FAMILIES.map((family) => ({ ...family, plug: (clock: Clock) => onLoopback(family, clock) })),
  ...HID_FAMILIES.map((family) => ({ ...family, plug: (clock: Clock) => onReports(family, clock) })),
];
