import { describe, expect, it } from 'vitest';
import { ShiftableClock, SystemClock, VirtualClock, wait } from './clock.ts';

describe('virtual clock', () => {
  it('stands still until it is advanced, then fires in due order, timers set on the way included', async () => {
    const clock = new VirtualClock(1_000);
    const fired: string[] = [];
    clock.after(20, () => fired.push('b'));
    clock.after(10, () => {
      fired.push('a');
      clock.after(5, () => fired.push('a2'));
    });
    clock.after(20, () => fired.push('c'));
    expect(clock.untilNext()).toBe(10);
    await clock.advance(9);
    expect(fired).toEqual([]);
    await clock.advance(11);
    expect(fired).toEqual(['a', 'a2', 'b', 'c']);
    expect([clock.now(), clock.monotonic(), clock.pending, clock.untilNext()]).toEqual([1_020, 20, 0, null]);
  });

  it('lets a chain of awaits run between two timers', async () => {
    const clock = new VirtualClock();
    let rounds = 0;
    const loop = async () => {
      for (;;) {
        await wait(clock, 10);
        rounds += 1;
        if (rounds === 3) return;
      }
    };
    const done = loop();
    await clock.advance(30);
    await done;
    expect(rounds).toBe(3);
  });

  it('never fires what was cancelled', async () => {
    const clock = new VirtualClock();
    let fired = false;
    clock
      .after(-5, () => {
        fired = true;
      })
      .cancel();
    await clock.advance(100);
    expect(fired).toBe(false);
  });
});

describe('shiftable clock', () => {
  it('runs with its base', async () => {
    const base = new VirtualClock(5_000);
    const clock = new ShiftableClock(base);
    const fired: string[] = [];
    clock.after(100, () => fired.push('on time'));
    clock.after(50, () => fired.push('cancelled')).cancel();
    await base.advance(100);
    expect(fired).toEqual(['on time']);
    expect([clock.now(), clock.monotonic()]).toEqual([5_100, 100]);
  });

  it('jumps by whole milliseconds only', () => {
    const clock = new ShiftableClock(new VirtualClock(5_000));
    clock.advance(0.4);
    clock.advance(1.6);
    expect(clock.now()).toBe(5_002);
  });

  it('jumps ahead: what falls due fires in order, the rest is that much nearer', async () => {
    const base = new VirtualClock();
    const clock = new ShiftableClock(base);
    const fired: string[] = [];
    clock.after(3_000, () => fired.push('late'));
    clock.after(2_000, () => fired.push('second'));
    clock.after(1_000, () => fired.push('first'));
    clock.after(2_000, () => fired.push('third'));
    clock.advance(2_500);
    await base.advance(0);
    expect(fired).toEqual(['first', 'second', 'third']);
    await base.advance(499);
    expect(fired).toHaveLength(3);
    await base.advance(1);
    expect(fired).toEqual(['first', 'second', 'third', 'late']);
  });

  it('never goes back, and runs on the system’s time unless told otherwise', () => {
    const clock = new ShiftableClock();
    const before = clock.monotonic();
    clock.advance(-1_000);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(before);
  });
});

describe('system clock', () => {
  it('tells the system’s time and keeps its timers', async () => {
    const clock = new SystemClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(5_000);
    const started = clock.monotonic();
    let cancelled = false;
    clock
      .after(0, () => {
        cancelled = true;
      })
      .cancel();
    await wait(clock, 1);
    expect(clock.monotonic()).toBeGreaterThan(started);
    expect(cancelled).toBe(false);
  });
});
