import { describe, expect, it } from 'vitest';
import { AgencyModel } from '../drivers/agency/emulator/agency-model.ts';
import { demoPeople } from '../drivers/agency/emulator/people.ts';
import { VirtualClock } from '../drivers/base/clock.ts';
import { CARD_IMAGES } from '../drivers/card-reader/emulator/card-images.ts';
import { readSocialCard } from '../drivers/card-reader/ssse/read-card.ts';
import { cardSlot } from '../drivers/card-reader/testing/chip-slot.ts';

/** What the demo's reader reads, the demo's agency must know: a visitor who tries a card gets on to the bills. */

const clock = new VirtualClock();
const people = demoPeople(
  CARD_IMAGES.flatMap(({ name, idNumber, ...card }) =>
    name === undefined || idNumber === undefined ? [] : [{ ...card, name, idNumber }],
  ),
);
const agency = new AgencyModel({
  people,
  now: () => clock.now(),
  quoteLifeMs: 60_000,
  state: { seq: 0, quotes: [], bookings: [], spentTokens: [], cases: [], payments: [] },
});

async function lookUp(cardId: string) {
  const read = await readSocialCard(cardSlot(cardId), clock);
  if (!read.ok) throw new Error(`${cardId} is not read: ${read.error.code}`);
  const { cardNumber, idNumber, name, cardIdentifier, region } = read.value;
  return agency.lookup({ by: 'card', cardNumber, idNumber, name, cardIdentifier, region });
}

describe('the holder of', () => {
  it.each([
    ['v2-wang', '440404190001011019'],
    ['v1-li', '440404190002022027'],
    ['v2-rare', '440404190003033035'],
    ['v2-expired', '44040419000606606X'],
    ['v2-check', '440404190007077070'],
    ['v2-hmt', '810000190008080836'],
    ['v2-foreigner', '944999190009090992'],
    ['v1-digits15', '440404190001140208'],
    ['v2-number', '440404190010101040'],
    ['v2-short-id', '440404190011111160'],
    ['v2-master', '44040419001212123X'],
    ['v2-ssf33', '440404190001130130'],
  ])('%s is known as %s and has bills', async (cardId, idNumber) => {
    const found = await lookUp(cardId);
    expect(found).toMatchObject({ status: 200, body: { idNumber, verification: ['none'] } });
    const { insuredId } = found.body as { insuredId: string };
    expect(agency.bills(insuredId)).toMatchObject({ status: 200, body: { bills: expect.any(Array) } });
  });

  it('a third-generation card is known by its identifier, and has to prove who stands there', async () => {
    expect(await lookUp('v3-psam')).toMatchObject({ status: 200, body: { verification: ['pin', 'sms'] } });
    expect(await lookUp('v3-sam')).toMatchObject({ status: 404 });
  });
});
