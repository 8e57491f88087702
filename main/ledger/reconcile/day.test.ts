import { expect, it } from 'vitest';
import { isOrderIdOf } from '../order-id.ts';
import { addDays, dayOf, dayOfInstant, isDay, startOfDay } from './day.ts';

it('days are those of Shanghai, whatever the zone of the terminal or of the text', () => {
  expect(dayOf(Date.parse('2026-11-24T15:59:59Z'))).toBe('2026-11-24');
  expect(dayOf(Date.parse('2026-11-24T16:00:00Z'))).toBe('2026-11-25');
  expect(dayOfInstant('2026-11-24T16:00:00Z')).toBe('2026-11-25');
  expect(startOfDay('2026-11-25')).toBe(Date.parse('2026-11-24T16:00:00Z'));
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
});

it('knows a day when it sees one', () => {
  expect(['2026-11-24', '2028-02-29'].every(isDay)).toBe(true);
  expect(['2026-02-30', '2026-13-01', '24.11.2026', '', '2026-11-24T00:00'].some(isDay)).toBe(false);
});

it('knows the order numbers of its own terminal among those of the merchant', () => {
  expect(isOrderIdOf('K0001', 'K00012611240001AAAAAA')).toBe(true);
  expect(isOrderIdOf('0001', 'K00012611240001AAAAAA')).toBe(true);
  expect(isOrderIdOf('K0001', 'K000112611240001AAAAAA')).toBe(false);
  expect(isOrderIdOf('K00011', 'K00012611240001AAAAAA')).toBe(false);
  expect(isOrderIdOf('K0001', 'wx-shop-1')).toBe(false);
});
