import type { Clock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { AcsCcidProtocol } from '../../drivers/card-reader/acs/protocol.ts';
import { AcsReaderEmulator } from '../../drivers/card-reader/emulator/acs-reader.ts';
import type { CardReaderPort, ReaderEvent } from '../../drivers/card-reader/port.ts';
import { CardReader } from '../../drivers/card-reader/reader.ts';
import { SerialTransport } from '../../drivers/transport/serial.ts';
import { openCountedLine } from './counted-line.ts';
import type { Row } from './row.ts';
import { summarise } from './statistics.ts';

/** The driver alone: from the card in the slot to a validated identity, over a pty at 9600 baud. */

const READS = 7;
const CARD = 'v2-wang';
const SILENT: Log = { event: () => undefined };

export async function measureCardReading(clock: Clock): Promise<readonly Row[]> {
  const line = await openCountedLine(clock);
  const emulator = new AcsReaderEmulator({ line, clock });
  const path = line.address.kind === 'serial' ? line.address.path : '';
  const transport = new SerialTransport({ path, baudRate: line.baudRate });
  const reader = new CardReader({
    protocol: new AcsCcidProtocol(transport, clock),
    transport,
    clock,
    log: SILENT,
  });
  try {
    const ready = eventOf(reader, 'reader-ready');
    reader.start();
    await ready;
    const took: number[] = [];
    const onLine: number[] = [];
    for (let read = 0; read < READS; read++) {
      const inserted = eventOf(reader, 'card-inserted');
      line.reset();
      const from = clock.monotonic();
      insert(emulator);
      await inserted;
      const identity = await reader.readIdentity();
      took.push(clock.monotonic() - from);
      onLine.push(line.lineMs());
      if (!identity.ok) throw new Error(`the card cannot be read: ${identity.error.code}`);
      const removed = eventOf(reader, 'card-removed');
      emulator.remove('contact');
      await removed;
    }
    return [
      {
        what: 'card in → identity (driver alone)',
        unit: 'ms',
        result: summarise(took),
        comparedWith: { what: 'line time of the bytes', result: summarise(onLine) },
      },
    ];
  } finally {
    await reader.close();
    await emulator.close();
  }
}

function insert(emulator: AcsReaderEmulator): void {
  const image = emulator.cards.find(({ cardId }) => cardId === CARD);
  if (image === undefined) throw new Error(`there is no card ${CARD}`);
  emulator.insert(image, 'contact');
}

function eventOf(reader: CardReaderPort, type: ReaderEvent['type']): Promise<void> {
  return new Promise((resolve) => {
    const stop = reader.subscribe((event) => {
      if (event.type !== type) return;
      stop();
      resolve();
    });
  });
}
