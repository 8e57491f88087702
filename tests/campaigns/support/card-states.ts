import type { CardWorld, ReadResult } from './card-world.ts';

/** Who is in the reader when something goes wrong. */
export const FIRST = 'v2-wang';

/** With the card that takes most: power, application and its description, two files with their exact lengths. */
export const EXCHANGES = 9;

/** A moment in a reader's life at which something can happen to it. */
export interface State {
  readonly name: string;
  /** Before which exchange with the card, counted from 1; null where none is read. */
  readonly exchange: number | null;
  /** Leads there, lets it happen, and lets what follows come to rest. Null where nothing was read. */
  live(world: CardWorld, happens: Happening): Promise<ReadResult | null>;
}

/** False when it could not happen: everything is as it was. */
export type Happening = () => Promise<boolean>;

/** Longer than any driver needs to find out that its reader has hung. */
const REST_MS = 10_000;

/** `live` tells whether there is anything that has to come to rest. */
function resting(name: string, live: (world: CardWorld, happens: Happening) => Promise<boolean>): State {
  return {
    name,
    exchange: null,
    async live(world, happens) {
      if (await live(world, happens)) await world.clock.advance(REST_MS);
      return null;
    },
  };
}

function reading(exchange: number): State {
  return {
    name: `reading, exchange ${exchange}`,
    exchange,
    async live(world, happens) {
      await world.start();
      await world.insert(FIRST);
      let ended = 0;
      const armAt = (count: number) => {
        if (count === exchange - 1) world.beforeNextFrame(happens);
      };
      armAt(ended);
      return world.settled(world.reader.readIdentity(() => armAt(++ended)));
    },
  };
}

/** Every state in which a reader is used. */
export const STATES: readonly State[] = [
  resting('connecting', async (world, happens) => {
    world.beforeNextFrame(happens);
    world.reader.start();
    return true;
  }),
  resting('idle', async (world, happens) => {
    await world.start();
    return happens();
  }),
  resting('card in', async (world, happens) => {
    await world.start();
    await world.insert(FIRST);
    return happens();
  }),
  ...Array.from({ length: EXCHANGES }, (_, index) => reading(index + 1)),
  resting('after the reading', async (world, happens) => {
    await world.start();
    await world.insert(FIRST);
    await world.read();
    return happens();
  }),
];
