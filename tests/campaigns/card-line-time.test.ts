/**
 * How long a reading takes over the time that its bytes need on the line: pauses and idle waits of the driver itself,
 * on a clock that stands still, so that the machine has no part in it. The benchmark measures the same in real time.
 */
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { CardReader } from '../../drivers/card-reader/reader.ts';
import { SERIAL_FAMILIES, type SerialFamily } from '../../drivers/card-reader/testing/families.ts';
import { eventOf, within } from '../../drivers/card-reader/testing/reader-rig.ts';
import { PacedLoopback } from '../../drivers/transport/testing/paced-loopback.ts';

/** What the driver may add of its own; the benchmark allows a tenth, of which the machine takes its part. */
const MAX_RATIO = 1.01;

async function reading(family: SerialFamily) {
  const clock = new VirtualClock();
  const bitsPerByte = 9 + family.stopBits;
  const { host, line } = new PacedLoopback({ clock, baudRate: family.baudRate, bitsPerByte });
  let bytes = 0;
  const write = line.write.bind(line);
  line.write = (said) => {
    bytes += said.length;
    write(said);
  };
  line.onData(({ length }) => {
    bytes += length;
  });
  const emulator = family.emulate(line, clock);
  const reader = new CardReader({
    protocol: family.speak(host, clock),
    transport: host,
    clock,
    log: silentLog,
  });
  const [place = 'contact'] = emulator.slots;
  const card = emulator.cards.find(({ cardId }) => cardId === 'v2-wang');
  if (card === undefined) throw new Error('no card');
  emulator.insert(card, place);
  const inserted = eventOf(reader, 'card-inserted');
  reader.start();
  await within(clock, inserted);
  // Whoever is told of the card reads it at once; what the look for it still has under way is part of the wait.
  const [from, before] = [clock.monotonic(), bytes];
  const result = await within(
    clock,
    reader.readIdentity().then(({ ok }) => ({ ok, at: clock.monotonic(), bytes })),
  );
  await reader.close();
  await emulator.close();
  const lineMs = ((result.bytes - before) * bitsPerByte * 1_000) / family.baudRate;
  return { ok: result.ok, ms: result.at - from, lineMs };
}

describe('a reading takes the time of its bytes on the line', () => {
  it.each(SERIAL_FAMILIES)('$name', async (family) => {
    const { ok, ms, lineMs } = await reading(family);
    console.log(
      `line time, ${family.name} at ${family.baudRate}: ${ms.toFixed(1)} ms for ${lineMs.toFixed(1)} ms of bytes`,
    );
    expect(ok).toBe(true);
    expect(ms / lineMs).toBeLessThanOrEqual(MAX_RATIO);
  });
});
