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
