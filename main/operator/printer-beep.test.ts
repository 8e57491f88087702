import { expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { Signal } from '../../drivers/base/subscribe.ts';
import type { PrinterPort, PrinterState } from '../../drivers/printer/port.ts';
import { beepForForgottenSlips } from './printer-beep.ts';

const STATE: PrinterState = {
  connection: 'ready',
  model: 'P',
  firmware: '1',
  readiness: { kind: 'blocked', reason: 'presenter-full' },
  remainder: false,
};

function bench() {
  const clock = new VirtualClock();
  const states = new Signal<PrinterState>();
  const logged: unknown[] = [];
  const beeps: number[] = [];
  const stop = beepForForgottenSlips(
    { subscribe: (listener: (state: PrinterState) => void) => states.subscribe(listener) } as PrinterPort,
    {
      clock,
      log: { event: (id, fields) => logged.push({ id, ...fields }) },
      beep: () => beeps.push(clock.monotonic()),
    },
  );
  const say = (forgotten?: boolean) => states.emit(forgotten === undefined ? STATE : { ...STATE, forgotten });
  return { clock, say, beeps, logged, stop };
}

it('beeps once for a forgotten slip, then four times more, and no longer', async () => {
  const { clock, say, beeps, logged } = bench();
  say();
  say(false);
  expect(beeps).toEqual([]);
  say(true);
  // News about something else is no second slip.
  say(true);
  await clock.advance(600_000);
  expect(beeps).toEqual([0, 15_000, 30_000, 45_000, 60_000]);
  expect(logged).toHaveLength(5);
  expect(logged[0]).toEqual({ id: 'slip-left', what: 'called' });
  expect(clock.pending).toBe(0);
});

it('is silent as soon as the slip is taken; the next one is called for anew', async () => {
  const { clock, say, beeps } = bench();
  say(true);
  await clock.advance(10_000);
  say(false);
  await clock.advance(60_000);
  expect(beeps).toHaveLength(1);
  say(true);
  expect(beeps).toHaveLength(2);
});

it('can be stopped in the middle', async () => {
  const { clock, say, beeps, stop } = bench();
  say(true);
  stop();
  say(false);
  say(true);
  await clock.advance(60_000);
  expect(beeps).toHaveLength(1);
  expect(clock.pending).toBe(0);
  bench().stop();
});
