import { describe, expect, it } from 'vitest';
import { done, refused, retryAfter } from '../../../drivers/base/outcome.ts';
import type { CardError } from '../../../drivers/card-reader/port.ts';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { READ_MS } from '../testing/fake-reader.ts';
import { identifyByCard, toBills } from '../testing/journey.ts';
import { CARD, INSURED } from '../testing/people.ts';
import { visitWorld, type World } from '../testing/world.ts';

async function tryCard(world: World, code: CardError['code']): Promise<void> {
  world.reader.insert(code);
  await world.clock.advance(READ_MS);
}

describe('a card', () => {
  it('is read as soon as it is in, and the phases show', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    expect(world.screen('identify')).toMatchObject({ method: 'card', phase: 'reading' });
    await world.clock.advance(READ_MS);
    expect(world.screen('identify')).toMatchObject({ phase: 'looking-up' });
    await world.clock.advance(ANSWER_MS);
    world.screen('bills');
  });

  it('that is in already when the glass is touched is read', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    await world.clock.advance(READ_MS);
    world.reader.unplug(); // ends the visit
    await world.tap('cancel');
    world.reader.plug();
    world.reader.insert(CARD);
    expect(world.screen('identify').phase).toBe('reading');
  });

  it.each([
    ['NO_CARD', 'CARD_PULLED', 2],
    ['CARD_REMOVED', 'CARD_PULLED', 2],
    ['CARD_MUTE', 'CARD_MUTE', 2],
    ['NOT_SOCIAL_CARD', 'NOT_SOCIAL_CARD', 2],
    ['UNREADABLE', 'CARD_UNREADABLE', 2],
    // The reader's own trouble costs the resident no try.
    ['READER_FAULT', 'READER_TROUBLE', 3],
    ['BUSY', 'READER_TROUBLE', 3],
  ] as const)('%s is told as %s and may be tried again', async (code, fault, triesLeft) => {
    const world = visitWorld();
    await tryCard(world, code);
    expect(world.screen('identify')).toMatchObject({ phase: 'waiting', fault, triesLeft });
    world.reader.remove();
    await toBills(world);
    world.screen('bills');
  });

  it('that fails is not tried again while it stays in the slot', async () => {
    const world = visitWorld();
    await tryCard(world, 'CARD_MUTE');
    await world.seconds(5);
    await world.tap('touch', 'scan-instead', 'insert-instead');
    expect(world.reader.reads).toBe(1);
    world.reader.remove();
    world.reader.insert(CARD);
    await world.seconds(0);
    expect(world.reader.reads).toBe(2);
  });

  it('fails three times and no more', async () => {
    const world = visitWorld();
    for (let i = 0; i < 3; i++) {
      await tryCard(world, 'UNREADABLE');
      if (i < 2) world.reader.remove();
    }
    expect(world.screen('trouble')).toMatchObject({
      code: 'CARD_GIVE_UP',
      canRetry: false,
      canScan: true,
      cardInside: true,
    });
    await world.tap('cancel');
    expect(world.screen('farewell')).toMatchObject({ cardInside: true, result: 'nothing' });
    world.reader.remove();
    world.screen('attract');
  });

  it('pulled while it is read is told, and read anew when it is put back at once', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    await world.seconds(0.5);
    world.reader.remove();
    await world.seconds(0.1);
    world.reader.insert({ ...CARD });
    await world.seconds(0.9);
    expect(world.screen('identify')).toMatchObject({ phase: 'reading', fault: 'CARD_PULLED' });
    await world.clock.advance(READ_MS);
    expect(world.screen('identify').phase).toBe('looking-up');
  });

  it('that left in the instant in which its answer came has not been read', async () => {
    const world = visitWorld();
    const { reader } = world;
    const read = reader.readIdentity.bind(reader);
    reader.readIdentity = async () => {
      const answer = await read();
      reader.remove();
      return answer;
    };
    reader.insert(CARD);
    await world.clock.advance(READ_MS);
    expect(world.screen('identify')).toMatchObject({ phase: 'waiting', fault: 'CARD_PULLED' });
    expect(world.agency.lookups).toEqual([]);
  });

  it('pulled while the agency is asked ends the visit', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    await world.clock.advance(READ_MS);
    world.reader.remove();
    expect(world.screen('trouble')).toMatchObject({ code: 'CARD_TAKEN', canRetry: false, cardInside: false });
    await world.seconds(30);
    world.screen('attract');
  });
});

