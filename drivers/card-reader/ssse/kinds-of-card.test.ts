import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../base/clock.ts';
import { CARD_IMAGES } from '../emulator/card-images.ts';
import type { CardExchange, CardIdentity } from '../port.ts';
import { type ChipSlot, cardSlot } from '../testing/chip-slot.ts';
import { readSocialCard } from './read-card.ts';

const clock = new VirtualClock();
const read = (slot: ChipSlot) => readSocialCard(slot, clock);

async function identityOf(slot: ChipSlot): Promise<CardIdentity> {
  const result = await read(slot);
  if (!result.ok) throw new Error(`not read: ${result.error.code} ${result.error.detail}`);
  return result.value;
}

/** SELECT and READ RECORD only, without Le, and without the second asking after 6Cxx. */
const steps = (slot: ChipSlot) =>
  slot.asked
    .filter((command) => !command.startsWith('00C0'))
    .map((command) => (command.startsWith('00B2') ? command.slice(0, 8) : command))
    .filter((command, at, all) => command !== all[at - 1]);

const SX1 = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';
const SX2 = SX1.replace('737831', '737832');
const MF = '00A40000023F00';
const EF05 = '00A4000002EF05';
const EF06 = '00A4000002EF06';

describe('cards in the drawer', () => {
  const readable = CARD_IMAGES.filter(
    ({ cardId, idNumber }) => idNumber !== undefined && !['worn', 'v3-psam'].includes(cardId),
  );

  it.each(readable.map(({ cardId }) => cardId))('%s gives its holder', async (cardId) => {
    const { name, idNumber, cardNumber, cardIdentifier, region } =
      CARD_IMAGES.find((one) => one.cardId === cardId) ?? {};
    expect(await identityOf(cardSlot(cardId))).toMatchObject({
      outcome: 'complete',
      name,
      idNumber,
      cardNumber,
      cardIdentifier,
      region,
    });
  });

  it.each([
    ['v2-wang', []],
    ['v2-hmt', []],
    ['v2-foreigner', []],
    ['v1-digits15', []],
    ['v2-check', ['CHECK_DIGIT']],
    ['v2-expired', ['EXPIRED']],
  ])('%s has the warnings %j', async (cardId, warnings) => {
    expect((await identityOf(cardSlot(cardId))).warnings).toEqual(warnings);
  });

  it.each([
    ['bank', 'NOT_SOCIAL_CARD', 'SW 6A82'],
    ['mute', 'CARD_MUTE', undefined],
    ['worn', 'UNREADABLE', 'parity'],
    ['garbled', 'UNREADABLE', 'tag 08'],
    ['closed', 'UNREADABLE', 'SW 6283'],
    ['captured', 'UNREADABLE', 'tag 08'],
  ])('%s fails with %s', async (cardId, code, detail) => {
    expect(await read(cardSlot(cardId))).toEqual({
      ok: false,
      error: detail === undefined ? { code } : { code, detail },
    });
  });

  it.each(['v3-sam', 'v3-psam'])(
    '%s tells what is nobody’s secret, and that it needs a SAM',
    async (cardId) => {
      const { cardIdentifier } = CARD_IMAGES.find((one) => one.cardId === cardId) ?? {};
      expect(await identityOf(cardSlot(cardId))).toEqual({
        outcome: 'NEEDS_SAM',
        version: '3',
        specification: '3.00',
        resetInfo: expect.stringMatching(/^[0-9A-F]{26}$/),
        cardIdentifier,
        region: '440404',
        issuedOn: expect.any(String),
        expiresOn: expect.any(String),
        warnings: [],
      });
    },
  );

  it('hold years in ASCII where the first generation does', async () => {
    expect(await identityOf(cardSlot('v1-li'))).toMatchObject({ issuedOn: '2012', expiresOn: '2042' });
  });
});

