/**
 * A wire hands bytes out in pieces of its own. Every captured and published answer, and every answer of a whole session
 * with the captured card, arrives cut at every place and in one piece with its neighbours; nothing may come of it.
 */
import { describe, expect, it } from 'vitest';
import { concat } from '../../drivers/base/bytes.ts';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import type { CardExchange } from '../../drivers/card-reader/port.ts';
import { CardReader } from '../../drivers/card-reader/reader.ts';
import { SERIAL_FAMILIES, type SerialFamily } from '../../drivers/card-reader/testing/families.ts';
import { withAntenna } from '../../drivers/card-reader/testing/pn532-rig.ts';
import { eventOf, within } from '../../drivers/card-reader/testing/reader-rig.ts';
import { Loopback } from '../../drivers/transport/loopback.ts';
import { cutAt, inBursts, singleBytes } from './support/cut-line.ts';
import { FRAMINGS, type Framing } from './support/framings.ts';
import { same } from './support/fuzz/target.ts';

let tried = 0;

/** For a machine that others keep busy; alone, all of it takes seconds. */
const PATIENCE = { timeout: 120_000 };

function framesOf({ deframer }: Framing, pieces: readonly Uint8Array[]): unknown {
  const fresh = deframer();
  tried++;
  return { frames: pieces.flatMap((piece) => [...fresh.push(piece)]), unfinished: fresh.unfinished };
}

describe.each(FRAMINGS)('what a reader says in $name', PATIENCE, (framing) => {
  it.each(framing.said)('$name, cut at any two places', ({ bytes }) => {
    const whole = framesOf(framing, [bytes]);
    const broken: string[] = [];
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const pieces = [bytes.slice(0, first), bytes.slice(first, second), bytes.slice(second)];
        if (!same(framesOf(framing, pieces), whole)) broken.push(`cut at ${first} and ${second}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('merged with everything else, cut at any place', () => {
    const all = concat(...framing.said.map(({ bytes }) => bytes));
    const frames = framing.said.flatMap(({ bytes }) => [...framing.deframer().push(bytes)]);
    for (let at = 0; at <= all.length; at++) {
      expect(framesOf(framing, cutAt(at)(all)), `cut at ${at}`).toEqual({ frames, unfinished: false });
    }
  });
});

type Cut = (bytes: Uint8Array) => readonly Uint8Array[];

/** The captured card is put in and read, with every burst of the reader's cut like this. */
async function session(family: SerialFamily, cut: Cut) {
  const clock = new VirtualClock();
  const { host, line } = new Loopback({ cut, baudRate: family.baudRate });
  const emulator = family.emulate(inBursts(line), clock);
  const protocol = family.speak(host, clock);
  const reader = new CardReader({ protocol, transport: host, clock, log: silentLog });
  const troubles: string[] = [];
  protocol.onTrouble((what) => troubles.push(what));
  const ready = eventOf(reader, 'reader-ready');
  reader.start();
  const greeting = await within(clock, ready);
  const inserted = eventOf(reader, 'card-inserted');
  const [place = 'contact'] = emulator.slots;
  emulator.insert(withAntenna('captured'), place);
  await within(clock, inserted);
  const exchanges: CardExchange[] = [];
  const result = await within(
    clock,
    reader.readIdentity((exchange) => exchanges.push(exchange)),
  );
  await reader.close();
  await emulator.close();
  tried++;
  return { greeting, exchanges, result, troubles, ms: clock.monotonic() };
}

describe.each(SERIAL_FAMILIES)('a session of $name with the captured card', PATIENCE, (family) => {
  it('is the same wherever its bursts are cut, and byte by byte', async () => {
    let longest = 0;
    const whole = await session(family, (bytes) => {
      longest = Math.max(longest, bytes.length);
      return [bytes];
    });
    expect(whole.troubles).toEqual([]);
    expect(whole.exchanges.length).toBeGreaterThanOrEqual(5);
    expect(await session(family, singleBytes)).toEqual(whole);
    for (let at = 1; at < longest; at++) {
      expect(await session(family, cutAt(at)), `cut at ${at}`).toEqual(whole);
    }
  });
});

it('says how much it has tried', () => {
  console.log(
    `card cuts: ${FRAMINGS.length} framings, ${SERIAL_FAMILIES.length} readers, ${tried} ways to cut`,
  );
  expect(tried).toBeGreaterThan(1_000);
});
