import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import { CardChannel } from '../iso7816/channel.ts';
import { describeStatus, meaningOf } from '../iso7816/status-word.ts';
import { ExchangeTrace, type Watch } from '../iso7816/trace.ts';
import type { CardError, PinAnswer } from '../port.ts';
import { selectApplication } from './application.ts';

/**
 * Lets the card in the slot check a PIN: six digits as packed decimal, `00 20 00 00 03` (captured; card notes 1.6). One
 * session of its own, from power to answer; the caller switches the card off.
 *
 * VERIFY is sent once. There is no default PIN and no second try: the retry counter of some cards is three, and behind
 * zero lies a way to the counter for a new card.
 */
export async function verifyCardPin(
  slot: CardSlot,
  pin: string,
  clock: Clock,
  watch?: Watch,
): Promise<Result<PinAnswer, CardError>> {
  const data = packed(pin);
  const channel = new CardChannel(slot, watch && new ExchangeTrace(clock, watch));
  const answer = await verify(channel, data);
  data.fill(0);
  if (!answer.ok && answer.error.code === 'NO_CARD') return err({ code: 'CARD_REMOVED' });
  return answer;
}

async function verify(channel: CardChannel, data: Uint8Array): Promise<Result<PinAnswer, CardError>> {
  const powered = await channel.powerOn();
  if (!powered.ok) return powered;
  const selected = await selectApplication(channel);
  if (!selected.ok) return selected;
  const reply = await channel.send({ cla: 0x00, ins: 0x20, p1: 0x00, p2: 0x00, data });
  if (!reply.ok) return reply;
  return meaningFor(reply.value.statusWord);
}

function meaningFor(statusWord: number): Result<PinAnswer, CardError> {
  switch (meaningOf(statusWord)) {
    case 'done':
      return ok({ outcome: 'right' });
    case 'wrong-pin': {
      const triesLeft = statusWord & 0x0f;
      return ok(triesLeft === 0 ? { outcome: 'blocked' } : { outcome: 'wrong', triesLeft });
    }
    case 'blocked':
      return ok({ outcome: 'blocked' });
    default:
      if (statusWord === WRONG_UNCOUNTED) return ok({ outcome: 'wrong', triesLeft: null });
      return err({ code: 'UNREADABLE', detail: describeStatus(statusWord) });
  }
}

const WRONG_UNCOUNTED = 0x6300;

function packed(pin: string): Uint8Array {
  if (!/^\d{6}$/.test(pin)) throw new RangeError('a PIN is six digits');
  return Uint8Array.of(...[0, 2, 4].map((at) => Number.parseInt(pin.slice(at, at + 2), 16)));
}
