import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../base/clock.ts';
import type { HttpAnswer } from '../transport/http.ts';
import { ServerClock } from './server-clock.ts';

function setUp() {
  const clock = new VirtualClock();
  const told: unknown[] = [];
  const time = new ServerClock('alipay', clock, { event: (id, fields) => told.push([id, fields]) });
  /** An answer from a server that is so far ahead of us. */
  const answer = (aheadMs: number): HttpAnswer => dated(new Date(clock.now() + aheadMs).toUTCString());
  return { clock, told, time, answer };
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

  it('learns nothing from an answer without one date', () => {
    const { clock, time } = setUp();
    for (const answer of [dated(), dated('yesterday'), dated('Tue, 24 Nov 2026 00:00:00 GMT', 'x')]) {
      expect(time.learn(answer)).toBe(false);
    }
    expect(time.now()).toBe(clock.now());
  });
});
