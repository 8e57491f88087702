import { describe, expect, it } from 'vitest';
import { done, refused } from '../../../drivers/base/outcome.ts';
import type { CardError, CardIdentity } from '../../../drivers/card-reader/port.ts';
import { READ_MS } from '../testing/fake-reader.ts';
import { identifyByCard, toBills } from '../testing/journey.ts';
import { CARD, INSURED } from '../testing/people.ts';
import { visitWorld, type World, type WorldOptions } from '../testing/world.ts';

/** Cards that can be read and still do not get their holder any further, and how often one tries. */

const V3: CardIdentity = {
  outcome: 'NEEDS_SAM',
  version: '3',
  cardIdentifier: '44040000000000000000000000000003',
  region: '440404',
  warnings: [],
};

async function tryCard(world: World, code: CardError['code']): Promise<void> {
  world.reader.remove();
  world.reader.insert(code);
  await world.clock.advance(READ_MS);
}

describe('a third-generation card that nothing here can open', () => {
  it.each([
    ['knows nobody by it', refused('NOT_INSURED')],
    ['wants a proof that is not offered here', done({ ...INSURED, verification: ['sms'] as const })],
  ])('is asked for with what it gives away, and told when the agency %s', async (_, answer) => {
    const world = visitWorld();
    world.agency.lookupAnswer = answer;
    await identifyByCard(world, V3);
    expect(world.agency.lookups).toEqual([
      { by: 'card', cardIdentifier: V3.cardIdentifier, region: V3.region },
    ]);
    expect(world.screen('identify')).toMatchObject({
      phase: 'waiting',
      fault: 'NEEDS_SAM',
      triesLeft: 3,
      offer: 'ecode',
    });
  });

  it('is as good as any other where the agency is content with it', async () => {
    const world = visitWorld();
    await identifyByCard(world, V3);
    world.screen('bills');
  });

  it('is not asked for when it gives nothing away', async () => {
    const world = visitWorld({ scanner: false });
    await identifyByCard(world, { outcome: 'NEEDS_SAM', version: '3', warnings: [] });
    expect(world.agency.lookups).toEqual([]);
    expect(world.screen('identify')).toMatchObject({ fault: 'NEEDS_SAM', offer: 'counter' });
  });

  it('makes room for the electronic one, and comes back with its owner', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = refused('NOT_INSURED');
    await identifyByCard(world, V3);
    await world.tap('scan-instead');
    expect(world.screen('identify')).toMatchObject({ method: 'scan', fault: null });
    world.agency.lookupAnswer = done(INSURED);
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    world.screen('bills');
    expect(world.reader.reads).toBe(1);
    await world.tap('cancel');
    expect(world.screen('farewell').cardInside).toBe(true);
  });
});

describe('a card of which little can be read', () => {
  it('is asked for with that', async () => {
    const world = visitWorld();
    const idNumber = '440404195901010011';
    await identifyByCard(world, { outcome: 'complete', version: '1', idNumber, warnings: [] });
    expect(world.agency.lookups).toEqual([{ by: 'card', idNumber }]);
    world.screen('bills');
  });
});

describe('a card whose validity has ended', () => {
  const EXPIRED: CardIdentity = { ...CARD, warnings: ['EXPIRED'] };

  it('is the agency’s to judge; the resident is told while the visit goes on', async () => {
    const world = visitWorld();
    world.reader.insert(EXPIRED);
    await world.seconds(5);
    world.screen('bills');
    expect(world.snapshot.resident?.cardNotices).toEqual(['expired']);
    expect(world.logged('card-warning')).toEqual([{ warning: 'EXPIRED' }]);
  });

  it('is named as the reason when the agency does not know its holder', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = refused('NOT_INSURED');
    await identifyByCard(world, EXPIRED);
    expect(world.screen('identify')).toMatchObject({ fault: 'CARD_EXPIRED', offer: 'ecode', triesLeft: 3 });
  });

  it('is not named for a doubt that it has nothing to do with', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = done({ ...INSURED, verification: ['sms'] as const });
    await identifyByCard(world, EXPIRED);
    expect(world.screen('trouble').code).toBe('VERIFICATION_NEEDED');
  });
});

describe('a number that is not as such numbers are', () => {
  it.each(['CHECK_DIGIT', 'ID_FORMAT'] as const)(
    '%s goes to the agency, the log and a gentle word',
    async (warning) => {
      const world = visitWorld();
      world.reader.insert({ ...CARD, warnings: [warning, 'EXPIRED'] });
      await world.seconds(5);
      world.screen('bills');
      expect(world.agency.lookups).toMatchObject([{ by: 'card', idNumber: CARD.idNumber }]);
      expect(world.snapshot.resident?.cardNotices).toEqual(['number', 'expired']);
      expect(world.logged('card-warning')).toEqual([{ warning }, { warning: 'EXPIRED' }]);
    },
  );

  it('belongs to the card: whoever comes by code has nothing to compare', async () => {
    const world = visitWorld();
    world.reader.insert({ ...CARD, warnings: ['CHECK_DIGIT'] });
    await world.seconds(5);
    world.reader.remove();
    await world.tap('cancel');
    world.scanner.scan('TOKEN-1');
    await world.seconds(5);
    world.screen('bills');
    expect(world.snapshot.resident?.cardNotices).toEqual([]);
  });
});

describe('tries', () => {
  const offers: readonly (readonly [WorldOptions, string])[] = [
    [{}, 'ecode'],
    [{ scanner: false }, 'counter'],
  ];

  it.each(offers)('count: with %o the second failure brings %s first', async (options, offer) => {
    const world = visitWorld(options);
    await tryCard(world, 'CARD_MUTE');
    expect(world.screen('identify')).toMatchObject({ triesLeft: 2, offer: 'again' });
    await tryCard(world, 'UNREADABLE');
    expect(world.screen('identify')).toMatchObject({ triesLeft: 1, offer });
    await tryCard(world, 'NOT_SOCIAL_CARD');
    expect(world.screen('trouble')).toMatchObject({ code: 'CARD_GIVE_UP', canScan: offer === 'ecode' });
  });

  it('are over for good only for the card: a phone still helps, with the card in the slot or without', async () => {
    const world = visitWorld();
    for (let i = 0; i < 3; i++) await tryCard(world, 'CARD_MUTE');
    await world.tap('scan-instead');
    await world.seconds(3);
    expect(world.screen('identify')).toMatchObject({ method: 'scan', phase: 'waiting', fault: null });
    expect(world.reader.reads).toBe(3);
    world.reader.remove();
    await toBills(world);
    world.screen('bills');
  });

  it('are over, and a code may be held under the scanner at once', async () => {
    const world = visitWorld();
    for (let i = 0; i < 3; i++) await tryCard(world, 'CARD_MUTE');
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    world.screen('bills');
  });

  it('do not bring a phone into play where it would not help', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = refused('NOT_INSURED');
    await identifyByCard(world);
    world.scanner.scan('TOKEN-1');
    await world.tap('scan-instead');
    expect(world.screen('trouble')).toMatchObject({ code: 'NOT_INSURED', canScan: false });
    expect(world.agency.lookups).toHaveLength(1);
  });
});
