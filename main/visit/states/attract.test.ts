import { describe, expect, it } from 'vitest';
import { toBillsByCode } from '../testing/journey.ts';
import { CARD } from '../testing/people.ts';
import { visitWorld, type World } from '../testing/world.ts';

describe('attract', () => {
  it('runs no clock at all', async () => {
    const world = visitWorld();
    expect(world.clock.pending).toBe(0);
  });

  it('starts by touch, with the card first where there is a reader', async () => {
    const world = visitWorld();
    await world.tap('start');
    expect(world.screen('identify')).toMatchObject({
      method: 'card',
      phase: 'waiting',
      card: true,
      scan: true,
    });
  });

  it('starts by touch with the phone where there is no reader', async () => {
    const world = visitWorld({ reader: false });
    expect(world.screen('attract')).toMatchObject({ card: false, scan: true });
    await world.tap('start');
    expect(world.screen('identify')).toMatchObject({ method: 'scan', card: false });
    expect(world.snapshot.health).toMatchObject({ reader: 'absent', scanner: 'ready' });
  });

  it('starts by a code', async () => {
    const world = visitWorld({ reader: false, printer: false });
    await toBillsByCode(world);
    world.screen('bills');
    expect(world.agency.lookups).toEqual([{ by: 'ecode', token: 'TOKEN-1' }]);
    expect(world.snapshot.health.printer).toBe('absent');
  });

  it('keeps large type and theme while somebody decides, also when a device comes and goes', async () => {
    const world = visitWorld();
    await world.tap('elder-mode', 'theme');
    world.reader.unplug();
    world.reader.plug();
    expect(world.snapshot.settings).toEqual({ locale: 'zh-Hans', elder: true, theme: 'high-contrast' });
  });

  it('tells that a technician asks in, and how', async () => {
    const world = visitWorld();
    await world.tap('operator-open', { type: 'operator-open', by: 'corner' });
    expect(world.operatorOpened).toEqual(['keys', 'corner']);
  });
});

describe('out of service', () => {
  it('is where a terminal ends that nobody can identify at, and comes back with the reader', async () => {
    const world = visitWorld();
    world.scanner.unplug();
    expect(world.screen('attract')).toMatchObject({ card: true, scan: false });
    world.reader.unplug();
    expect(world.screen('out-of-service')).toEqual({
      name: 'out-of-service',
      reason: 'NO_IDENTIFICATION',
      gone: ['reader', 'scanner'],
    });
    world.reader.plug();
    expect(world.screen('attract')).toMatchObject({ card: true });
  });

  it('is what a technician makes of it: cards and codes come to nothing until they are done', async () => {
    const world = visitWorld();
    expect(world.visit.close()).toBe(true);
    expect(world.visit.close()).toBe(true);
    expect(world.screen('out-of-service')).toMatchObject({ reason: 'CLOSED_BY_OPERATOR' });
    world.reader.insert(CARD);
    world.scanner.scan('T');
    await world.tap('start');
    await world.seconds(60);
    expect(world.screen('out-of-service')).toMatchObject({ reason: 'CLOSED_BY_OPERATOR' });
    expect(world.reader.reads).toBe(0);
    world.reader.remove();
    world.visit.reopen();
    world.screen('attract');
  });

  it('says that a technician is at work even where it could not serve anyway', () => {
    const world = visitWorld();
    world.scanner.unplug();
    world.reader.unplug();
    world.visit.close();
    expect(world.screen('out-of-service')).toMatchObject({ reason: 'CLOSED_BY_OPERATOR' });
    world.visit.reopen();
    expect(world.screen('out-of-service')).toMatchObject({ reason: 'NO_IDENTIFICATION' });
  });

  it('is refused to a technician while somebody is there', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    expect(world.visit.canClose).toBe(false);
    expect(world.visit.close()).toBe(false);
    expect(world.screen('identify')).toMatchObject({ phase: 'reading' });
    world.reader.remove();
    await world.seconds(2);
    expect(world.screen('identify')).toMatchObject({ phase: 'waiting' });
    expect(world.visit.canClose).toBe(true);
  });

  it('may be closed when somebody has only touched the glass, as the technician’s own taps do', async () => {
    const world = visitWorld();
    await world.tap('start');
    world.screen('identify');
    expect(world.visit.close()).toBe(true);
    expect(world.screen('out-of-service')).toMatchObject({ reason: 'CLOSED_BY_OPERATOR' });
    world.visit.reopen();
    world.screen('attract');
  });

  it('comes back with the scanner', async () => {
    const world = visitWorld({ reader: false });
    world.scanner.unplug();
    world.screen('out-of-service');
    world.scanner.plug();
    world.screen('attract');
  });

  it('sells nothing while the journal cannot be written, and looks again every half minute', async () => {
    const world = visitWorld();
    world.ledger.writable = false;
    await world.tap('start');
    expect(world.screen('out-of-service')).toMatchObject({ reason: 'JOURNAL' });
    await world.seconds(30);
    world.screen('out-of-service');
    world.ledger.writable = true;
    await world.seconds(29);
    world.screen('out-of-service');
    await world.seconds(1);
    world.screen('attract');
  });

  it.each([
    ['hand', (world: World) => world.tap('start')],
    ['card', async (world: World) => world.reader.insert(CARD)],
    ['code', async (world: World) => world.scanner.scan('T')],
  ] as const)('does not let a %s begin what cannot be ended', async (_, begin) => {
    const world = visitWorld();
    world.ledger.writable = false;
    await begin(world);
    expect(world.screen('out-of-service')).toMatchObject({ reason: 'JOURNAL' });
  });

  it('serves the card that was put in meanwhile as soon as it can', async () => {
    const world = visitWorld();
    world.ledger.writable = false;
    await world.tap('touch');
    world.reader.insert(CARD);
    world.screen('out-of-service');
    world.ledger.writable = true;
    await world.seconds(30);
    expect(world.screen('identify')).toMatchObject({ method: 'card', phase: 'reading' });
  });
});
