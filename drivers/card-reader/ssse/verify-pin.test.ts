import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../base/clock.ts';
import vectors from '../fixtures/card-vectors.json' with { type: 'json' };
import type { CardExchange } from '../port.ts';
import { type ChipSlot, cardSlot } from '../testing/chip-slot.ts';
import { verifyCardPin } from './verify-pin.ts';

const clock = new VirtualClock();
const verify = (slot: ChipSlot, pin: string) => verifyCardPin(slot, pin, clock);
const sent = (slot: ChipSlot) => slot.asked.filter((command) => command.startsWith('0020'));

describe('VERIFY', () => {
  it('is sent as captured', async () => {
    const slot = cardSlot('captured');
    expect(await verify(slot, '666666')).toEqual({ ok: true, value: { outcome: 'right' } });
    expect(slot.asked.at(-1)).toBe(vectors.find(({ name }) => name === 'verify 666666')?.hex);
  });

  it('counts down to blocked, where the right PIN does not help any more', async () => {
    const slot = cardSlot('v2-wang');
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await verify(slot, '000000'));
    expect(answers).toEqual([
      ...[4, 3, 2, 1].map((triesLeft) => ({ ok: true, value: { outcome: 'wrong', triesLeft } })),
      { ok: true, value: { outcome: 'blocked' } },
      { ok: true, value: { outcome: 'blocked' } },
    ]);
    expect(sent(slot)).toHaveLength(6);
    expect(await verify(slot, '123456')).toEqual({ ok: true, value: { outcome: 'blocked' } });
  });

  it('begins to count anew after the right one', async () => {
    const slot = cardSlot('v2-wang');
    await verify(slot, '000000');
    expect(await verify(slot, '123456')).toEqual({ ok: true, value: { outcome: 'right' } });
    expect(await verify(slot, '000000')).toMatchObject({ value: { triesLeft: 4 } });
  });

  it.each([
    ['6300', { ok: true, value: { outcome: 'wrong', triesLeft: null } }],
    ['6985', { ok: false, error: { code: 'UNREADABLE', detail: 'SW 6985' } }],
    ['6C03', { ok: false, error: { code: 'UNREADABLE', detail: 'SW 6C03' } }],
  ])('answered by %s is not sent again', async (status, result) => {
    const slot = cardSlot('v2-wang');
    slot.instead.set('0020', status);
    expect(await verify(slot, '123456')).toEqual(result);
    expect(sent(slot)).toHaveLength(1);
  });

  it('to a card that has no PIN is its answer, not a wrong one', async () => {
    expect(await verify(cardSlot('garbled'), '123456')).toMatchObject({ error: { detail: 'SW 6985' } });
  });

  it('whose answer is lost is not sent again', async () => {
    const slot = cardSlot('v2-wang');
    slot.instead.set('0020', { code: 'READER_FAULT', detail: 'SPOILED' });
    expect(await verify(slot, '123456')).toMatchObject({ error: { code: 'READER_FAULT' } });
    expect(sent(slot)).toHaveLength(1);
  });

  it('is not sent to a card that is mute, of a bank, or gone', async () => {
    for (const [card, code] of [
      ['mute', 'CARD_MUTE'],
      ['bank', 'NOT_SOCIAL_CARD'],
      ['closed', 'UNREADABLE'],
    ] as const) {
      const slot = cardSlot(card);
      expect(await verify(slot, '123456')).toMatchObject({ error: { code } });
      expect(sent(slot)).toHaveLength(0);
    }
    const gone = cardSlot('v2-wang');
    gone.instead.set('00A4', { code: 'NO_CARD' });
    expect(await verify(gone, '123456')).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
  });

  it.each(['', '12345', '1234567', '12345a', '１２３４５６', ' 12345'])(
    'never takes %j for a PIN',
    async (pin) => {
      const slot = cardSlot('v2-wang');
      const refused = verify(slot, pin).catch((error: Error) => `${error.name} ${error.message}`);
      expect(await refused).toBe('RangeError a PIN is six digits');
      expect(slot.asked).toEqual([]);
    },
  );

  it('is traced without a digit of it', async () => {
    const told: CardExchange[] = [];
    await verifyCardPin(cardSlot('v2-wang'), '908172', clock, (exchange) => told.push(exchange));
    expect(told.at(-1)).toMatchObject({ step: 'verify-pin', command: '00 20 00 00 03', answer: '63C4' });
    expect(JSON.stringify(told)).not.toMatch(/90\s?81\s?72/);
  });
});
