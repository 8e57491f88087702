import { describe, expect, it, onTestFinished } from 'vitest';
import { type ActorRefFrom, type AnyActorLogic, createActor, setup } from 'xstate';
import { type Clock, type Timer, VirtualClock } from '../../drivers/base/clock.ts';
import { countdown, idle } from './clocks.ts';
import { LifetimeClock } from './lifetime-clock.ts';

/** Runs one of the two clocks under a parent that writes down what it says. */
function listen<Logic extends AnyActorLogic>(logic: Logic, input: object) {
  const heard: string[] = [];
  const parent = createActor(
    setup({ actors: { logic: logic as AnyActorLogic } }).createMachine({
      invoke: { src: 'logic', id: 'clock', input },
      on: {
        '*': {
          actions: ({ event }) => {
            heard.push('secondsLeft' in event ? `${event.type} ${event.secondsLeft}` : event.type);
          },
        },
      },
    }),
  );
  parent.start();
  onTestFinished(() => {
    parent.stop();
  });
  const clock = parent.getSnapshot().children.clock as ActorRefFrom<Logic>;
  return { heard, clock, stop: () => parent.stop() };
}

describe('a countdown', () => {
  it('tells every second and then the end', async () => {
    const clock = new VirtualClock();
    const { heard } = listen(countdown, { clock, seconds: 3 });
    expect(heard).toEqual([]);
    await clock.advance(1_000);
    expect(heard).toEqual(['tick 2']);
    await clock.advance(10_000);
    expect(heard).toEqual(['tick 2', 'tick 1', 'tick 0', 'time-up']);
    expect(clock.pending).toBe(0);
  });

  it('does not fall behind a clock that jumps', async () => {
    const clock = new JumpingClock();
    const { heard } = listen(countdown, { clock, seconds: 60 });
    clock.jump(30_500);
    clock.jump(500);
    clock.jump(60_000);
    expect(heard).toEqual(['tick 30', 'tick 29', 'tick 0', 'time-up']);
  });

  it('says nothing more once it is stopped', async () => {
    const clock = new VirtualClock();
    const { heard, stop } = listen(countdown, { clock, seconds: 3 });
    stop();
    await clock.advance(5_000);
    expect(heard).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('an idle clock', () => {
  it('is silent, then warns, then ends', async () => {
    const clock = new VirtualClock();
    const { heard } = listen(idle, { clock, idleSeconds: 60, warnSeconds: 3 });
    await clock.advance(59_999);
    expect(heard).toEqual([]);
    await clock.advance(1);
    expect(heard).toEqual(['idle-tick 3']);
    await clock.advance(10_000);
    expect(heard).toEqual(['idle-tick 3', 'idle-tick 2', 'idle-tick 1', 'time-up']);
    expect(clock.pending).toBe(0);
  });

  it('starts over when poked, without a word while nothing was shown', async () => {
    const clock = new VirtualClock();
    const { heard, clock: actor } = listen(idle, { clock, idleSeconds: 60, warnSeconds: 3 });
    await clock.advance(59_000);
    actor.send({ type: 'poke' });
    await clock.advance(59_000);
    expect(heard).toEqual([]);
    expect(clock.pending).toBe(1);
  });

  it('takes the warning away when poked', async () => {
    const clock = new VirtualClock();
    const { heard, clock: actor } = listen(idle, { clock, idleSeconds: 60, warnSeconds: 3 });
    await clock.advance(61_000);
    actor.send({ type: 'poke' });
    expect(heard).toEqual(['idle-tick 3', 'idle-tick 2', 'idle-tick null']);
    await clock.advance(60_000);
    expect(heard.at(-1)).toBe('idle-tick 3');
  });

  it('says nothing more once it is stopped', async () => {
    const clock = new VirtualClock();
    const { heard, stop } = listen(idle, { clock, idleSeconds: 60, warnSeconds: 3 });
    await clock.advance(60_000);
    stop();
    await clock.advance(60_000);
    expect(heard).toEqual(['idle-tick 3']);
    expect(clock.pending).toBe(0);
  });
});

describe('a lifetime', () => {
  it('passes time and timers on', async () => {
    const base = new VirtualClock();
    const clock = new LifetimeClock(base);
    let fired = 0;
    clock.after(100, () => {
      fired += 1;
    });
    clock
      .after(100, () => {
        fired += 1;
      })
      .cancel();
    await base.advance(100);
    expect(fired).toBe(1);
    expect([clock.now(), clock.monotonic()]).toEqual([base.now(), base.monotonic()]);
  });

  it('takes its timers with it, and takes no new ones', async () => {
    const base = new VirtualClock();
    const clock = new LifetimeClock(base);
    let fired = 0;
    const fire = () => {
      fired += 1;
    };
    clock.after(100, fire);
    clock.end();
    clock.after(100, fire).cancel();
    clock.after(100, fire);
    expect(base.pending).toBe(0);
    await base.advance(1_000);
    expect(fired).toBe(0);
  });
});

/** Fires late, as a machine that was suspended does: the one timer that waits, once, after any jump. */
class JumpingClock implements Clock {
  #now = 0;
  #waiting: { readonly due: number; readonly action: () => void } | null = null;

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): Timer {
    this.#waiting = { due: this.#now + ms, action };
    return {
      cancel: () => {
        this.#waiting = null;
      },
    };
  }

  jump(ms: number): void {
    this.#now += ms;
    const waiting = this.#waiting;
    if (waiting === null || waiting.due > this.#now) return;
    this.#waiting = null;
    waiting.action();
  }
}
