/** The contract on both wires, with the production transports in between. */
import { describe, expect } from 'vitest';
import { type Clock, SystemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { openPtyLine } from '../../transport/emulator/pty-line.ts';
import { HidTransport } from '../../transport/hid.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { SerialTransport } from '../../transport/serial.ts';
import { type CardReaderBench, cardReaderContract } from '../card-reader.contract.ts';
import { NibbleHidLine, nibblePlug } from '../emulator/nibble-hid.ts';
import { NibbleReaderEmulator, type NibbleWire } from '../emulator/nibble-reader.ts';
import { CardReader } from '../reader.ts';
import { pull } from '../testing/reader-rig.ts';
import { NibbleProtocol } from './protocol.ts';
import { NibbleReports } from './report-wire.ts';

interface Wire {
  readonly line: NibbleWire;
  readonly transport: ByteTransport;
}

async function ptyWire(): Promise<Wire> {
  const opened = await openPtyLine({ name: 'nibble' });
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  if (line.address.kind !== 'serial') throw new Error('not a serial line');
  return { line, transport: new SerialTransport({ path: line.address.path, baudRate: 9_600 }) };
}

async function hidWire(clock: Clock): Promise<Wire> {
  const plug = nibblePlug();
  const reports = new HidTransport({ address: plug.address, clock, bus: plug });
  return { line: new NibbleHidLine(plug), transport: new NibbleReports(reports) };
}

function bench(open: (clock: Clock) => Promise<Wire>) {
  return async (): Promise<CardReaderBench> => {
    const clock = new SystemClock();
    const { line, transport } = await open(clock);
    const emulator = new NibbleReaderEmulator({ line, clock });
    const protocol = new NibbleProtocol(transport, clock);
    const reader = new CardReader({ protocol, transport, clock, log: silentLog });
    const act = async (id: string, args?: Readonly<Record<string, unknown>>) => {
      expect((await pull(emulator, id, args)).ok).toBe(true);
    };
    return {
      reader,
      async close() {
        await reader.close();
        await emulator.close();
      },
      hands: {
        insertGoodCard: () => act('card-insert', { card: 'v2-rare' }),
        insertBankCard: () => act('card-insert', { card: 'bank' }),
        insertWrongWayRound: () => act('card-insert', { card: 'mute' }),
        removeCard: () => act('card-remove'),
        pullDuringNextRead: () => act('card-pull-after', { apdus: 4 }),
        unplug: () => act('card-reader-unplug'),
        replug: () => act('card-reader-replug'),
        expected: {
          name: '阿依古丽·买买提依明尼亚孜木𠮷汗',
          idNumber: '440404190003033035',
          cardNumber: 'YS0000003',
        },
      },
    };
  };
}

describe.runIf(process.platform === 'linux')('over a pty', () => {
  cardReaderContract('emulated GWI-IC20', bench(ptyWire));
});

describe('over HID reports', () => {
  cardReaderContract('emulated GWI-IC20', bench(hidWire));
});
