import fc from 'fast-check';
import { concat, fromHex } from '../../../../drivers/base/bytes.ts';
import { VirtualClock } from '../../../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../../../drivers/base/result.ts';
import { PsamAuth } from '../../../../drivers/card-reader/auth/psam-auth.ts';
import type { CardSlot } from '../../../../drivers/card-reader/card-slot.ts';
import type { CardError, CardExchange } from '../../../../drivers/card-reader/port.ts';
import { readSocialCard } from '../../../../drivers/card-reader/ssse/read-card.ts';
import { verifyCardPin } from '../../../../drivers/card-reader/ssse/verify-pin.ts';
import { type FuzzTarget, must } from './target.ts';

type Answer = Uint8Array | CardError['code'];

/** Commands that any reading may take: three names, two files, eight fields, four ways, sixteen pieces of each. */
const MOST_COMMANDS = 800;
/** Nothing that a card says fills more than this of an identity, as JSON. */
const LARGEST_IDENTITY = 2_048;

const CODES: readonly CardError['code'][] = [
  'NO_CARD',
  'CARD_REMOVED',
  'CARD_MUTE',
  'NOT_SOCIAL_CARD',
  'UNREADABLE',
  'READER_GONE',
  'READER_FAULT',
  'BUSY',
];

const statusWord = fc.oneof(
  { weight: 6, arbitrary: fc.constant('9000') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '6110',
      '61FF',
      '6100',
      '6C40',
      '6C00',
      '6982',
      '6A86',
      '6A83',
      '6A82',
      '6700',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ minLength: 2, maxLength: 2 }).map((two) => Buffer.from(two).toString('hex')),
  },
);
const TAGS = [0x01, 0x03, 0x05, 0x06, 0x07, 0x08, 0x09, 0x4e];
const value = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.stringMatching(/^[0-9X]{0,18}$/).map((text) => Uint8Array.from(Buffer.from(text, 'latin1'))),
  fc.constantFrom('312E30', '322E3030', '332E3030', '20200101', 'CDF5BDA8C3F7').map((hex) => fromHex(hex)),
);
const records = fc
  .array(fc.tuple(fc.constantFrom(...TAGS), value), { maxLength: 8 })
  .map((all) => Uint8Array.from(all.flatMap(([tag, bytes]) => [tag, bytes.length, ...bytes])));
const said = fc
  .tuple(fc.oneof(records, fc.uint8Array({ maxLength: 256 }), fc.constant(new Uint8Array(0))), statusWord)
  .map(([data, status]) => concat(data, fromHex(status)));
const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 30, arbitrary: said },
  { weight: 1, arbitrary: fc.constantFrom(...CODES) },
);

/** A card that says these things in turn, over and over, whatever it is asked. */
function cardSaying(answers: readonly Answer[]) {
  const asked: Uint8Array[] = [];
  const next = async (command: Uint8Array): Promise<Result<Uint8Array, CardError>> => {
    const now = answers[asked.length % answers.length] ?? new Uint8Array(2);
    asked.push(command);
    must(asked.length <= MOST_COMMANDS, 'a reading ends');
    return typeof now === 'string' ? err({ code: now }) : ok(now.slice());
  };
  const slot: CardSlot = {
    powerOn: () => next(new Uint8Array(0)),
    transmit: (command) => next(command.slice()),
    powerOff: async () => undefined,
    isPresent: async () => ok(true),
  };
  return { slot, asked };
}

function judgeError(result: Result<unknown, CardError>): void {
  if (!result.ok) must(CODES.includes(result.error.code), 'an error has a declared code');
}

const clock = new VirtualClock();

export const CARD_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'answers of a card, read',
    share: 60,
    property: () =>
      fc.asyncProperty(
        fc.array(answer, { minLength: 1, maxLength: 16 }),
        fc.boolean(),
        async (answers, withSam) => {
          const { slot } = cardSaying(answers);
          const module = cardSaying([...answers].reverse()).slot;
          const auth = new PsamAuth({ module, keys: { module: 0x12, card: 0x0a }, clock });
          const seen: CardExchange[] = [];
          const watch = (exchange: CardExchange) => seen.push(exchange);
          const result = await readSocialCard(slot, clock, withSam ? { watch, auth } : { watch });
          judgeError(result);
          if (result.ok) {
            const text = JSON.stringify(result.value);
            must(text.length <= LARGEST_IDENTITY, 'an identity is small');
            must(!/\p{Cc}/u.test(Object.values(result.value).join('')), 'an identity is text');
          }
          must(seen.length > 0, 'a technician has seen it');
        },
      ),
  },
  {
    name: 'answers of a card, asked for its PIN',
    share: 30,
    property: () =>
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 6 }), async (answers) => {
        const { slot, asked } = cardSaying(answers);
        judgeError(await verifyCardPin(slot, '123456', clock));
        must(asked.filter(([, instruction]) => instruction === 0x20).length <= 1, 'a PIN is sent once');
      }),
  },
];
