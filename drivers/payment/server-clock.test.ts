import { describe, expect, it } from 'vitest';
import { type Clock, VirtualClock } from '../base/clock.ts';
import type { HttpAnswer } from '../transport/http.ts';
import { ServerClock } from './server-clock.ts';

function setUp() {
  const world = new VirtualClock();
  /** How far our wall clock has been moved. */
  const moved = { ms: 0 };
  const clock: Clock = {
    now: () => world.now() + moved.ms,
    monotonic: () => world.monotonic(),
    after: (ms, action) => world.after(ms, action),
  };
  const told: unknown[] = [];
  const time = new ServerClock('alipay', clock, { event: (id, fields) => told.push([id, fields]) });
  /** An answer from a server that is so far ahead of us. */
  const answer = (aheadMs: number): HttpAnswer => dated(new Date(clock.now() + aheadMs).toUTCString());
  return { world, moved, clock, told, time, answer };
}

function dated(...dates: readonly string[]): HttpAnswer {
  return { status: 200, headers: new Map([['date', dates]]), body: new Uint8Array() };
}

describe('ServerClock', () => {
  it('believes our clock until it hears otherwise, and while the difference is noise', () => {
    const { clock, told, time, answer } = setUp();
    expect(time.now()).toBe(clock.now());
    expect(time.learn(answer(4_000))).toBe(false);
    expect(time.now()).toBe(clock.now());
    expect(time.isOff).toBe(false);
    expect(told).toEqual([]);
  });

  it('follows the server, quietly up to a minute and with a word beyond', () => {
    const { clock, told, time, answer } = setUp();
    expect(time.learn(answer(30_000))).toBe(false);
    expect(time.now()).toBe(clock.now() + 30_000);
    expect(told).toEqual([]);
    expect(time.learn(answer(-600_000))).toBe(true);
    expect(time.now()).toBe(clock.now() - 600_000);
    expect(time.isOff).toBe(true);
    expect(told).toEqual([['clock-off', { server: 'alipay', seconds: -600 }]]);
  });

  it('says it once, and again when the clock is right', () => {
    const { told, time, answer } = setUp();
    time.learn(answer(600_000));
    expect(time.learn(answer(601_000))).toBe(false);
    expect(told).toHaveLength(1);
    expect(time.learn(answer(0))).toBe(true);
    expect(time.isOff).toBe(false);
    expect(told).toHaveLength(2);
    expect(told[1]).toEqual(['clock-off', { server: 'alipay', seconds: 0 }]);
  });

  it('knows at once when our clock is set right, or nearly, and says so after the next answer', async () => {
    const { world, moved, clock, told, time, answer } = setUp();
    moved.ms = -600_000;
    time.learn(answer(600_000));
    await world.advance(3_600_000);
    expect(time.offsetMs).toBe(600_000);
    moved.ms = -90_000;
    expect(time.offsetMs).toBe(90_000);
    expect(time.isOff).toBe(true);
    moved.ms = 1_000;
    expect(time.offsetMs).toBe(0);
    expect(time.isOff).toBe(false);
    expect(time.now()).toBe(clock.now());
    expect(told).toHaveLength(1);
    expect(time.learn(answer(0))).toBe(false);
    expect(told.slice(1)).toEqual([['clock-off', { server: 'alipay', seconds: 0 }]]);
  });

  it('believes what it was told, when our clock is moved away from it or sleep has only made it look so', () => {
    const { moved, time, answer } = setUp();
    time.learn(answer(100_000));
    moved.ms = -50_000;
    expect(time.offsetMs).toBe(100_000);
    moved.ms = 900_000;
    expect(time.offsetMs).toBe(100_000);
    time.learn(answer(0));
    moved.ms += 7_200_000;
    expect(time.offsetMs).toBe(0);
  });

  it('learns nothing from an answer without one date', () => {
    const { clock, time } = setUp();
    for (const answer of [dated(), dated('yesterday'), dated('Tue, 24 Nov 2026 00:00:00 GMT', 'x')]) {
      expect(time.learn(answer)).toBe(false);
    }
    expect(time.now()).toBe(clock.now());
  });
});
