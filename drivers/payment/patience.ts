import { type Outcome, retryAfter, unknown } from '../base/outcome.ts';
import { type HttpAnswer, onlyHeader } from '../transport/http.ts';

const MIN_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;

/**
 * How long a server that has too much to do wants to be left alone, milliseconds: `Retry-After` in seconds or as a date
 * (by the server's own clock, for ours may be off), kept between 1 and 60 s: money is under way, and nobody may make a
 * terminal wait for hours. Without one, 1 s, which the caller doubles.
 */
export function patience(answer: HttpAnswer): number {
  return Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, askedMs(answer) ?? MIN_RETRY_MS));
}

/**
 * What a status means that decides whatever the body says; null = the body decides. 429 asks for patience. 5xx proves
 * nothing, but a 503 that says when to come back is obeyed in that: what became of the call is asked then. Either way
 * it may have worked.
 */
export function byStatus(answer: HttpAnswer): Extract<Outcome<never>, { kind: 'retry' | 'unknown' }> | null {
  const isBusy = answer.status === 429 || (answer.status === 503 && askedMs(answer) !== null);
  if (isBusy) return retryAfter(patience(answer));
  return answer.status >= 500 ? unknown('server-error') : null;
}

function askedMs(answer: HttpAnswer): number | null {
  const header = onlyHeader(answer, 'Retry-After') ?? '';
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const ms = Date.parse(header) - Date.parse(onlyHeader(answer, 'Date') ?? '');
  return Number.isNaN(ms) ? null : ms;
}
