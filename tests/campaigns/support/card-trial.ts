import type { Lever } from '../../../drivers/base/lever.ts';
import type { CardImage } from '../../../drivers/card-reader/emulator/card-image.ts';
import type { VirtualFamily } from '../../../drivers/card-reader/testing/plugged.ts';
import { type Connection, type Ending, type Pulled, ROWS } from './card-faults.ts';
import { FIRST, type State } from './card-states.ts';
import { type Args, CardWorld, type ReadResult, secretsIn } from './card-world.ts';

/** Who comes after everything is well again. */
const SECOND = 'v2-rare';

export interface Trial {
  readonly family: VirtualFamily;
  readonly lever: Lever;
  readonly args: Args;
  readonly state: State;
}

/** Lives through one cell of the matrix, from an unopened reader to the next resident; answers with what was not as it must be. */
export async function tryOut(trial: Trial): Promise<readonly string[]> {
  const { family, lever, args, state } = trial;
  const world = new CardWorld(family);
  const problems: string[] = [];
  try {
    let took: boolean | null = null;
    const result = await state.live(world, async () => {
      const { ok } = await world.pull(lever.id, args);
      took = ok;
      return ok;
    });
    if (took === null) problems.push('it never came to that');
    else problems.push(...judgeEnd(world, trial, took, result));
    if (took !== false) {
      await recover(world, trial);
      problems.push(...(await judgeNextResident(world)));
    }
  } catch (error) {
    problems.push(String(error));
  }
  await world.close();
  if (world.clock.pending > 0) problems.push(`${world.clock.pending} timers are left`);
  const cell = `${family.name}, ${state.name}, ${lever.id} ${JSON.stringify(args)}`;
  return problems.map((problem) => `${cell}: ${problem}`);
}

function judgeEnd(
  world: CardWorld,
  trial: Trial,
  took: boolean,
  result: ReadResult | null,
): readonly string[] {
  const { family, lever, args, state } = trial;
  const row = ROWS[lever.id];
  if (row === undefined) return ['nobody has said what must become of it'];
  const pulled: Pulled = {
    args,
    protocol: family.protocol,
    contactless: !world.emulator.slots.includes('contact'),
  };
  if (result === null || state.exchange === null) {
    return judgeRest(world, took ? row.resting(pulled) : 'ready');
  }
  const expected = took ? row.reading({ ...pulled, exchange: state.exchange }) : (['ok'] as const);
  return judgeReading(world.card(FIRST), expected, result);
}

function judgeRest(world: CardWorld, expected: Connection): readonly string[] {
  const { connection, cardPresent } = world.reader.state();
  if (expected === 'perhaps gone') return [];
  if (connection !== (expected === 'blind' ? 'ready' : expected)) {
    return [`the reader is ${connection}, not ${expected}`];
  }
  if (expected === 'blind') return [];
  const isIn = world.emulator.slots.some((slot) => world.emulator.cardIn(slot) !== null);
  return cardPresent === (isIn && expected === 'ready') ? [] : [`card present: ${cardPresent}`];
}

function judgeReading(card: CardImage, expected: readonly Ending[], result: ReadResult): readonly string[] {
  const ending: Ending = result.ok ? 'ok' : result.error.code;
  if (!expected.includes(ending)) return [`the reading ended with ${ending}, not ${expected.join(' or ')}`];
  if (result.ok) return isHolder(card, result) ? [] : ['somebody else was read'];
  return secretsIn(JSON.stringify(result), card).map(() => 'the error tells of the holder');
}

function isHolder({ name, idNumber, cardNumber, cardIdentifier }: CardImage, result: ReadResult): boolean {
  const value = result.ok ? result.value : null;
  return (
    value?.outcome === 'complete' &&
    value.name === name &&
    value.idNumber === idNumber &&
    value.cardNumber === cardNumber &&
    value.cardIdentifier === cardIdentifier
  );
}

/** Takes the fault back, puts the plug in, empties the reader. */
async function recover(world: CardWorld, { lever }: Trial): Promise<void> {
  if (lever.kind === 'fault') await world.pull(lever.id, { clear: true });
  await world.pull('card-reader-replug');
  await world.clear();
}

/** A PIN would go to nobody, the next card is read, and of the one before nothing is left. */
async function judgeNextResident(world: CardWorld): Promise<readonly string[]> {
  await world.insert(SECOND);
  const pin = await world.settled(world.reader.verifyPin('123456'));
  const next = await world.read();
  const first = world.card(FIRST);
  const second = world.card(SECOND);
  return [
    ...(!pin.ok && pin.error.code === 'NO_CARD' ? [] : ['a PIN for one card would have reached another']),
    ...(isHolder(second, next) ? [] : [`the next card gives ${next.ok ? 'somebody else' : next.error.code}`]),
    ...secretsIn(JSON.stringify([next, world.reader.state()]), first).map(
      () => 'the first holder is remembered',
    ),
    ...[first, second]
      .flatMap((card) => secretsIn(world.logged, card))
      .map(() => 'the log tells of a holder'),
  ];
}
