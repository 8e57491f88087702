import { type EventObject, fromCallback } from 'xstate';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import type { TimeEvent } from './events.ts';

/** The two clocks a screen can have, both on the injected Clock and both silent when nothing is to be seen. */

export interface CountdownInput {
  readonly clock: Clock;
  readonly seconds: number;
}

/** A visible count: `tick` with the seconds left, every second; `time-up` at zero. */
export const countdown = fromCallback<EventObject, CountdownInput>(({ input, sendBack }) => {
  const tell = (event: TimeEvent) => sendBack(event);
  const count = countDown(input.clock, input.seconds, (secondsLeft) => {
    tell({ type: 'tick', secondsLeft });
    if (secondsLeft === 0) tell({ type: 'time-up' });
  });
  return () => count.cancel();
});

export interface IdleInput {
  readonly clock: Clock;
  readonly idleSeconds: number;
  readonly warnSeconds: number;
}

/**
 * Silence: nothing is sent until `idleSeconds` have passed without a poke, then the warning counts down, then `time-up`.
 * A poke at any time starts over and takes the warning away.
 */
export const idle = fromCallback<{ type: 'poke' }, IdleInput>(({ input, sendBack, receive }) => {
  const { clock, idleSeconds, warnSeconds } = input;
  const tell = (event: TimeEvent) => sendBack(event);
  let warning = false;
  const warn = (): Timer => {
    warning = true;
    tell({ type: 'idle-tick', secondsLeft: warnSeconds });
    return countDown(clock, warnSeconds, (secondsLeft) =>
      tell(secondsLeft === 0 ? { type: 'time-up' } : { type: 'idle-tick', secondsLeft }),
    );
  };
  const watch = (): Timer =>
    clock.after(idleSeconds * 1_000, () => {
      timer = warn();
    });
  let timer = watch();
  receive(() => {
    timer.cancel();
    timer = watch();
    if (warning) tell({ type: 'idle-tick', secondsLeft: null });
    warning = false;
  });
  return () => timer.cancel();
});

/** Calls `onLeft` with the whole seconds left, once a second from the next full one down to 0. */
function countDown(clock: Clock, seconds: number, onLeft: (secondsLeft: number) => void): Timer {
  const deadline = clock.monotonic() + seconds * 1_000;
  const sleep = (): Timer => {
    const ms = deadline - clock.monotonic();
    return clock.after(ms % 1_000 || 1_000, () => {
      const left = Math.max(0, Math.ceil((deadline - clock.monotonic()) / 1_000));
      if (left > 0) timer = sleep();
      onLeft(left);
    });
  };
  let timer = sleep();
  return { cancel: () => timer.cancel() };
}