describe('a reader', () => {
  it('that goes away while a card is awaited is told, and forgotten when it is back', async () => {
    const world = visitWorld();
    await world.tap('start');
    world.reader.unplug();
    expect(world.screen('identify')).toMatchObject({ fault: 'READER_TROUBLE', card: false });
    world.reader.plug();
    expect(world.screen('identify')).toMatchObject({ fault: null, card: true });
    await toBills(world);
    world.screen('bills');
  });

  it('that goes away does not concern whoever holds a phone', async () => {
    const world = visitWorld();
    await world.tap('start', 'scan-instead');
    world.reader.unplug();
    expect(world.screen('identify')).toMatchObject({ method: 'scan', fault: null });
    world.reader.plug();
    expect(world.screen('identify').fault).toBeNull();
  });

  it('that goes away during a read is told by the read', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    world.reader.unplug();
    await world.clock.advance(READ_MS);
    expect(world.screen('identify')).toMatchObject({
      phase: 'waiting',
      fault: 'READER_TROUBLE',
      triesLeft: 3,
    });
  });

  it('that goes away after the card was read ends the visit', async () => {
    const world = visitWorld();
    await toBills(world);
    world.reader.unplug();
    expect(world.screen('trouble')).toMatchObject({ code: 'READER_TROUBLE', canRetry: false });
    expect(world.snapshot.resident).toBeNull();
  });
});

describe('a code', () => {
  it('can be used instead of a card, and the other way round, where both are fitted', async () => {
    const world = visitWorld();
    await world.tap('start', 'scan-instead');
    expect(world.screen('identify').method).toBe('scan');
    await world.tap('insert-instead');
    expect(world.screen('identify').method).toBe('card');
    world.scanner.scan('T');
    expect(world.screen('identify')).toMatchObject({ method: 'scan', phase: 'looking-up' });
  });

  it('cannot be chosen without a scanner', async () => {
    const world = visitWorld({ scanner: false });
    await world.tap('start', 'scan-instead');
    expect(world.screen('identify').method).toBe('card');
  });

  it('is the only way without a reader', async () => {
    const world = visitWorld({ reader: false });
    await world.tap('start', 'insert-instead');
    expect(world.screen('identify').method).toBe('scan');
  });

  it('that has expired can be shown again', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = refused('TOKEN_EXPIRED');
    world.scanner.scan('OLD');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('identify')).toMatchObject({ phase: 'waiting', fault: 'CODE_EXPIRED', triesLeft: 3 });
    world.agency.lookupAnswer = done(INSURED);
    world.scanner.scan('NEW');
    await world.clock.advance(2 * ANSWER_MS);
    world.screen('bills');
  });
});

describe('the agency', () => {
  it.each([
    ['NOT_INSURED', refused('NOT_INSURED'), false],
    ['AGENCY_REFUSED', refused('UNEXPECTED'), false],
    ['AGENCY_UNREACHABLE', retryAfter(1_000), true],
    ['ACCOUNT_LOCKED', done({ ...INSURED, locked: { until: '2026-11-25T09:00:00+08:00' } }), false],
    ['VERIFICATION_NEEDED', done({ ...INSURED, verification: ['sms'] as const }), false],
    [
      'VERIFICATION_NEEDED',
      done({ ...INSURED, verification: ['none', 'sms'] as const, verifyAll: true }),
      false,
    ],
  ] as const)('may answer so that the resident reads %s', async (code, answer, canRetry) => {
    const world = visitWorld();
    world.agency.lookupAnswer = answer;
    await identifyByCard(world);
    expect(world.screen('trouble')).toMatchObject({ code, canRetry, cardInside: true, secondsLeft: 30 });
    expect(world.snapshot.resident).toBeNull();
  });

  it('may leave the verification open', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = done({ ...INSURED, verification: [] });
    await toBills(world);
    world.screen('bills');
  });

  it('is asked again with the card that is still inside', async () => {
    const world = visitWorld();
    world.agency.down = true;
    await identifyByCard(world);
    expect(world.screen('trouble')).toMatchObject({ code: 'AGENCY_UNREACHABLE', canRetry: true });
    expect(world.snapshot.health.network).toBe('down');
    world.agency.down = false;
    await world.tap('retry');
    await world.clock.advance(READ_MS + 2 * ANSWER_MS);
    world.screen('bills');
    expect(world.snapshot.health.network).toBe('up');
  });

  it('is asked again by whoever took the card, once it is back', async () => {
    const world = visitWorld();
    world.agency.down = true;
    await identifyByCard(world);
    world.reader.remove();
    expect(world.screen('trouble').canRetry).toBe(true);
    await world.tap('retry');
    expect(world.screen('identify')).toMatchObject({ method: 'card', phase: 'waiting' });
  });
});

