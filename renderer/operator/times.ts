const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' });

/** 09:12:03 for today, 11-24 09:12:03 for another day, in Beijing time. */
export function timeText(at: number, now: number): string {
  const clock = CLOCK.format(at);
  const day = DAY.format(at);
  return day === DAY.format(now) ? clock : `${day.slice(5)} ${clock}`;
}

/** 36 ms, 1.52 s. */
export function durationText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}

/** YYYY-MM-DD in Beijing. */
export function dayText(at: number): string {
  return DAY.format(at);
}

/** So many days later, or earlier. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
