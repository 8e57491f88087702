/**
 * The contract over a pty, with the production transport in between; and, when CARD_READER_PATH names a serial device,
 * against the reader on it: CARD_READER_PROTOCOL (default acs-ccid), CARD_READER_BAUD (default: the protocol's).
 */
import { describe } from 'vitest';
import { type Clock, SystemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import type { EmulatedLine } from '../transport/emulator/line.ts';
import { openPtyLine } from '../transport/emulator/pty-line.ts';
import { SerialTransport } from '../transport/serial.ts';
import { AcsCcidProtocol } from './acs/protocol.ts';
import { type CardReaderBench, cardReaderContract } from './card-reader.contract.ts';
import { Acr122ReaderEmulator } from './emulator/acr122-reader.ts';
import { AcsReaderEmulator } from './emulator/acs-reader.ts';
import type { EmulatedReader } from './emulator/emulated-reader.ts';
import { GemtwinProtocol } from './gemtwin/protocol.ts';
import { NibbleProtocol } from './nibble/protocol.ts';
import { Pn532Protocol } from './pn532/protocol.ts';
import { CardReader } from './reader.ts';
import type { ReaderProtocol } from './reader-protocol.ts';
import { handsOn } from './testing/hands.ts';
import { CONTACTLESS_CARDS } from './testing/pn532-rig.ts';

type Model = (line: EmulatedLine, clock: Clock) => EmulatedReader;

function ptyBench(
  model: Model,
  baudRate: number,
  able: (hands: Hands) => Hands = (hands) => hands,
): () => Promise<CardReaderBench> {
  return async () => {
    const clock = new SystemClock();
    const opened = await openPtyLine({ name: 'card-reader' });
    if (!opened.ok) throw new Error(opened.error.detail);
    const line = opened.value;
    const emulator = model(line, clock);
    if (line.address.kind !== 'serial') throw new Error('not a serial line');
    const transport = new SerialTransport({ path: line.address.path, baudRate });
    const protocol = new AcsCcidProtocol(transport, clock);
    const reader = new CardReader({ protocol, transport, clock, log: silentLog });
    const close = async () => {
      await reader.close();
      await emulator.close();
    };
    return { reader, close, hands: able(handsOn(emulator)) };
  };
}

type Hands = NonNullable<CardReaderBench['hands']>;

/** On an antenna no side is the wrong one. */
const atAntenna = ({ insertWrongWayRound, ...hands }: Hands): Hands => hands;

const acr1281: Model = (line, clock) => new AcsReaderEmulator({ line, clock });
const acr122: Model = (line, clock) => new Acr122ReaderEmulator({ line, clock, cards: CONTACTLESS_CARDS });

describe.runIf(process.platform === 'linux')('over a pty', () => {
  cardReaderContract('emulated ACR1281S at 9600', ptyBench(acr1281, 9_600));
  cardReaderContract('emulated ACR1281S at 115200', ptyBench(acr1281, 115_200));
  cardReaderContract('emulated ACR122S', ptyBench(acr122, 9_600, atAntenna));
});

interface Wiring {
  readonly baudRate: number;
  readonly stopBits?: 2;
  readonly speak: (transport: SerialTransport, clock: Clock) => ReaderProtocol;
}

const WIRINGS: Readonly<Record<string, Wiring>> = {
  'acs-ccid': { baudRate: 9_600, speak: (wire, clock) => new AcsCcidProtocol(wire, clock) },
  'gemtwin-ccid': {
    baudRate: 115_200,
    stopBits: 2,
    speak: (wire, clock) => new GemtwinProtocol(wire, clock),
  },
  nibble: { baudRate: 9_600, speak: (wire, clock) => new NibbleProtocol(wire, clock) },
  pn532: { baudRate: 115_200, speak: (wire, clock) => new Pn532Protocol(wire, clock) },
};

const { CARD_READER_PATH: path, CARD_READER_PROTOCOL: name = 'acs-ccid', CARD_READER_BAUD } = process.env;
if (path !== undefined) {
  cardReaderContract(`${name} on ${path}`, async () => {
    const wiring = WIRINGS[name];
    if (wiring === undefined) throw new Error(`CARD_READER_PROTOCOL: ${Object.keys(WIRINGS).join(', ')}`);
    const { stopBits = 1, speak } = wiring;
    const baudRate = CARD_READER_BAUD === undefined ? wiring.baudRate : Number(CARD_READER_BAUD);
    const transport = new SerialTransport({ path, baudRate, stopBits });
    const clock = new SystemClock();
    const reader = new CardReader({ protocol: speak(transport, clock), transport, clock, log: silentLog });
    return { reader, close: () => reader.close() };
  });
}
