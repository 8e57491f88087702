import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { type LinkBench, linkBench, VERIFY } from '../testing/link-bench.ts';
import { encodeFrame, SEND_AGAIN } from './framing.ts';
import { GemtwinLink } from './link.ts';

const COMMAND = toHex(encodeFrame(fromHex(`6F 08000000 00 00 00 00 00 ${VERIFY}`)));
const ANSWER = toHex(encodeFrame(fromHex('80 02000000 00 00 00 00 00 9000')));
const DAMAGED = `${ANSWER.slice(0, -2)}FF`;
const NAK = toHex(SEND_AGAIN);

async function after(what: readonly (string | number)[]): Promise<[LinkBench, unknown]> {
  const made = await linkBench((wire, clock) => new GemtwinLink(wire, clock));
  const answer = made.verify();
  await made.clock.advance(0);
  for (const step of what) await (typeof step === 'number' ? made.clock.advance(step) : made.say(step));
  return [made, await answer];
}

it.each([
  ['refused: sent again, it was not executed', [NAK, COMMAND, ANSWER], [COMMAND, COMMAND]],
  ['refused twice', [NAK, NAK, ANSWER], [COMMAND, COMMAND, COMMAND]],
  ['answered damaged: the answer again', [COMMAND, DAMAGED, ANSWER], [COMMAND, NAK]],
  ['answered by half: the answer again', [ANSWER.slice(0, 10), 1_000, ANSWER], [COMMAND, NAK]],
  ['answered in noise: the answer again', ['41424344', 1_000, ANSWER], [COMMAND, NAK]],
  [
    'answered damaged, and the plea refused: the plea again, never the command',
    [DAMAGED, NAK, ANSWER],
    [COMMAND, NAK, NAK],
  ],
  ['refused after its echo: the answer again, never the command', [COMMAND, NAK, ANSWER], [COMMAND, NAK]],
  ['on which the card thinks', [COMMAND, 'FF', 1_900, '80', 1_900, ANSWER], [COMMAND]],
])('a PIN %s', async (_what, steps, sent) => {
  const [made, answer] = await after(steps);
  expect(made.sent).toEqual(sent);
  expect(answer).toMatchObject({ ok: true, value: { data: fromHex('9000') } });
  expect(made.clock.pending).toBe(0);
});

it.each([
  ['without an answer', [COMMAND, 3_000], [COMMAND]],
  ['without an echo', [3_000], [COMMAND]],
  ['while the card moved', [COMMAND, '5002', 3_000], [COMMAND]],
  ['without an answer to the plea', [DAMAGED, 3_000], [COMMAND, NAK]],
])('a PIN %s is LOST, and not sent again', async (_what, steps, sent) => {
  const [made, answer] = await after(steps);
  expect(made.sent).toEqual(sent);
  expect(answer).toMatchObject({ ok: false, error: { code: 'LOST' } });
  expect(made.clock.pending).toBe(0);
});

it('a PIN refused three times is REFUSED', async () => {
  const [made, answer] = await after([NAK, NAK, NAK]);
  expect(made.sent).toEqual([COMMAND, COMMAND, COMMAND]);
  expect(answer).toMatchObject({ ok: false, error: { code: 'REFUSED' } });
});
