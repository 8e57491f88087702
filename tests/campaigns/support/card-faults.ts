import type { Lever, LeverArg } from '../../../drivers/base/lever.ts';
import type { CardError } from '../../../drivers/card-reader/port.ts';
import type { Args } from './card-world.ts';

/** How a reading ends. */
export type Ending = 'ok' | CardError['code'];

/**
 * What becomes of a connection while nobody reads. `perhaps gone`: a fault that may have worn off meanwhile. `blind`: ready,
 * but cards may not be seen.
 */
export type Connection = 'ready' | 'gone' | 'perhaps gone' | 'blind';

/** A lever that was pulled, and took. */
export interface Pulled {
  readonly args: Args;
  readonly protocol: string;
  readonly contactless: boolean;
}

export interface Row {
  /** Of a reading at whose `exchange` (from 1) it happened. */
  readonly reading: (pulled: Pulled & { readonly exchange: number }) => readonly Ending[];
  readonly resting: (pulled: Pulled) => Connection;
}

const many = ({ args }: Pulled) => Number(args.count) > 1;
const harmless: Row = { reading: () => ['ok'], resting: () => 'ready' };

/** What every lever of a card reader leads to. A lever that is not here has not been thought about. */
export const ROWS: Readonly<Record<string, Row>> = {
  // There is one already, or another slot has one now: neither is the one that is being read.
  'card-insert': harmless,
  'card-remove': {
    reading: ({ exchange }) => (exchange === 1 ? ['CARD_REMOVED', 'NO_CARD'] : ['CARD_REMOVED']),
    resting: () => 'ready',
  },
  'card-pull-after': {
    reading: ({ args }) => [args.apdus === 0 ? 'CARD_REMOVED' : 'ok'],
    resting: () => 'ready',
  },
  'card-reader-unplug': { reading: () => ['READER_GONE'], resting: () => 'gone' },
  'card-reader-replug': harmless,
  'card-reader-silent': { reading: () => ['READER_FAULT'], resting: () => 'gone' },
  'card-reader-garble': {
    reading: (pulled) => [many(pulled) ? 'READER_FAULT' : 'ok'],
    resting: (pulled) => (many(pulled) ? 'perhaps gone' : 'ready'),
  },
  'card-reader-nak': {
    // A nibble reader has no word for "not taken", so that nobody knows whether the card has done it.
    reading: (pulled) => {
      const doubtful = pulled.protocol === 'nibble' && pulled.exchange > 1;
      return [many(pulled) || doubtful ? 'READER_FAULT' : 'ok'];
    },
    resting: (pulled) => (many(pulled) ? 'perhaps gone' : 'ready'),
  },
  'card-reader-slow': harmless,
  'card-contact-bad': {
    reading: (pulled) => {
      if (pulled.exchange > 1) return ['ok']; // it has power already
      if (pulled.contactless) return ['NO_CARD'];
      return [many(pulled) ? 'CARD_MUTE' : 'ok'];
    },
    resting: ({ contactless }) => (contactless ? 'blind' : 'ready'),
  },
};

/** Every way in which a lever can be pulled: each choice, both ends of each number. */
export function waysToPull({ args }: Pick<Lever, 'args'>): readonly Args[] {
  return args.reduce<readonly Args[]>(
    (ways, arg) => ways.flatMap((way) => valuesOf(arg).map((value) => ({ ...way, ...value }))),
    [{}],
  );
}

/** Taking back (`clear`) is no fault: every fault is taken back afterwards. */
function valuesOf(arg: LeverArg): readonly Args[] {
  switch (arg.type) {
    case 'choice':
      return arg.options.map(({ value }) => ({ [arg.name]: value }));
    case 'number':
      return [{ [arg.name]: arg.min }, { [arg.name]: arg.max }];
    case 'boolean':
      return [{}];
    case 'text':
      throw new Error(`which texts for ${arg.name}?`);
  }
}
