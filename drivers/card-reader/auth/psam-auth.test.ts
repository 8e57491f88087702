import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { ok } from '../../base/result.ts';
import type { Chip } from '../emulator/card-image.ts';
import { DEMO_REGION } from '../emulator/demo-region.ts';
import { EmulatedPsam } from '../emulator/psam.ts';
import type { CardExchange } from '../port.ts';
import { readSocialCard } from '../ssse/read-card.ts';
import { ChipSlot, cardSlot } from '../testing/chip-slot.ts';
import { PsamAuth, type PsamKeys } from './psam-auth.ts';

const clock = new VirtualClock();
const keys = { module: DEMO_REGION.module, card: DEMO_REGION.card };

function bench(changed: Partial<PsamKeys> = {}) {
  const module = new ChipSlot(
    new EmulatedPsam({ keys: new Map([[DEMO_REGION.module, DEMO_REGION.issuerKey]]) }),
  );
  const auth = new PsamAuth({ module, keys: { ...keys, ...changed }, clock });
  const told: CardExchange[] = [];
  const read = (card: ChipSlot) =>
    readSocialCard(card, clock, { auth, watch: (exchange) => told.push(exchange) });
  return { module, auth, read, told };
}

const HOLDER = { ok: true, value: { outcome: 'complete', name: '黄三代', idNumber: '440404190001150318' } };
const PARTIAL = { ok: true, value: { outcome: 'NEEDS_SAM', version: '3' } };
const presented = (card: ChipSlot) => card.asked.filter((command) => command.startsWith('0082'));

describe('a third-generation card with the module of its region', () => {
  it('gives its holder', async () => {
    const { module, read } = bench();
    const card = cardSlot('v3-psam');
    expect(await read(card)).toMatchObject(HOLDER);
    expect(presented(card)).toHaveLength(1);
    expect(module.asked.map((command) => command.slice(0, 10))).toEqual([
      '00A4040006',
      '00C000000A',
      'BFDE481418',
      '80FA000008',
      '00C0000008',
    ]);
  });

  it('is convinced as public programs do it: serial number, region in ASCII, challenge', async () => {
    const { module, read } = bench();
    const card = cardSlot('v3-psam');
    await read(card);
    const derived = module.asked[2] ?? '';
    const challenge = derived.slice(-16);
    expect(derived).toBe(`BFDE481418${'8650430200000021'}${'3434303430347378'}${challenge}`);
    expect(presented(card)[0]).toMatch(new RegExp(`^0082000A10[0-9A-F]{16}${challenge}$`));
  });

  it('is convinced again in every reading, by another proof', async () => {
    const { read } = bench();
    const card = cardSlot('v3-psam');
    expect(await read(card)).toMatchObject(HOLDER);
    expect(await read(card)).toMatchObject(HOLDER);
    expect(new Set(presented(card)).size).toBe(2);
  });

  it('may guard the holder’s file only', async () => {
    const guardedTags = [0x08, 0x09, 0x4e];
    expect(await bench().read(cardSlot('v3-psam', { guardedTags }))).toMatchObject(HOLDER);
  });

  it('needs nobody to watch', async () => {
    const { auth } = bench();
    expect(await readSocialCard(cardSlot('v3-psam'), clock, { auth })).toMatchObject(HOLDER);
  });

  it('is traced without factor, challenge or proof', async () => {
    const { told, read } = bench();
    await read(cardSlot('v3-psam'));
    const steps = told.filter(({ step }) => step === 'authenticate');
    expect(steps.map(({ command, shape }) => `${command} ${shape}`.trim())).toEqual([
      '00 A4 04 00 06 D1 56 00 00 05 90',
      '00 C0 00 00 0A 10 bytes',
      '00 84 00 00 08 8 bytes',
      'BF DE 48 14 18',
      '80 FA 00 00 08',
      '00 C0 00 00 08 8 bytes',
      '00 82 00 0A 10',
    ]);
  });
});

