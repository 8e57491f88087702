/** Days as wallets and the agency count them: Asia/Shanghai, which has had no summer time since 1991. YYYY-MM-DD. */

export const DAY_MS = 24 * 3_600_000;
const OFFSET_MS = 8 * 3_600_000;

export function dayOf(epochMs: number): string {
  return new Date(epochMs + OFFSET_MS).toISOString().slice(0, 10);
}

/** RFC 3339 with any offset. */
export function dayOfInstant(rfc3339: string): string {
  return dayOf(Date.parse(rfc3339));
}

/** First millisecond of the day, since the epoch. */
export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00+08:00`);
}

export function addDays(day: string, days: number): string {
  return dayOf(startOfDay(day) + days * DAY_MS);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(startOfDay(text)) && addDays(text, 0) === text;
}
