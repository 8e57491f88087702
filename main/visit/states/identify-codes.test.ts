import { describe, expect, it } from 'vitest';
import { done, refused } from '../../../drivers/base/outcome.ts';
import { toPay } from '../testing/journey.ts';
import { CARD, INSURED, PAYMENT_CODE } from '../testing/people.ts';
import { PAY_CODE, visitWorld, type World } from '../testing/world.ts';

/** What is held under the scanner and is no electronic card gets an answer, and is sent to nobody. */

const OTHER_CODES = [
  ['a payment code', PAYMENT_CODE, 'PAYMENT_CODE'],
  ['an address', 'https://example.com/a?b=c', 'FOREIGN_CODE'],
  ['an identity number', '11010519491231002X', 'FOREIGN_CODE'],
  ['more than an electronic card can be', 'x'.repeat(2_049), 'FOREIGN_CODE'],
] as const;

describe.each(OTHER_CODES)('%s', (_, text, fault) => {
  it.each([
    ['attract', async () => undefined],
    ['identify', (world: World) => world.tap('start')],
    [
      'a card that failed',
      async (world: World) => {
        world.reader.insert('CARD_MUTE');
        await world.seconds(2);
      },
    ],
  ] as const)('is explained at %s', async (_where, come) => {
    const world = visitWorld();
    await come(world);
    world.scanner.scan(text);
    expect(world.screen('identify')).toMatchObject({ method: 'scan', phase: 'waiting', fault });
    expect(world.agency.lookups).toEqual([]);
    expect(world.said() + JSON.stringify(world.log)).not.toContain(text);
  });

  it('is a sign of life', async () => {
    const world = visitWorld();
    await world.tap('start');
    await world.seconds(74);
    world.scanner.scan(text);
    await world.seconds(59);
    expect(world.snapshot.idle).toBeNull();
    world.scanner.scan(text);
    await world.seconds(59);
    expect(world.snapshot.idle).toBeNull();
  });
});

describe('an electronic card’s token', () => {
  it('is sent once: shown again, it is to be refreshed first', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = refused('TOKEN_EXPIRED');
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    expect(world.screen('identify').fault).toBe('CODE_EXPIRED');
    world.agency.lookupAnswer = done(INSURED);
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    expect(world.screen('identify')).toMatchObject({ phase: 'waiting', fault: 'CODE_EXPIRED' });
    expect(world.agency.lookups).toEqual([{ by: 'ecode', token: 'TOKEN-1' }]);
    world.scanner.scan('TOKEN-2');
    await world.seconds(1);
    world.screen('bills');
  });

  it('is spent as well when nobody knows what became of the question', async () => {
    const world = visitWorld();
    world.agency.down = true;
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    expect(world.screen('trouble').code).toBe('AGENCY_UNREACHABLE');
    await world.tap('retry');
    expect(world.screen('identify')).toMatchObject({ method: 'scan', fault: null });
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    expect(world.screen('identify').fault).toBe('CODE_EXPIRED');
    expect(world.agency.lookups).toHaveLength(1);
  });

  it('is nobody’s business any more when the visit has ended', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = refused('TOKEN_EXPIRED');
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    await world.tap('cancel');
    world.screen('attract');
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    expect(world.agency.lookups).toHaveLength(2);
  });

  it('of somebody whom the agency does not know is no matter of any card', async () => {
    const world = visitWorld();
    world.agency.lookupAnswer = refused('NOT_INSURED');
    world.scanner.scan('TOKEN-1');
    await world.seconds(1);
    expect(world.screen('trouble').code).toBe('NOT_INSURED');
  });

  it('that comes while a card is being read is for later', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    world.scanner.scan('TOKEN-1');
    await world.seconds(3);
    expect(world.agency.lookups).toMatchObject([{ by: 'card' }]);
  });
});

describe('on the pay screen', () => {
  it.each([PAYMENT_CODE, 'https://example.com', 'TOKEN-9'])(
    '%s is answered: here the phone scans',
    async (text) => {
      const world = visitWorld();
      await toPay(world);
      world.scanner.scan(text);
      expect(world.screen('pay')).toMatchObject({ notice: 'code-held', code: PAY_CODE, status: 'waiting' });
      expect(world.agency.lookups).toHaveLength(1);
      await world.seconds(8);
      expect(world.screen('pay').notice).toBeNull();
    },
  );

  it('the answer stays as long as the phone does, and leaves 我已支付 where it is', async () => {
    const world = visitWorld();
    await toPay(world);
    world.scanner.scan(PAYMENT_CODE);
    await world.seconds(7);
    world.scanner.scan(PAYMENT_CODE);
    await world.seconds(7);
    expect(world.screen('pay').notice).toBe('code-held');
    await world.tap('i-paid');
    expect(world.screen('pay').status).toBe('checking');
    world.scanner.scan(PAYMENT_CODE);
    await world.seconds(3);
    expect(world.screen('pay').notice).toBe('not-yet-paid');
  });

  it('says nothing of codes while there is none to scan', async () => {
    const world = visitWorld();
    await toPay(world);
    await world.move({ doubtful: true });
    world.scanner.scan(PAYMENT_CODE);
    expect(world.screen('pay')).toMatchObject({ notice: 'network-down', code: null });
  });
});