describe('nothing is presented to the card', () => {
  it.each([
    ['of the second generation', 'v2-wang', { guardedTags: [0x08] }],
    ['that gives no challenge', 'v3-psam', { externalKey: undefined }],
    ['whose answer to reset has no serial number', 'v3-psam', { atr: '3B888001000000000000000009' }],
    ['that keeps its identifier to itself', 'v3-psam', { guardedTags: [0x01, 0x08] }],
  ] as const)('%s', async (_what, cardId, chip) => {
    const card = cardSlot(cardId, chip as unknown as Partial<Chip>);
    expect(await bench().read(card)).toMatchObject({ ok: true, value: { outcome: 'NEEDS_SAM' } });
    expect(presented(card)).toEqual([]);
  });

  it('when the challenge is too short', async () => {
    const card = cardSlot('v3-psam');
    card.instead.set('0084', '010203049000');
    expect(await bench().read(card)).toMatchObject(PARTIAL);
    expect(presented(card)).toEqual([]);
  });

  it.each(['power', '00A404', 'BFDE', '80FA', '00C0000008'])('when the module fails at %s', async (at) => {
    const { module, read } = bench();
    module.instead.set(at, at === 'power' ? { code: 'NO_CARD' } : '6F00');
    const card = cardSlot('v3-psam');
    expect(await read(card)).toMatchObject(PARTIAL);
    expect(presented(card)).toEqual([]);
  });

  it('when the module’s proof is too short, or its slot breaks', async () => {
    for (const answer of ['01029000', { code: 'READER_FAULT' } as const]) {
      const { module, read } = bench();
      module.instead.set('80FA', answer);
      const card = cardSlot('v3-psam');
      expect(await read(card)).toMatchObject(PARTIAL);
      expect(presented(card)).toEqual([]);
    }
  });

  it('when the module has no such key', async () => {
    const card = cardSlot('v3-psam');
    expect(await bench({ module: 0x15 }).read(card)).toMatchObject(PARTIAL);
    expect(presented(card)).toEqual([]);
  });
});

describe('a card that does not believe', () => {
  it('is asked once, and gives what it gives to anybody', async () => {
    const { read } = bench();
    const card = cardSlot('v3-sam');
    expect(await read(card)).toMatchObject(PARTIAL);
    expect(presented(card)).toHaveLength(1);
  });

  it('is the last but one: after two in a row no card loses a try to this module', async () => {
    const { read } = bench();
    for (let i = 0; i < 2; i++) await read(cardSlot('v3-sam'));
    const third = cardSlot('v3-psam');
    expect(await read(third)).toMatchObject(PARTIAL);
    expect(presented(third)).toEqual([]);
  });

  it('is forgiven when the next one believes', async () => {
    const { read } = bench();
    for (let i = 0; i < 4; i++) {
      expect(await read(cardSlot('v3-sam'))).toMatchObject(PARTIAL);
      expect(await read(cardSlot('v3-psam'))).toMatchObject(HOLDER);
    }
  });

  it('may be one of another key number', async () => {
    const card = cardSlot('v3-psam');
    expect(await bench({ card: 0x0b }).read(card)).toMatchObject(PARTIAL);
    expect(presented(card)).toHaveLength(1);
  });
});

describe('a card that leaves meanwhile', () => {
  it.each(['0084', '0082'])('at %s was removed', async (at) => {
    const card = cardSlot('v3-psam');
    card.instead.set(at, { code: 'NO_CARD' });
    expect(await bench().read(card)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
  });

  it('is told by the provider itself', async () => {
    const gone = { ok: false, error: { code: 'CARD_REMOVED' } } as const;
    const result = await bench().auth.authenticate({
      version: '3',
      cardIdentifier: fromHex('440404D15600000500000008FFFFFFFF'),
      historicalBytes: new Uint8Array(13),
      challenge: async () => ok(new Uint8Array(8)),
      send: async () => gone,
    });
    expect(result).toEqual(gone);
  });

  it('after it was convinced was removed as well', async () => {
    const card = cardSlot('v3-psam');
    const transmit = card.transmit.bind(card);
    let convinced = false;
    card.transmit = async (tpdu) => {
      if (convinced) return { ok: false, error: { code: 'NO_CARD' } };
      convinced = tpdu[1] === 0x82;
      return transmit(tpdu);
    };
    expect(await bench().read(card)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
  });
});
