import { describe, expect, it } from 'vitest';
import { calendarEndsSoon, hasHolidays, isWorkday, shanghaiDay, workdaysBetween } from './workdays.ts';

describe('a working day', () => {
  it.each([
    ['2026-02-13', true, 'Friday before the Spring Festival'],
    ['2026-02-14', true, 'Saturday worked in exchange'],
    ['2026-02-15', false, 'first day of the Spring Festival'],
    ['2026-02-23', false, 'its last day, a Monday'],
    ['2026-02-24', true, 'the day after'],
    ['2026-09-20', true, 'Sunday worked in exchange'],
    ['2026-09-21', true, 'an ordinary Monday'],
    ['2026-11-28', false, 'an ordinary Saturday'],
    ['2026-11-29', false, 'an ordinary Sunday'],
    ['2027-01-01', true, 'a year whose holidays are not known: a Friday'],
  ])('%s: %s (%s)', (day, works) => {
    expect(isWorkday(day)).toBe(works);
  });

  it('says of which years the holidays are known', () => {
    expect([hasHolidays('2026-11-24'), hasHolidays('2027-01-01')]).toEqual([true, false]);
  });

  it('has, by the notice, 248 of its kind in 2026', () => {
    // 261 weekdays, less 19 of them that are holidays, plus 6 weekend days that are worked.
    expect(workdaysBetween('2025-12-31', '2026-12-31')).toBe(248);
  });
});

describe('the end of the table', () => {
  it.each([
    ['2026-10-31', null],
    ['2026-11-01', '2026-12-31'],
    ['2026-12-31', '2026-12-31'],
    ['2027-03-01', '2026-12-31'],
  ])('on %s: %s', (today, end) => {
    expect(calendarEndsSoon(today)).toBe(end);
  });
});

describe('days between', () => {
  it.each([
    ['2026-11-24', '2026-12-01', 5],
    ['2026-11-27', '2026-11-30', 1],
    ['2026-11-27', '2026-11-29', 0],
    ['2026-09-30', '2026-10-10', 3],
    ['2026-11-24', '2026-11-24', 0],
    ['2026-11-24', '2026-11-20', 0],
    ['2026-11-24', '2027-11-25', 262],
    ['2026-11-24', '2027-11-26', null],
    ['2026-11-24', '9999-12-31', null],
    // The day in Shanghai of the last instant that RFC 3339 can write.
    ['2026-11-24', '+010000-01', null],
  ])('%s to %s are %s', (from, to, days) => {
    expect(workdaysBetween(from, to)).toBe(days);
  });
});

describe('the day in Shanghai', () => {
  it('begins at its own midnight', () => {
    expect(shanghaiDay(Date.parse('2026-11-25T23:59:59+08:00'))).toBe('2026-11-25');
    expect(shanghaiDay(Date.parse('2026-11-26T00:00:00+08:00'))).toBe('2026-11-26');
  });
});
