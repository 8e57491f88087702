import { t } from './t.ts';

/** `2026-12-20` (or a longer RFC 3339 date) → 12月20日. Anything else is shown as the agency wrote it. */
export function formatDay(date: string): string {
  const match = /^\d{4}-(\d{2})-(\d{2})/.exec(date);
  return match === null ? date : t('date.day', { month: Number(match[1]), day: Number(match[2]) });
}

/** `2026-12-20` → 2026年12月20日, for a day that may be in another year. */
export function formatDate(date: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return date;
  const [year, month, day] = match.slice(1).map(Number);
  return t('date.date', { year: year ?? 0, month: month ?? 0, day: day ?? 0 });
}

/** `2026-11-26 09:30` → 11月26日 09:30. */
export function formatMinute(text: string): string {
  const match = /^\d{4}-(\d{2})-(\d{2}) (\d{2}:\d{2})$/.exec(text);
  const [, month, day, time = ''] = match ?? [];
  return match === null ? text : t('date.minute', { month: Number(month), day: Number(day), time });
}

/** Seconds as 3分42秒, below a minute 42秒. */
export function formatSeconds(seconds: number): string {
  return seconds < 60
    ? t('time.seconds', { seconds })
    : t('time.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}
