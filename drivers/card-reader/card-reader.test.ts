/**
 * The contract over a pty, with the production transport in between; and, when CARD_READER_PATH names a serial device
 * with an ACS reader on it (CARD_READER_BAUD, default 9600), against that.
 */
import { describe, expect, it } from 'vitest';
import { SystemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import type { LinePace } from '../transport/emulator/pace.ts';
import { openPtyLine } from '../transport/emulator/pty-line.ts';
import { SerialTransport } from '../transport/serial.ts';
import { AcsCcidReader } from './acs/reader.ts';
import { type CardReaderBench, cardReaderContract } from './card-reader.contract.ts';
import { AcsReaderEmulator } from './emulator/acs-reader.ts';
import { eventOf, pull } from './testing/reader-rig.ts';

const BAUD = 9_600;

async function ptyBench(pace?: LinePace) {
  const clock = new SystemClock();
  const opened = await openPtyLine({ name: 'card-reader', ...(pace === undefined ? {} : { pace }) });
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  const emulator = new AcsReaderEmulator({ line, clock });
  if (line.address.kind !== 'serial') throw new Error('not a serial line');
  const transport = new SerialTransport({ path: line.address.path, baudRate: BAUD });
  const reader = new AcsCcidReader({ transport, clock, log: silentLog });
  const close = async () => {
    await reader.close();
    await emulator.close();
  };
  return { line, emulator, reader, close };
}

async function emulatorBench(): Promise<CardReaderBench> {
  const { emulator, reader, close } = await ptyBench();
  const act = async (id: string, args?: Readonly<Record<string, unknown>>) => {
    expect((await pull(emulator, id, args)).ok).toBe(true);
  };
  return {
    reader,
    close,
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
}

describe.runIf(process.platform === 'linux')('over a pty', () => {
  cardReaderContract('emulated ACR1281S', emulatorBench);

  it('hands the identity over in little more than the time of its bytes on the line', async () => {
    const bench = await ptyBench({ clock: new SystemClock(), baudRate: BAUD, bitsPerByte: 10 });
    try {
      const ready = eventOf(bench.reader, 'reader-ready');
      bench.reader.start();
      await ready;
      const inserted = eventOf(bench.reader, 'card-inserted');
      await pull(bench.emulator, 'card-insert', { card: 'v2-wang' });
      await inserted;
      let bytes = 0;
      bench.line.onData((heard) => {
        bytes += heard.length;
      });
      const write = bench.line.write.bind(bench.line);
      bench.line.write = (said) => {
        bytes += said.length;
        write(said);
      };
      const begun = performance.now();
      const read = await bench.reader.readIdentity();
      const ms = performance.now() - begun;
      expect(read.ok).toBe(true);
      const lineMs = (bytes * 10_000) / BAUD;
      // The bench holds this to 1.10 on a quiet machine; here others may be running.
      expect(ms).toBeGreaterThan(lineMs * 0.95);
      expect(ms).toBeLessThan(lineMs * 1.5);
    } finally {
      await bench.close();
    }
  });
});

const path = process.env.CARD_READER_PATH;
if (path !== undefined) {
  cardReaderContract(path, async () => {
    const baudRate = Number(process.env.CARD_READER_BAUD ?? BAUD);
    const transport = new SerialTransport({ path, baudRate });
    const reader = new AcsCcidReader({ transport, clock: new SystemClock(), log: silentLog });
    return { reader, close: () => reader.close() };
  });
}
