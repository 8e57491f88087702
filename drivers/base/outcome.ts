/**
 * What a call to somebody else's server has proven. Four answers, because with money "it failed" is rarely true:
 *
 * - `ok`: a verified answer; the only one that may move an order's state.
 * - `refused`: proof that the call had no effect (a signed or harmless business refusal). `code` is the server's own.
 * - `retry`: the server asks for patience (429, or 503 that says when); probably nothing happened. Wait at least `afterMs`,
 *   then query.
 * - `unknown`: time-out, reset, 5xx, bad or missing signature, broken answer. It may have worked: query, never recreate.
 *
 * Source: payment protocol notes, "outcome classification"; the same rule holds for the agency interface, where 5xx,
 * time-outs and broken answers mean unknown.
 */
export type Outcome<T, Code extends string = string> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: Code; readonly message?: string }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'unknown'; readonly cause: UnknownCause };

/** Why an answer proves nothing. Closed, because it is logged and shown to technicians. */
export type UnknownCause =
  | 'timeout'
  | 'network'
  | 'server-error'
  | 'bad-signature'
  | 'unknown-key'
  | 'clock-skew'
  | 'bad-answer';

export function done<T>(value: T): { readonly kind: 'ok'; readonly value: T } {
  return { kind: 'ok', value };
}

export function refused<Code extends string>(
  code: Code,
  message?: string,
): { readonly kind: 'refused'; readonly code: Code; readonly message?: string } {
  return message === undefined ? { kind: 'refused', code } : { kind: 'refused', code, message };
}

export function retryAfter(afterMs: number): { readonly kind: 'retry'; readonly afterMs: number } {
  return { kind: 'retry', afterMs };
}

export function unknown(cause: UnknownCause): { readonly kind: 'unknown'; readonly cause: UnknownCause } {
  return { kind: 'unknown', cause };
}
