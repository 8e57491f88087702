/**
 * Working days of mainland China: Monday to Friday, less the public holidays, plus the weekends that are worked in
 * exchange. Holidays are announced one year at a time, in November; a year that is not in this table counts weekends only,
 * and whoever shows a number made of it says 约. The technician is told in time that the table ends (`calendarEndsSoon`).
 */
interface Year {
  /** Inclusive ranges, MM-DD. */
  readonly off: readonly (readonly [string, string])[];
  /** Saturdays and Sundays that are worked. */
  readonly worked: readonly string[];
}

/** Source: notice of the State Council's General Office of 2025-11-04 on the holidays of 2026. */
const YEARS: Readonly<Record<string, Year>> = {
  2026: {
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
};

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

/** The day in Shanghai, YYYY-MM-DD. */
export function shanghaiDay(epochMs: number): string {
  return new Date(epochMs + SHANGHAI_MS).toISOString().slice(0, 10);
}

/** As a clock in Shanghai shows it, YYYY-MM-DD HH:MM. */
export function shanghaiMinute(epochMs: number): string {
  return new Date(epochMs + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** False = the year's holidays are not known here: its working days are weekdays. */
export function hasHolidays(day: string): boolean {
  return Object.hasOwn(YEARS, day.slice(0, 4));
}

/** How long before its end somebody is told: a release with the next year's holidays takes its time. */
const NOTICE_DAYS = 60;

/** The last day whose holidays are known, once it is 60 days away or nearer, or past; null = not yet worth saying. */
export function calendarEndsSoon(today: string): string | null {
  const end = `${Object.keys(YEARS).toSorted().at(-1)}-12-31`;
  return Date.parse(end) - Date.parse(today) <= NOTICE_DAYS * DAY_MS ? end : null;
}

/** `day` is YYYY-MM-DD. */
export function isWorkday(day: string): boolean {
  const year = YEARS[day.slice(0, 4)];
  const date = day.slice(5);
  if (year?.worked.includes(date) === true) return true;
  if (year?.off.some(([from, to]) => from <= date && date <= to) === true) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** Nobody counts in working days beyond; and an agency that sets no end writes 9999-12-31. */
const MOST_DAYS = 366;

/** Working days after `from` up to and including `to`; 0 when there are none, null when it is too far. Both YYYY-MM-DD. */
export function workdaysBetween(from: string, to: string): number | null {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  // Not a day of four-digit years, or not one to be walked to day by day.
  if (!(days <= MOST_DAYS)) return null;
  let count = 0;
  for (let day = next(from); day <= to; day = next(day)) if (isWorkday(day)) count += 1;
  return count;
}

function next(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
