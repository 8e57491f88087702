import { beforeEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../base/bytes.ts';
import { VirtualClock } from '../base/clock.ts';
import { Loopback } from '../transport/loopback.ts';
import { Conversation } from './conversation.ts';
import { blockOf, type PrinterStatus } from './escpos/status.ts';
import { profileOf } from './testing/rig.ts';

const clock = new VirtualClock();
let wire: Loopback;
let talk: Conversation;
let asked: string;

const say = async (hex: string): Promise<void> => {
  wire.line.write(fromHex(hex));
  await clock.advance(1);
};

/** Another model on the same wire; `owed`: an answer to GS r is out. */
const talkTo = (profile: string, owed = false): void => {
  talk = new Conversation(wire.host, clock, {
    status: profileOf(profile).status,
    owesInOrder: () => owed,
  });
};

const blocks = (status: PrinterStatus | null) => (status === null ? 'silent' : blockOf(status));

beforeEach(async () => {
  wire = new Loopback();
  talkTo('generic-80');
  asked = '';
  wire.line.onData((bytes) => {
    asked += toHex(bytes);
  });
  await wire.host.open();
});

describe('Conversation', () => {
  it('asks all four and understands them in their order', async () => {
    const answer = talk.askStatus(1_000);
    await say('1A 16 12');
    await say('12');
    expect(asked).toBe('100401100402100403100404');
    expect(blocks(await answer)).toBe('cover-open');
    expect(clock.pending).toBe(0);
  });

  it('asks no second time while a query is under way', async () => {
    talk.query();
    talk.query();
    await clock.advance(1);
    expect(asked).toHaveLength(24);
  });

  it('waits for a query that is under way and then asks anew', async () => {
    talk.query();
    const answer = talk.askStatus(1_000);
    await say('12 12 12 12');
    await say('1A 32 12 7E');
    expect(blocks(await answer)).toBe('paper-out');
    expect(asked).toHaveLength(48);
  });

  it('is told nothing within the time', async () => {
    const answer = talk.askStatus(1_000);
    await clock.advance(1_000);
    expect(await answer).toBeNull();
  });

  it('counts late answers off before it believes new ones', async () => {
    const first = talk.askStatus(1_000);
    await clock.advance(1_000);
    expect(await first).toBeNull();
    const second = talk.askStatus(1_000);
    await say('1A 32 12 7E 12 12 12 12');
    expect(blocks(await second)).toBeNull();
  });

  it('counts off answers that come while nobody asks', async () => {
    const first = talk.askStatus(1_000);
    await clock.advance(1_000);
    await first;
    await say('1A 32 12 7E 12');
    const second = talk.askStatus(1_000);
    await say('12 12 12 12');
    expect(blocks(await second)).toBeNull();
  });

  it('takes the last four for the answer when older ones were lost for good', async () => {
    const first = talk.askStatus(1_000);
    await say('1A 32');
    await clock.advance(1_000);
    expect(await first).toBeNull();
    const second = talk.askStatus(1_000);
    await say('12 12 12 1E');
    await clock.advance(1_000);
    expect(await second).toMatchObject({ paperNearEnd: true, paperOut: false });
  });

  it('believes a status that the printer sends on its own', async () => {
    const told: PrinterStatus[] = [];
    talk.statuses.subscribe((status) => told.push(status));
    await say('38 00 00 00');
    expect(told.map(blocks)).toEqual(['cover-open']);
  });

  it('ends every wait when the wire goes or is hung up', async () => {
    const answers = [
      talk.askStatus(1_000),
      talk.expect((reply) => (reply.kind === 'cleared' ? true : null), 1_000),
    ];
    await say('00');
    await wire.line.unplug();
    expect(await Promise.all(answers)).toEqual([null, null]);
    expect(talk.isLost).toBe(true);
    expect(await talk.askStatus(1_000)).toBeNull();
    talk.begin();
    const again = talk.expect(() => null, 1_000);
    talk.hangUp();
    expect(await again).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('begins anew on a fresh wire', async () => {
    const first = talk.askStatus(1_000);
    await say('37 22');
    await clock.advance(1_000);
    await first;
    talk.begin();
    const second = talk.askStatus(1_000);
    await say('12 12 12 12');
    expect(blocks(await second)).toBeNull();
  });
});

describe('A maker’s own question', () => {
  it('goes along, and the status waits for its answer too', async () => {
    talkTo('masung');
    const answer = talk.askStatus(1_000);
    await say('12 12 12 12');
    await say('04');
    expect(asked).toBe('100401100402100403100404100405');
    expect(blocks(await answer)).toBe('presenter-full');
  });

  it('may be answered first', async () => {
    talkTo('masung');
    const answer = talk.askStatus(1_000);
    await say('08');
    await say('12 12 12 12');
    expect(blocks(await answer)).toBe('jam');
  });

  it('has an answer that no other protocol knows', async () => {
    talkTo('masung');
    const answer = talk.askStatus(1_000);
    await say('12 12 12 12 80');
    expect(await answer).toMatchObject({ otherError: true });
  });

  it('is not missed by who asks again: the standard part is an answer', async () => {
    talkTo('masung');
    const told: PrinterStatus[] = [];
    talk.statuses.subscribe((status) => told.push(status));
    talk.query();
    await say('1A 16 12 12');
    expect(told).toEqual([]);
    talk.query();
    expect(told.map(blocks)).toEqual(['cover-open']);
    await clock.advance(1);
    expect(asked).toHaveLength(60);
  });

  it('is not put while an answer to GS r is owed, which looks the same', async () => {
    talkTo('masung', true);
    const answer = talk.askStatus(1_000);
    await say('00');
    await say('12 12 12 12');
    expect(asked).toBe('100401100402100403100404');
    expect(blocks(await answer)).toBeNull();
  });

  it.each([
    ['nobody asked', () => undefined],
    ['only the standard part was asked for', () => talk.query()],
  ])('has an answer that means nothing when %s', async (_, ask) => {
    talkTo('vkp80');
    // The first answer stays out: the unit is not asked again.
    const first = talk.askStatus(1_000);
    await say('12 12 12 12');
    await clock.advance(1_000);
    await first;
    ask();
    await say('10 0F 01 02 00 00');
    if (talk.isOwedStatus) await say('12 12 12 12');
    const second = talk.askStatus(1_000);
    await say('12 12 12 12');
    expect(blocks(await second)).toBeNull();
    expect(talk.raw).toEqual({ realTime: [0x12, 0x12, 0x12, 0x12], maker: null });
  });
});
