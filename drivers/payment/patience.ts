import { type HttpAnswer, onlyHeader } from '../transport/http.ts';

const MIN_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;

/** Milliseconds from `Retry-After` in seconds, kept between 1 and 60 s; without one, 1 s, which the caller doubles. */
export function patience(answer: HttpAnswer): number {
  const header = onlyHeader(answer, 'Retry-After') ?? '';
  const ms = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : MIN_RETRY_MS;
  return Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, ms));
}
