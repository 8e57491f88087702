/** The contract over a pty, with the production transport in between. */
import { describe, expect } from 'vitest';
import { SystemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { openPtyLine } from '../../transport/emulator/pty-line.ts';
import { SerialTransport } from '../../transport/serial.ts';
import { type CardReaderBench, cardReaderContract } from '../card-reader.contract.ts';
import { Pn532ReaderEmulator } from '../emulator/pn532-reader.ts';
import { CardReader } from '../reader.ts';
import { CONTACTLESS_CARDS } from '../testing/pn532-rig.ts';
import { pull } from '../testing/reader-rig.ts';
import { Pn532Protocol } from './protocol.ts';

async function bench(): Promise<CardReaderBench> {
  const clock = new SystemClock();
  const opened = await openPtyLine({ name: 'pn532' });
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  const emulator = new Pn532ReaderEmulator({ line, clock, cards: CONTACTLESS_CARDS });
  if (line.address.kind !== 'serial') throw new Error('not a serial line');
  const transport = new SerialTransport({ path: line.address.path, baudRate: 115_200 });
  const protocol = new Pn532Protocol(transport, clock);
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
      insertGoodCard: () => act('card-insert', { card: 'v2-wang' }),
      insertBankCard: () => act('card-insert', { card: 'bank' }),
      removeCard: () => act('card-remove'),
      pullDuringNextRead: () => act('card-pull-after', { apdus: 4 }),
      unplug: () => act('card-reader-unplug'),
      replug: () => act('card-reader-replug'),
      expected: { name: '王建明', idNumber: '440404190001011019', cardNumber: 'YS0000001' },
    },
  };
}

describe.runIf(process.platform === 'linux')('over a pty', () => {
  cardReaderContract('emulated PN532', bench);
});
