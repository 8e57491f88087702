import { describe, expect, it } from 'vitest';
import { READ_MS } from '../testing/fake-reader.ts';
import { toBills } from '../testing/journey.ts';
import { CARD } from '../testing/people.ts';
import { visitWorld, type World } from '../testing/world.ts';

/** Devices come and go under a resident's hands; the screen follows. */

async function atIdentify(world: World = visitWorld()): Promise<World> {
  await world.tap('start');
  return world;
}

describe('a reader that goes', () => {
  it('leads to the scanner, and back when it is there again', async () => {
    const world = await atIdentify();
    world.reader.unplug();
    expect(world.screen('identify')).toMatchObject({ method: 'scan', fault: 'READER_TROUBLE', card: false });
    world.reader.plug();
    expect(world.screen('identify')).toMatchObject({ method: 'card', fault: null, card: true });
  });

  it('does so in the middle of a read', async () => {
    const world = visitWorld();
    world.reader.insert(CARD);
    world.reader.unplug();
    await world.clock.advance(READ_MS);
    expect(world.screen('identify')).toMatchObject({
      method: 'scan',
      phase: 'waiting',
      fault: 'READER_TROUBLE',
      triesLeft: 3,
    });
  });

  it('leaves whoever has no other way where they are, until it is back', async () => {
    const world = await atIdentify(visitWorld({ scanner: false }));
    world.reader.unplug();
    expect(world.screen('identify')).toMatchObject({
      method: 'card',
      fault: 'READER_TROUBLE',
      offer: 'counter',
    });
    world.reader.plug();
    expect(world.screen('identify').fault).toBeNull();
  });

  it('is no news to somebody who has chosen the phone, nor is its return', async () => {
    const world = await atIdentify();
    await world.tap('scan-instead');
    world.reader.unplug();
    world.reader.plug();
    expect(world.screen('identify')).toMatchObject({ method: 'scan', fault: null, card: true });
  });

  it('ends a visit by card, and the phone is offered for the next try', async () => {
    const world = visitWorld();
    await toBills(world);
    world.reader.unplug();
    expect(world.screen('trouble')).toMatchObject({ code: 'READER_TROUBLE', canRetry: false, canScan: true });
    await world.tap('scan-instead');
    expect(world.screen('identify')).toMatchObject({ method: 'scan', fault: null, card: false });
  });
});

describe('a scanner that goes', () => {
  it('leads to the reader, and back when it is there again', async () => {
    const world = await atIdentify();
    await world.tap('scan-instead');
    world.scanner.unplug();
    expect(world.screen('identify')).toMatchObject({ method: 'card', fault: 'SCANNER_TROUBLE', scan: false });
    world.scanner.plug();
    expect(world.screen('identify')).toMatchObject({ method: 'scan', fault: null, scan: true });
  });

  it('is no news to somebody with a card, but for what is offered', async () => {
    const world = await atIdentify();
    world.scanner.unplug();
    expect(world.screen('identify')).toMatchObject({ method: 'card', fault: null, scan: false });
  });

  it('is told in a terminal without a reader', async () => {
    const world = await atIdentify(visitWorld({ reader: false }));
    world.scanner.unplug();
    expect(world.screen('identify')).toMatchObject({ method: 'scan', fault: 'SCANNER_TROUBLE' });
    world.scanner.plug();
    expect(world.screen('identify').fault).toBeNull();
  });
});

describe('both gone', () => {
  it('whichever comes back first is the way in', async () => {
    const world = await atIdentify();
    world.reader.unplug();
    world.scanner.unplug();
    expect(world.screen('identify')).toMatchObject({ card: false, scan: false, fault: 'SCANNER_TROUBLE' });
    world.reader.plug();
    expect(world.screen('identify')).toMatchObject({ method: 'card', card: true });
    world.scanner.plug();
    await toBills(world);
    world.screen('bills');
  });

  it('is out of service by name, which follows what comes back', async () => {
    const world = visitWorld({ scanner: false });
    world.reader.unplug();
    expect(world.screen('out-of-service').gone).toEqual(['reader']);
    world.reader.plug();
    world.screen('attract');
    const other = visitWorld({ reader: false });
    other.scanner.unplug();
    expect(other.screen('out-of-service').gone).toEqual(['scanner']);
  });
});
