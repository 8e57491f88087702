/**
 * Every recording of tests/tapes/recorded, against the production drivers: they must write what they wrote then, byte by
 * byte, and make of it what they made then. No emulator has a part in this. How to record: docs/tapes.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../drivers/base/clock.ts';
import { CARD_IMAGES } from '../drivers/card-reader/emulator/card-images.ts';
import { parseTape, type Tape } from '../drivers/transport/emulator/tape.ts';
import { TapePlayer, type TapePlayerOptions } from '../drivers/transport/emulator/tape-player.ts';
import { performer } from './tapes/drivers.ts';
import { SCENARIOS } from './tapes/scenarios.ts';

const FOLDER = join(import.meta.dirname, 'tapes/recorded');

const TAPES = readdirSync(FOLDER).map((file): readonly [string, Tape] => {
  const tape = parseTape(readFileSync(join(FOLDER, file), 'utf8'));
  if (!tape.ok) throw new Error(`${file}, ${tape.error}`);
  return [file, tape.value];
});

/** Longer than any tape, ms of the tape's own time. */
const LIMIT_MS = 60_000;

async function replay(tape: Tape, options: TapePlayerOptions = {}) {
  const clock = new VirtualClock();
  const player = new TapePlayer(tape, clock, options);
  const driver = performer(tape.header, player, clock);
  driver.start();
  while (!player.ended && player.deviation === null && clock.monotonic() < LIMIT_MS) await clock.advance(1);
  const result = { deviation: player.deviation, next: player.next, outcome: [...driver.outcome] };
  await driver.close();
  return result;
}

const asRecorded = ({ header }: Tape) => ({ deviation: null, next: 'the end', outcome: header.outcome });

describe('replayed in lockstep', () => {
  it.each(TAPES)('%s', async (_file, tape) => {
    expect(await replay(tape)).toEqual(asRecorded(tape));
  });

  it.each(TAPES)('%s, every byte of the device by itself', async (_file, tape) => {
    const cut = (bytes: Uint8Array) => [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await replay(tape, { cut })).toEqual(asRecorded(tape));
  });
});

describe('the collection', () => {
  it('holds every scenario, and no other', () => {
    expect(TAPES.map(([file]) => file).sort()).toEqual(SCENARIOS.map(({ name }) => `${name}.jsonl`).sort());
  });

  it('covers all protocols, and the ways in which reading ends', () => {
    const protocols = new Set(TAPES.map(([, { header }]) => header.protocol));
    expect([...protocols].sort()).toEqual(['acs-ccid', 'demo-80', 'gemtwin-ccid', 'line', 'nibble', 'pn532']);
    const outcomes = TAPES.flatMap(([, { header }]) => header.outcome);
    for (const one of [
      'read: complete, generation 1',
      'read: complete, generation 2',
      'read: NEEDS_SAM, generation 3',
      'not read: NOT_SOCIAL_CARD',
      'not read: CARD_MUTE',
      'not read: CARD_REMOVED',
      'gone GONE',
    ]) {
      expect(outcomes).toContain(one);
    }
  });
});

/** Every run of 15 or 18 characters that may be an identity number, in the bytes and in nibbles made into bytes. */
function numbersOn({ events }: Tape): readonly string[] {
  const said = events.flatMap((event) => (event.dir === '=' ? [] : [...event.bytes]));
  const nibbles = said.filter((byte) => byte >> 4 === 3).map((byte) => byte & 0x0f);
  const joined = [0, 1].map((start) =>
    nibbles.slice(start).flatMap((high, i, all) => (i % 2 === 0 ? [(high << 4) | (all[i + 1] ?? 0)] : [])),
  );
  return [said, ...joined].flatMap((bytes) => {
    const text = Buffer.from(bytes).toString('latin1');
    return text.match(/(?<!\d)(?:[1-9]\d{16}[\dXx]|[1-9]\d{14})(?!\d)/g) ?? [];
  });
}

describe('nobody’s data', () => {
  const synthetic = new Set(
    CARD_IMAGES.flatMap(({ idNumber }) => (idNumber === undefined ? [] : [idNumber])),
  );

  it.each(TAPES)('is on %s', (_file, tape) => {
    expect(numbersOn(tape).filter((one) => !synthetic.has(one))).toEqual([]);
  });

  it('would be found: the numbers of the synthetic people are, on every tape of a complete reading', () => {
    const complete = TAPES.filter(([, { header }]) =>
      header.outcome.some((one) => one.startsWith('read: complete')),
    );
    expect(complete.length).toBeGreaterThanOrEqual(12);
    for (const [file, tape] of complete) expect(numbersOn(tape).length, file).toBeGreaterThan(0);
  });

  it('is in no header', () => {
    for (const [, { header }] of TAPES) expect(JSON.stringify(header)).not.toMatch(/\d{9}/);
  });
});
