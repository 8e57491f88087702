import { type Clock, wait } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import type { EmulatedReader } from '../../drivers/card-reader/emulator/emulated-reader.ts';
import { CardReader } from '../../drivers/card-reader/reader.ts';
import { SERIAL_FAMILIES, type SerialFamily } from '../../drivers/card-reader/testing/families.ts';
import { eventOf } from '../../drivers/card-reader/testing/reader-rig.ts';
import { SerialTransport } from '../../drivers/transport/serial.ts';
import { openCountedLine } from './counted-line.ts';
import type { Row } from './row.ts';
import { summarise } from './statistics.ts';

/**
 * The drivers alone: from the card that is noticed to a validated identity, over a pty at each reader's usual speed. How
 * soon a card is noticed is a row of its own: most readers have to be asked, and are, so many times a second.
 */

const READS = 9;
const CARD = 'v2-wang';
/** Between two cards, so that what was asked about the one before is not in the way of the next. */
const QUIET_MS = 100;
/** Nothing is faster than its bytes on the line; a tenth is for everything else. */
const MAX_RATIO = 1.1;

export async function measureCardReading(clock: Clock): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const family of SERIAL_FAMILIES) rows.push(...(await measureFamily(family, clock)));
  return rows;
}

async function measureFamily(family: SerialFamily, clock: Clock): Promise<readonly Row[]> {
  const { name, baudRate, stopBits } = family;
  const line = await openCountedLine(family);
  const emulator = family.emulate(line, clock);
  const path = line.address.kind === 'serial' ? line.address.path : '';
  const transport = new SerialTransport({ path, baudRate, stopBits });
  const protocol = family.speak(transport, clock);
  const reader = new CardReader({ protocol, transport, clock, log: silentLog });
  try {
    const ready = eventOf(reader, 'reader-ready');
    reader.start();
    await ready;
    const noticed: number[] = [];
    const took: number[] = [];
    const onLine: number[] = [];
    for (let read = 0; read < READS; read++) {
      const inserted = eventOf(reader, 'card-inserted');
      const from = clock.monotonic();
      insert(emulator);
      await inserted;
      const seen = clock.monotonic();
      line.reset();
      const identity = await reader.readIdentity();
      took.push(clock.monotonic() - seen);
      onLine.push(line.lineMs());
      noticed.push(seen - from);
      if (!identity.ok) throw new Error(`${name}: the card cannot be read: ${identity.error.code}`);
      const removed = eventOf(reader, 'card-removed');
      for (const slot of emulator.slots) emulator.remove(slot);
      await removed;
      await wait(clock, QUIET_MS);
    }
    return [
      {
        what: `card noticed → identity, ${name} at ${baudRate}`,
        unit: 'ms',
        result: summarise(took),
        comparedWith: { what: 'line time of the bytes', result: summarise(onLine) },
        target: { of: 'ratio', max: MAX_RATIO },
      },
      { what: `card in → noticed, ${name}`, unit: 'ms', result: summarise(noticed) },
    ];
  } finally {
    await reader.close();
    await emulator.close();
  }
}

function insert(emulator: EmulatedReader): void {
  const image = emulator.cards.find(({ cardId }) => cardId === CARD);
  if (image === undefined) throw new Error(`there is no card ${CARD}`);
  const [usual = 'contact'] = emulator.slots;
  emulator.insert(image, usual);
}
