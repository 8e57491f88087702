import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { type LinkBench, linkBench, VERIFY } from '../testing/link-bench.ts';
import { encodeFrame, REPEAT_REQUEST } from './framing.ts';
import { AcsLink } from './link.ts';

const COMMAND = toHex(encodeFrame(fromHex(`6F 08000000 00 00 00 00 00 ${VERIFY}`)));
const ANSWER = toHex(encodeFrame(fromHex('80 02000000 00 00 00 81 00 9000')));
const AGAIN = toHex(REPEAT_REQUEST);
const ACK = '02000003';
const BAD_CHECKSUM = '02FFFF03';

const bench = () => linkBench((wire, clock) => new AcsLink(wire, clock));

async function after(what: readonly (string | number)[]): Promise<[LinkBench, unknown]> {
  const made = await bench();
  const answer = made.verify();
  await made.clock.advance(0);
  for (const step of what) await (typeof step === 'number' ? made.clock.advance(step) : made.say(step));
  return [made, await answer];
}

it.each([
  ['refused: sent again, it was not executed', [BAD_CHECKSUM, ACK, ANSWER], [COMMAND, COMMAND]],
  ['answered damaged: the answer again', [ACK, `${ANSWER.slice(0, -4)}0003`, ANSWER], [COMMAND, AGAIN]],
  ['not answered: the answer again', [ACK, 3_600, ANSWER], [COMMAND, AGAIN]],
  ['answered by half: the answer again', [ACK, ANSWER.slice(0, 10), 1_000, ANSWER], [COMMAND, AGAIN]],
  [
    'answered damaged, and the plea refused: the plea again, never the command',
    [ACK, `${ANSWER.slice(0, -4)}0003`, BAD_CHECKSUM, ANSWER],
    [COMMAND, AGAIN, AGAIN],
  ],
])('a PIN %s', async (_what, steps, sent) => {
  const [made, answer] = await after(steps);
  expect(made.sent).toEqual(sent);
  expect(answer).toMatchObject({ ok: true, value: { data: fromHex('9000') } });
});

it('a PIN that stays without an answer is given up', async () => {
  const [made, answer] = await after([ACK, 3_600, 3_600]);
  expect(made.sent).toEqual([COMMAND, AGAIN]);
  expect(answer).toMatchObject({ ok: false, error: { code: 'SILENT' } });
  expect(made.clock.pending).toBe(0);
});