describe('what a card is asked', () => {
  it('is the least there is when it gives its files as a whole', async () => {
    const slot = cardSlot('v2-wang');
    await identityOf(slot);
    expect(steps(slot)).toEqual([SX1, EF05, '00B20105', EF06, '00B20105']);
  });

  it('is no name extension in the first generation', async () => {
    const slot = cardSlot('v1-digits15');
    await identityOf(slot);
    expect(steps(slot)).toEqual([SX1, EF05, '00B20105', EF06, '00B20105']);
  });

  it('is each field by tag when it gives no whole files', async () => {
    const slot = cardSlot('v2-ssf33', { reads: ['tag'] });
    await identityOf(slot);
    expect(steps(slot)).toEqual([
      ...[SX1, MF, SX1, SX2],
      ...[EF05, '00B20105', '00B20100', '00B20300', '00B20500', '00B20600', '00B20700'],
      ...[EF06, '00B20105', '00B20800', '00B20900', '00B24E00'],
    ]);
  });

  it('is by number when it does not know tags, and by number at once in the second file', async () => {
    const slot = cardSlot('v2-number');
    await identityOf(slot);
    expect(steps(slot)).toEqual([
      ...[SX1, EF05, '00B20105', '00B20100', '00B20104', '00B20304', '00B20504', '00B20604', '00B20704'],
      ...[EF06, '00B20105', '00B20104', '00B20204', '00B20304'],
    ]);
  });

  it('is by short identifier and tag when it selects no files', async () => {
    const slot = cardSlot('v2-short-id');
    await identityOf(slot);
    const other = (id: string) => `00A4020002${id}`;
    expect(steps(slot)).toEqual([
      ...[SX1, EF05, other('EF05'), '00B20128', '00B20328', '00B20528', '00B20628', '00B20728'],
      ...[EF06, other('EF06'), '00B20830', '00B20930', '00B24E30'],
    ]);
  });

  it('is by short identifier and number as the last way', async () => {
    const slot = cardSlot('v2-short-id', { reads: ['number'] });
    await identityOf(slot);
    expect(steps(slot)).toEqual([
      ...[SX1, EF05, '00A4020002EF05', '00B20128'],
      ...['00B2012C', '00B2032C', '00B2052C', '00B2062C', '00B2072C'],
      ...[EF06, '00A4020002EF06', '00B20134', '00B20234', '00B20334'],
    ]);
  });

  it('is the other form of SELECT once, then that at once', async () => {
    const slot = cardSlot('v2-master');
    await identityOf(slot);
    expect(steps(slot)).toEqual([
      ...[SX1, MF, SX1, EF05, '00A4020002EF05', '00B20105', '00A4020002EF06', '00B20105'],
    ]);
  });

  it('is what a file without its end lacks', async () => {
    const slot = cardSlot('v2-wang', { zeroLe: 'direct' });
    slot.instead.set('00B2010500', '0110440404D15600000500000001FFFFFFFF03049000');
    expect(await identityOf(slot)).toMatchObject({ cardNumber: 'YS0000001', idNumber: '440404190001011019' });
    expect(steps(slot)).toEqual([
      ...[SX1, EF05, '00B20105', '00B20300', '00B20500', '00B20600', '00B20700'],
      ...[EF06, '00B20105', '00B20800', '00B20900', '00B24E00'],
    ]);
  });

  it('is a missing field once, when its neighbours were there', async () => {
    const slot = cardSlot('v2-wang');
    const whole = cardSlot('v2-wang', {
      ef06: [
        [0x08, '343430343034313930303031303131303139'],
        [0x09, 'CDF5BDA8C3F7'],
      ],
    });
    await identityOf(slot);
    expect(await identityOf(whole)).toEqual(await identityOf(slot));
    expect(steps(whole).slice(-3)).toEqual([EF06, '00B20105', '00B24E00']);
  });

  it('is not asked again in other words when it answers with rubbish', async () => {
    const slot = cardSlot('garbled');
    await read(slot);
    expect(steps(slot).filter((step) => /^00B2..(?:04|28|30|2C|34)$/.test(step))).toEqual([]);
  });

  it('by tag, and field by field, when one of the first file is guarded', async () => {
    const slot = cardSlot('v3-sam');
    await identityOf(slot);
    expect(steps(slot)).toEqual([
      ...[SX1, EF05, '00B20105', '00B20100', '00B20300', '00B20500', '00B20600', '00B20700'],
      ...[EF06, '00B20105', '00B20800'],
    ]);
  });

  it('may be answered with fields refused one by one and others not understood', async () => {
    const slot = cardSlot('v2-wang', { reads: ['tag'] });
    slot.instead.set('00B20300', '6A86');
    expect(await identityOf(slot)).toMatchObject({ version: 'unknown', idNumber: '440404190001011019' });
  });
});

describe('the trace of a reading', () => {
  it('holds no value of any card, whatever happens', async () => {
    for (const { cardId, chip } of CARD_IMAGES) {
      const told: CardExchange[] = [];
      const slot = cardSlot(cardId);
      await readSocialCard(slot, clock, { watch: (exchange) => told.push(exchange) });
      // One exchange is told for each command, and one for the power.
      expect(told).toHaveLength(slot.asked.length + 1);
      const text = JSON.stringify(told).replaceAll(' ', '');
      for (const [, value] of [...chip.ef05, ...chip.ef06]) {
        if (value.length > 8) expect(text).not.toContain(value.slice(0, 8));
      }
      if (chip.atr !== null) expect(text).not.toContain(chip.atr.slice(8));
    }
  });

  it('shows the files by their records', async () => {
    const told: CardExchange[] = [];
    await readSocialCard(cardSlot('v2-wang'), clock, { watch: (exchange) => told.push(exchange) });
    expect(told.map(({ step, answer, shape }) => `${step} ${answer} ${shape}`.trim())).toEqual([
      'power-on ATR 17 bytes',
      'select-application 6118',
      'get-response 9000 24 bytes',
      'select-file 9000',
      'read-record 6C40',
      'read-record 9000 01:16 02:1 03:4 04:12 05:4 06:4 07:9',
      'select-file 9000',
      'read-record 6C5B',
      'read-record 9000 08:18 09:30 4E:20 0A:1 0B:1 0C:3 0D:4',
    ]);
  });
});
