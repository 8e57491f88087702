import type { Clock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { HidTransport } from '../../transport/hid.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { SerialTransport } from '../../transport/serial.ts';
import type { CardReaderBench } from '../card-reader.contract.ts';
import { NIBBLE_REPORTS, NibbleReports } from '../nibble/report-wire.ts';
import { CardReader } from '../reader.ts';
import { SERIAL_FAMILIES, type SerialFamily } from './families.ts';

/** A reader on this machine: the device node, and what speaks to it. */
export interface RealReader {
  readonly name: string;
  open(clock: Clock): CardReaderBench;
}

/**
 * The one that somebody has named in the environment, or null: CARD_READER_PATH a serial port or `/dev/hidraw…`,
 * CARD_READER_PROTOCOL (default acs-ccid), CARD_READER_BAUD (default: the protocol's). Throws for what makes no sense,
 * because whoever has typed it wants to know.
 */
export function realReader(env: Readonly<Record<string, string | undefined>>): RealReader | null {
  const { CARD_READER_PATH: path, CARD_READER_PROTOCOL: protocol = 'acs-ccid', CARD_READER_BAUD } = env;
  if (path === undefined) return null;
  const family = SERIAL_FAMILIES.find((one) => one.protocol === protocol);
  if (family === undefined) {
    const known = [...new Set(SERIAL_FAMILIES.map((one) => one.protocol))];
    throw new Error(`CARD_READER_PROTOCOL: ${known.join(', ')}`);
  }
  const baudRate = CARD_READER_BAUD === undefined ? family.baudRate : Number(CARD_READER_BAUD);
  if (!Number.isInteger(baudRate) || baudRate <= 0) throw new Error('CARD_READER_BAUD: bits per second');
  return {
    name: `${protocol} on ${path}`,
    open(clock) {
      const transport = wireTo(path, { ...family, baudRate }, clock);
      const reader = new CardReader({
        protocol: family.speak(transport, clock),
        transport,
        clock,
        log: silentLog,
      });
      return { reader, close: () => reader.close() };
    },
  };
}

function wireTo(path: string, { protocol, baudRate, stopBits }: SerialFamily, clock: Clock): ByteTransport {
  if (!path.includes('hidraw')) return new SerialTransport({ path, baudRate, stopBits });
  if (protocol !== 'nibble') throw new Error('CARD_READER_PROTOCOL: only nibble speaks HID');
  return new NibbleReports(new HidTransport({ address: { path }, clock, reports: NIBBLE_REPORTS }));
}
