import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { type Outcome, retryAfter, unknown } from '../base/outcome.ts';
import type { Http, HttpAnswer } from '../transport/http.ts';
import { failureCause, joinUrl, onlyHeader } from '../transport/http.ts';
import { errorShape } from './shapes.ts';

export interface CallerParts {
  /** Owned from now on: closing the agency closes it. Mutual TLS is its business (`HttpClientOptions.tls`). */
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Call {
  readonly op:
    | 'lookup'
    | 'bills'
    | 'quote'
    | 'book'
    | 'query-booking'
    | 'bookings'
    | 'payments'
    | 'case'
    | 'put-receipt';
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path, percent-encoded. */
  readonly target: string;
  /** Sent as these very bytes in UTF-8. */
  readonly body?: string;
  /** An extension that an agency need not have: 404 and 501 say so, whoever in front of it says them and however. */
  readonly isExtension?: true;
}

/** The code of a call that is not there. */
export const NO_SUCH_CALL = 'NO_SUCH_CALL';

/** An answer that speaks the interface's language: JSON with a 2xx status, or a refusal with a code. */
export type Spoken =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly json: unknown; readonly code: string };

/** Sends one call to the agency and logs how it ended. Addresses, bodies and messages are never logged. */
export class AgencyCaller {
  readonly #base: URL;
  readonly #parts: CallerParts;

  constructor(base: URL, parts: CallerParts) {
    this.#base = base;
    this.#parts = parts;
  }

  /** `read` sees only answers of 2xx with JSON and of 4xx with a code; everything else is unknown (429: retry). */
  async call<T, Code extends string>(
    call: Call,
    read: (answer: Spoken) => Outcome<T, Code>,
  ): Promise<Outcome<T, Code>> {
    const { http, clock, log } = this.#parts;
    const start = clock.monotonic();
    const answer = await http.send({
      method: call.method,
      url: joinUrl(this.#base, call.target),
      headers: {
        Accept: 'application/json',
        'User-Agent': 'shebao-kiosk',
        ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: Buffer.from(call.body, 'utf8') }),
    });
    const outcome = answer.ok ? interpret(call, answer.value, read) : unknown(failureCause(answer.error));
    const code =
      outcome.kind === 'refused' ? outcome.code : outcome.kind === 'unknown' ? outcome.cause : undefined;
    log.event('call-ended', {
      server: 'agency',
      op: call.op,
      outcome: outcome.kind,
      ms: Math.round(clock.monotonic() - start),
      ...(code === undefined ? {} : { code }),
    });
    return outcome;
  }

  close(): Promise<void> {
    return this.#parts.http.close();
  }
}

function interpret<T, Code extends string>(
  { isExtension }: Call,
  answer: HttpAnswer,
  read: (answer: Spoken) => Outcome<T, Code>,
): Outcome<T, Code> {
  const { status } = answer;
  if (isExtension === true && (status === 404 || status === 501)) {
    return read({ status, json: undefined, code: NO_SUCH_CALL });
  }
  if (status >= 500) return unknown('server-error');
  // A gateway's request for patience, not the agency's judgement of what was sent.
  if (status === 429) return retryAfter(patience(answer));
  const json = parseJson(answer.body);
  if (status >= 200 && status < 300 && json !== undefined) return read({ status, json });
  if (status < 400) return unknown('bad-answer');
  const error = errorShape.safeParse(json);
  return error.success ? read({ status, json, code: error.data.code }) : unknown('bad-answer');
}

/** Milliseconds from `Retry-After` in seconds, 1–60 s; without one, 1 s, which the caller doubles. */
function patience(answer: HttpAnswer): number {
  const header = onlyHeader(answer, 'Retry-After') ?? '';
  const seconds = /^\d{1,6}$/.test(header) ? Number(header) : 1;
  return Math.min(60, Math.max(1, seconds)) * 1000;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** undefined when the bytes are not JSON in UTF-8. A key with null counts as left out, as many writers of JSON mean it. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes), (_key, value) => value ?? undefined);
  } catch {
    return undefined;
  }
}
