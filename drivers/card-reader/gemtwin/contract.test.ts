/** The contract over a pty at 115200 8N2, with the production transport in between. */
import { describe } from 'vitest';
import { SystemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { openPtyLine } from '../../transport/emulator/pty-line.ts';
import { SerialTransport } from '../../transport/serial.ts';
import { type CardReaderBench, cardReaderContract } from '../card-reader.contract.ts';
import { GemtwinReaderEmulator } from '../emulator/gemtwin-reader.ts';
import { CardReader } from '../reader.ts';
import { handsOn } from '../testing/hands.ts';
import { GemtwinProtocol } from './protocol.ts';

function bench(echo: boolean) {
  return async (): Promise<CardReaderBench> => {
    const clock = new SystemClock();
    const opened = await openPtyLine({ name: 'gemtwin' });
    if (!opened.ok) throw new Error(opened.error.detail);
    const line = opened.value;
    if (line.address.kind !== 'serial') throw new Error('not a serial line');
    const emulator = new GemtwinReaderEmulator({ line, clock, echo });
    const transport = new SerialTransport({ path: line.address.path, baudRate: 115_200, stopBits: 2 });
    const protocol = new GemtwinProtocol(transport, clock);
    const reader = new CardReader({ protocol, transport, clock, log: silentLog });
    return {
      reader,
      hands: handsOn(emulator),
      async close() {
        await reader.close();
        await emulator.close();
      },
    };
  };
}

describe.runIf(process.platform === 'linux')('over a pty', () => {
  cardReaderContract('emulated GemPC Twin (echo)', bench(true));
  cardReaderContract('emulated GemCore (no echo)', bench(false));
});
