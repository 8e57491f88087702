import type { Clock, Timer } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { PrinterPort } from '../../drivers/printer/port.ts';

const EVERY_MS = 15_000;
/** After the first one. Nobody is coming back, and the neighbours hear it. */
const REPEATS = 4;

/**
 * Calls back whoever has left a slip at the exit: once when the printer says that it is forgotten, and again a few times
 * until it is taken or drawn back.
 *
 * @returns stops it
 */
export function beepForForgottenSlips(
  printer: PrinterPort,
  { clock, log, beep }: { readonly clock: Clock; readonly log: Log; readonly beep: () => void },
): Unsubscribe {
  let isForgotten = false;
  let next: Timer | null = null;
  const call = (repeats: number) => {
    beep();
    log.event('slip-left', { what: 'called' });
    next = repeats === 0 ? null : clock.after(EVERY_MS, () => call(repeats - 1));
  };
  const stop = printer.subscribe(({ forgotten = false }) => {
    if (forgotten === isForgotten) return;
    isForgotten = forgotten;
    next?.cancel();
    if (forgotten) call(REPEATS);
  });
  return () => {
    stop();
    next?.cancel();
  };
}
