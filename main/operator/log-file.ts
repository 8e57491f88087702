import { createWriteStream, mkdirSync, readdirSync, rmSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../drivers/base/clock.ts';
import type { Log, LogEventId } from '../../drivers/base/log.ts';
import type { LogEvents } from '../../drivers/base/log-events.ts';

/** Days of log that a technician may still need; older files go when a new day begins. */
const KEPT_DAYS = 30;

/**
 * The log as JSON lines, one file a day: `{"t":"…","ev":"device-ready",…}`. Writing never blocks and never throws: a full
 * disk costs the log, not the visit. What may be in it is decided by the types of LogEvents.
 */
export class LogFile implements Log {
  readonly #folder: string;
  readonly #clock: Clock;
  #day = '';
  #stream: WriteStream | null = null;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  event<Id extends LogEventId>(id: Id, fields: LogEvents[Id]): void {
    const t = new Date(this.#clock.now()).toISOString();
    this.#streamFor(t.slice(0, 10))?.write(`${JSON.stringify({ t, ev: id, ...fields })}\n`);
  }

  close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    this.#day = 'closed';
    return new Promise((resolve) => (stream === null ? resolve() : stream.end(() => resolve())));
  }

  #streamFor(day: string): WriteStream | null {
    if (day === this.#day || this.#day === 'closed') return this.#stream;
    this.#stream?.end();
    this.#day = day;
    this.#stream = null;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.#forget();
      const stream = createWriteStream(join(this.#folder, `${day}.jsonl`), { flags: 'a', mode: 0o600 });
      stream.on('error', () => {
        if (this.#stream === stream) this.#stream = null;
      });
      this.#stream = stream;
    } catch {
      // No folder, no log: tried again tomorrow.
    }
    return this.#stream;
  }

  #forget(): void {
    const files = readdirSync(this.#folder).filter((name) => /^\d{4}-\d{2}-\d{2}\.jsonl$/.test(name));
    for (const name of files.sort().slice(0, -KEPT_DAYS)) rmSync(join(this.#folder, name), { force: true });
  }
}

/** The same events to several sinks. */
export function tee(...logs: readonly Log[]): Log {
  return {
    event: (id, fields) => {
      for (const log of logs) log.event(id, fields);
    },
  };
}
