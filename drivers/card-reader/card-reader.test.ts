/**
 * The contract over a pty, with the production transport in between; and, when CARD_READER_PATH names a serial device
 * with an ACS reader on it (CARD_READER_BAUD, default 9600), against that.
 */
import { describe } from 'vitest';
import { SystemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { openPtyLine } from '../transport/emulator/pty-line.ts';
import { SerialTransport } from '../transport/serial.ts';
import { AcsCcidProtocol } from './acs/protocol.ts';
import { type CardReaderBench, cardReaderContract } from './card-reader.contract.ts';
import { AcsReaderEmulator } from './emulator/acs-reader.ts';
import { CardReader } from './reader.ts';
import { handsOn } from './testing/hands.ts';

const BAUD = 9_600;

async function ptyBench() {
  const clock = new SystemClock();
  const opened = await openPtyLine({ name: 'card-reader' });
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  const emulator = new AcsReaderEmulator({ line, clock });
  if (line.address.kind !== 'serial') throw new Error('not a serial line');
  const transport = new SerialTransport({ path: line.address.path, baudRate: BAUD });
  const reader = new CardReader({
    protocol: new AcsCcidProtocol(transport, clock),
    transport,
    clock,
    log: silentLog,
  });
  const close = async () => {
    await reader.close();
    await emulator.close();
  };
  return { emulator, reader, close };
}

async function emulatorBench(): Promise<CardReaderBench> {
  const { emulator, reader, close } = await ptyBench();
  return { reader, close, hands: handsOn(emulator) };
}

describe.runIf(process.platform === 'linux')('over a pty', () => {
  cardReaderContract('emulated ACR1281S', emulatorBench);
});

const path = process.env.CARD_READER_PATH;
if (path !== undefined) {
  cardReaderContract(path, async () => {
    const baudRate = Number(process.env.CARD_READER_BAUD ?? BAUD);
    const transport = new SerialTransport({ path, baudRate });
    const clock = new SystemClock();
    const protocol = new AcsCcidProtocol(transport, clock);
    const reader = new CardReader({ protocol, transport, clock, log: silentLog });
    return { reader, close: () => reader.close() };
  });
}
