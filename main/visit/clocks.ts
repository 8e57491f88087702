import { fromCallback } from 'xstate';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import type { TimeEvent } from './events.ts';

/** The two clocks a screen can have, both on the injected Clock and both silent when nothing is to be seen. */

export interface CountdownInput {
  readonly clock: Clock;
  readonly seconds: number;
}

/** A visible count: `tick` with the seconds left, now and every second; `time-up` at zero. */
export const countdown = fromCallback<{ type: 'restart' }, CountdownInput>(({ input, sendBack, receive }) => {
  const { clock } = input;
  let deadline = 0;
  let timer: Timer | null = null;
  const step = () => {
    const left = deadline - clock.monotonic();
    if (left <= 0) {
      sendBack({ type: 'tick', secondsLeft: 0 } satisfies TimeEvent);
      sendBack({ type: 'time-up' } satisfies TimeEvent);
      return;
    }
    sendBack({ type: 'tick', secondsLeft: Math.ceil(left / 1_000) } satisfies TimeEvent);
    timer = clock.after(left % 1_000 || 1_000, step);
  };
  const start = () => {
    timer?.cancel();
    deadline = clock.monotonic() + input.seconds * 1_000;
    step();
  };
  receive(start);
  start();
  return () => timer?.cancel();
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
  let timer: Timer | null = null;
  let warning = false;
  const warn = (deadline: number) => {
    const left = deadline - clock.monotonic();
    if (left <= 0) {
      sendBack({ type: 'time-up' } satisfies TimeEvent);
      return;
    }
    warning = true;
    sendBack({ type: 'idle-tick', secondsLeft: Math.ceil(left / 1_000) } satisfies TimeEvent);
    timer = clock.after(left % 1_000 || 1_000, () => warn(deadline));
  };
  const start = () => {
    timer?.cancel();
    if (warning) sendBack({ type: 'idle-tick', secondsLeft: null } satisfies TimeEvent);
    warning = false;
    timer = clock.after(idleSeconds * 1_000, () => warn(clock.monotonic() + warnSeconds * 1_000));
  };
  receive(start);
  start();
  return () => timer?.cancel();
});
