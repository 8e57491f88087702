import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { LogEvents } from '../base/log-events.ts';
import type { Outcome } from '../base/outcome.ts';

/** One line for each call: how it ended, how long it took, and the server's own number of it; nothing of the order. */
export function logCall(
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  call: {
    readonly server: LogEvents['call-ended']['server'];
    readonly op: string;
    /** On the monotonic clock. */
    readonly start: number;
    readonly requestId: string | null;
  },
  outcome: Outcome<unknown>,
): void {
  const { server, op, start, requestId } = call;
  const code =
    outcome.kind === 'refused' ? outcome.code : outcome.kind === 'unknown' ? outcome.cause : undefined;
  log.event('call-ended', {
    server,
    op,
    outcome: outcome.kind,
    ms: Math.round(clock.monotonic() - start),
    ...(code === undefined ? {} : { code }),
    // Dropped when it does not look like a number of that kind, because it goes into the log.
    ...(requestId !== null && /^[0-9A-Za-z_-]{1,64}$/.test(requestId) ? { requestId } : {}),
  });
}