describe('a locked account', () => {
  it('says when it opens, as the clock on the wall will show it', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = done({ ...INSURED, locked: { until: '2026-11-25T01:30:00Z' } });
    await identifyByCard(world);
    expect(world.screen('trouble')).toMatchObject({ code: 'ACCOUNT_LOCKED', until: '2026-11-25 09:30' });
  });
});

describe('silence', () => {
  it('is warned of, and ends the visit', async () => {
    const world = visitWorld();
    await world.tap('start');
    await world.seconds(59);
    expect(world.snapshot.idle).toBeNull();
    await world.seconds(1);
    expect(world.snapshot.idle).toEqual({ secondsLeft: 15 });
    await world.seconds(14);
    expect(world.snapshot.idle).toEqual({ secondsLeft: 1 });
    await world.seconds(1);
    world.screen('attract');
    expect(world.snapshot.idle).toBeNull();
  });

  it('is over with 我还要时间 and begins anew', async () => {
    const world = visitWorld();
    await world.tap('start');
    await world.seconds(70);
    await world.tap('more-time');
    expect(world.snapshot.idle).toBeNull();
    await world.seconds(59);
    expect(world.snapshot.idle).toBeNull();
    await world.seconds(1);
    expect(world.snapshot.idle).toEqual({ secondsLeft: 15 });
  });

  it('may last twice as long in elder mode', async () => {
    const world = visitWorld();
    await world.tap('elder-mode', 'start');
    await world.seconds(119);
    expect(world.snapshot.idle).toBeNull();
    await world.seconds(1);
    expect(world.snapshot.idle).toEqual({ secondsLeft: 30 });
    await world.seconds(30);
    world.screen('attract');
    expect(world.snapshot.settings.elder).toBe(false);
  });

  it.each([
    ['card', (world: World) => world.reader.insert('CARD_MUTE')],
    ['phone', (world: World) => world.scanner.scan('OLD')],
  ] as const)('is broken by a %s as well as by a hand', async (_, begin) => {
    const world = visitWorld();
    world.agency.lookupAnswer = refused('TOKEN_EXPIRED');
    await world.tap('start');
    await world.seconds(74);
    begin(world);
    await world.seconds(0);
    expect(world.snapshot.idle).toBeNull();
    await world.seconds(59);
    expect(world.screen('identify')).toMatchObject({ phase: 'waiting' });
    expect(world.snapshot.idle).toBeNull();
  });

  it('with a card in the slot asks to take it', async () => {
    const world = visitWorld();
    await tryCard(world, 'CARD_MUTE');
    await world.seconds(75);
    expect(world.screen('farewell')).toMatchObject({ cardInside: true, secondsLeft: null });
  });
});

describe('leaving', () => {
  it.each(['back', 'cancel'] as const)('with %s goes to attract when there is no card', async (control) => {
    const world = visitWorld();
    await world.tap('start', control);
    world.screen('attract');
  });

  it('does not happen in the middle of a read', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    await world.tap('back', 'cancel');
    expect(world.screen('identify').phase).toBe('reading');
  });
});
