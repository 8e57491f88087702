import { VirtualClock } from '../../base/clock.ts';
import { HidTransport } from '../../transport/hid.ts';
import { Loopback, type LoopbackOptions } from '../../transport/loopback.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { NibbleHidLine, nibblePlug } from '../emulator/nibble-hid.ts';
import { NibbleHostFrames } from '../emulator/nibble-host-frames.ts';
import { NibbleReaderEmulator, type NibbleReaderEmulatorOptions } from '../emulator/nibble-reader.ts';
import { type NibbleOptions, NibbleProtocol } from '../nibble/protocol.ts';
import { NibbleReports } from '../nibble/report-wire.ts';
import { type ReaderRig, readerRig } from './reader-rig.ts';

export interface NibbleRig extends ReaderRig<NibbleReaderEmulator> {
  readonly protocol: NibbleProtocol;
  readonly transport: ByteTransport;
  /** Every command that has reached the reader, as its data in hex. */
  readonly heard: string[];
}

/** `cut` is about the line; HID has its reports. */
export type NibbleRigOptions = LoopbackOptions & {
  readonly wire?: 'line' | 'hid';
  readonly driver?: NibbleOptions;
  readonly device?: Partial<NibbleReaderEmulatorOptions>;
  /** Called with each command before the reader gets it: the moment for a fault in the middle of things. */
  readonly hearing?: (command: string, emulator: NibbleReaderEmulator) => void;
};

/** A nibble reader on a wire without an operating system, on a clock that stands still. */
export function nibbleRig(options: NibbleRigOptions = {}): NibbleRig {
  const { wire = 'line', driver, device, hearing = () => undefined, ...loop } = options;
  const clock = new VirtualClock();
  const plug = nibblePlug();
  const loopback = new Loopback(loop);
  const hid = new HidTransport({ address: plug.address, clock, bus: plug });
  const transport = wire === 'line' ? loopback.host : new NibbleReports(hid);
  const line = wire === 'line' ? loopback.line : new NibbleHidLine(plug);
  const heard: string[] = [];
  const frames = new NibbleHostFrames();
  line.onData((bytes) => {
    for (const { data } of frames.hear(bytes)) {
      const command = data?.toString('hex').toUpperCase() ?? 'not a frame';
      heard.push(command);
      hearing(command, emulator);
    }
  });
  const emulator = new NibbleReaderEmulator({ ...device, line, clock });
  const protocol = new NibbleProtocol(transport, clock, {
    ...driver,
    firmware: () => hid.identity()?.release ?? '',
  });
  return { ...readerRig({ clock, emulator, protocol, transport }), protocol, transport, heard };
}
