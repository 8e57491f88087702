import type { Intent } from '../main/contract/intent.ts';
import type { Kiosk } from './store.ts';

/** At most one `touch` intent in this many milliseconds: enough for an idle clock that counts seconds. */
const TOUCH_EVERY_MS = 1_000;

/** The technician's hidden gesture: this many taps in the top left corner of this size, within this time. */
const OPERATOR_TAPS = 5;
const OPERATOR_WITHIN_MS = 3_000;
const OPERATOR_CORNER_MM = 25;

type Send = (intent: Intent) => void;

/**
 * Tells main that somebody is there, whatever they touch. Time is the events' own monotonic `timeStamp`, so nothing here
 * reads a clock.
 */
export function watchActivity(target: Window, send: Send): void {
  let last = Number.NEGATIVE_INFINITY;
  const onSign = (event: Event) => {
    if (event.timeStamp - last < TOUCH_EVERY_MS) return;
    last = event.timeStamp;
    send({ type: 'touch' });
  };
  target.addEventListener('pointerdown', onSign, { capture: true, passive: true });
  target.addEventListener('keydown', onSign, { capture: true, passive: true });
}

/** Five taps in the corner, F12 or Ctrl+Shift+D ask for the technician's panel; main decides who is let in. */
export function watchOperatorGesture(target: Window, kiosk: Kiosk): void {
  let taps: readonly number[] = [];
  target.addEventListener(
    'pointerdown',
    (event) => {
      const mmPerPx = kiosk.snapshots.getState()?.terminal.mmPerPx;
      if (mmPerPx === undefined) return;
      const corner = OPERATOR_CORNER_MM / mmPerPx;
      if (event.clientX > corner || event.clientY > corner) {
        taps = [];
        return;
      }
      taps = [...taps, event.timeStamp].filter((at) => event.timeStamp - at <= OPERATOR_WITHIN_MS);
      if (taps.length < OPERATOR_TAPS) return;
      taps = [];
      kiosk.send({ type: 'operator-open', by: 'corner' });
    },
    { capture: true, passive: true },
  );
  target.addEventListener('keydown', (event) => {
    const asked = event.key === 'F12' || (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'd');
    if (!asked || event.repeat) return;
    event.preventDefault();
    kiosk.send({ type: 'operator-open', by: 'keys' });
  });
}
