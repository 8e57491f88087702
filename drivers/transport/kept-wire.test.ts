import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { KeptWire } from './kept-wire.ts';
import { Loopback } from './loopback.ts';

function rig(greet: () => Promise<Result<void, string>> = async () => ok()) {
  const clock = new VirtualClock();
  const { host, line } = new Loopback();
  const told: string[] = [];
  const wire = new KeptWire({
    transport: host,
    clock,
    greet,
    onUp: () => told.push('up'),
    onDown: (cause) => told.push(cause),
  });
  return { clock, host, line, told, wire };
}

describe('a kept wire', () => {
  it('opens, tells a loss once for each cause, and comes back within a second of the replug', async () => {
    const { clock, line, told, wire } = rig();
    wire.start();
    wire.start();
    await clock.advance(0);
    await line.unplug();
    await clock.advance(60_000);
    expect(told).toEqual(['up', 'GONE', 'NOT_FOUND']);
    await line.replug();
    await clock.advance(1_000);
    expect(told).toEqual(['up', 'GONE', 'NOT_FOUND', 'up']);
  });

  it('waits softly: 100, 200, 500, then 1000 ms', async () => {
    const at: number[] = [];
    const { clock, wire } = rig(async () => {
      at.push(clock.monotonic());
      return err('SILENT');
    });
    wire.start();
    await clock.advance(3_900);
    expect(at).toEqual([0, 100, 300, 800, 1_800, 2_800, 3_800]);
  });

  it('drops a device that the driver gives up, and greets it anew', async () => {
    const { clock, told, wire } = rig();
    wire.start();
    await clock.advance(0);
    wire.drop('SILENT');
    await clock.advance(100);
    expect(told).toEqual(['up', 'SILENT', 'up']);
  });

  it('closes at any moment, and stays closed', async () => {
    for (const moment of [0, 50, 150]) {
      const { clock, line, told, wire } = rig();
      if (moment === 50) await line.unplug();
      wire.start();
      await clock.advance(moment);
      const before = told.length;
      await wire.close();
      await wire.close();
      wire.start();
      wire.drop('late');
      await clock.advance(60_000);
      expect(told.length).toBe(before);
      expect(clock.pending).toBe(0);
    }
  });

  it('does not come up when it was closed during the greeting', async () => {
    let finish: (result: Result<void, string>) => void = () => undefined;
    const { clock, told, wire } = rig(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    wire.start();
    await clock.advance(0);
    const closing = wire.close();
    finish(ok());
    await closing;
    expect(told).toEqual([]);
  });
});
