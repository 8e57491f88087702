import type { Clock } from '../../base/clock.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { AcsCcidProtocol } from '../acs/protocol.ts';
import { Acr122ReaderEmulator } from '../emulator/acr122-reader.ts';
import { AcsReaderEmulator } from '../emulator/acs-reader.ts';
import type { EmulatedReader } from '../emulator/emulated-reader.ts';
import { GemtwinReaderEmulator } from '../emulator/gemtwin-reader.ts';
import { NibbleReaderEmulator, type NibbleWire } from '../emulator/nibble-reader.ts';
import { Pn532ReaderEmulator } from '../emulator/pn532-reader.ts';
import { GemtwinProtocol } from '../gemtwin/protocol.ts';
import { NibbleProtocol } from '../nibble/protocol.ts';
import { Pn532Protocol } from '../pn532/protocol.ts';
import type { ReaderProtocol } from '../reader-protocol.ts';
import { CONTACTLESS_CARDS } from './pn532-rig.ts';

/** A kind of reader: the device, and the driver for it. `Line`: what the device needs of its end of the wire. */
export interface ReaderFamily<Line> {
  /** Says which device it is, e.g. `GemPC Twin (echo)`. */
  readonly name: string;
  /** As in the configuration. */
  readonly protocol: string;
  readonly emulate: (line: Line, clock: Clock) => EmulatedReader;
  readonly speak: (transport: ByteTransport, clock: Clock) => ReaderProtocol;
}

/** Eight data bits, no parity. */
export interface SerialFamily extends ReaderFamily<EmulatedLine> {
  /** As the configuration has it when it says nothing. */
  readonly baudRate: number;
  readonly stopBits: 1 | 2;
}

export type HidFamily = ReaderFamily<NibbleWire>;

const ACS = {
  protocol: 'acs-ccid',
  baudRate: 9_600,
  stopBits: 1,
  speak: (transport: ByteTransport, clock: Clock) => new AcsCcidProtocol(transport, clock),
} as const;

const GEMTWIN = {
  protocol: 'gemtwin-ccid',
  baudRate: 115_200,
  stopBits: 2,
  speak: (transport: ByteTransport, clock: Clock) => new GemtwinProtocol(transport, clock),
} as const;

const NIBBLE = {
  protocol: 'nibble',
  emulate: (line: NibbleWire, clock: Clock) => new NibbleReaderEmulator({ line, clock }),
  speak: (transport: ByteTransport, clock: Clock) => new NibbleProtocol(transport, clock),
} as const;

/**
 * Whatever is asked of every reader (the contract, faults, cut bytes, noise, line time) is asked of these. Of each protocol
 * the usual model comes first.
 */
export const SERIAL_FAMILIES: readonly SerialFamily[] = [
  { ...ACS, name: 'ACR1281S', emulate: (line, clock) => new AcsReaderEmulator({ line, clock }) },
  {
    ...ACS,
    name: 'ACR122S',
    emulate: (line, clock) => new Acr122ReaderEmulator({ line, clock, cards: CONTACTLESS_CARDS }),
  },
  {
    ...GEMTWIN,
    name: 'GemPC Twin (echo)',
    emulate: (line, clock) => new GemtwinReaderEmulator({ line, clock, echo: true }),
  },
  {
    ...GEMTWIN,
    name: 'GemCore (no echo)',
    emulate: (line, clock) => new GemtwinReaderEmulator({ line, clock, echo: false }),
  },
  { ...NIBBLE, name: 'GWI-IC20 (serial)', baudRate: 9_600, stopBits: 1 },
  {
    name: 'PN532',
    protocol: 'pn532',
    baudRate: 115_200,
    stopBits: 1,
    emulate: (line, clock) => new Pn532ReaderEmulator({ line, clock, cards: CONTACTLESS_CARDS }),
    speak: (transport, clock) => new Pn532Protocol(transport, clock),
  },
];

export const HID_FAMILIES: readonly HidFamily[] = [{ ...NIBBLE, name: 'GWI-IC20 (HID)' }];
