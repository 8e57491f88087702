import type { LogEvents } from './log-events.ts';

export type LogEventId = keyof LogEvents;

/**
 * The log port. An event has an id with a documented meaning and only the fields that its type lists: a name, an
 * identity number, a card number or a token has no field to go into. Sinks live in main; drivers only speak.
 */
export interface Log {
  event<Id extends LogEventId>(id: Id, fields: LogEvents[Id]): void;
}

/** For tests and tools that do not look at the log. */
export const silentLog: Log = { event: () => undefined };

/** What may be logged of a thrown value: its class and where it was thrown. The message stays out, it may hold data. */
export function traceOf(thrown: unknown): { readonly error: string; readonly at: string } {
  if (!(thrown instanceof Error)) return { error: typeof thrown, at: '' };
  const frame = thrown.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return { error: thrown.name, at: frame?.trim() ?? '' };
}
