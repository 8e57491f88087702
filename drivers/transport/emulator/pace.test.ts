import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { oneWay } from './pace.ts';

function paced(baudRate: number) {
  const clock = new VirtualClock();
  const out: { at: number; bytes: Uint8Array }[] = [];
  const way = oneWay({ clock, baudRate, bitsPerByte: 10 }, (bytes) =>
    out.push({ at: clock.monotonic(), bytes }),
  );
  return { clock, out, way };
}

describe('a paced direction', () => {
  it('delivers the last byte of a burst when a real line would have carried it', async () => {
    const { clock, out, way } = paced(10_000); // 1 ms per byte
    const burst = Uint8Array.from({ length: 30 }, (_, i) => i);
    way.send(burst);
    await clock.advance(1000);
    expect(out.at(-1)?.at).toBe(30);
    expect(concat(...out.map((part) => part.bytes))).toEqual(burst);
    expect(out.length).toBeLessThan(10);
    expect(clock.pending).toBe(0);
  });

  it('queues a burst behind the one before', async () => {
    const { clock, out, way } = paced(10_000);
    way.send(new Uint8Array(10));
    await clock.advance(5);
    way.send(new Uint8Array(10));
    way.send(new Uint8Array(0));
    await clock.advance(1000);
    expect(out.at(-1)?.at).toBe(20);
    expect(clock.monotonic()).toBe(1005);
    way.send(new Uint8Array(1));
    await clock.advance(10);
    expect(out.at(-1)?.at).toBe(1006);
  });

  it('moves one byte at a time where a byte takes longer than a chunk', async () => {
    const { clock, out, way } = paced(1000); // 10 ms per byte
    way.send(new Uint8Array(3));
    await clock.advance(100);
    expect(out.map((part) => part.at)).toEqual([10, 20, 30]);
  });

  it('waits again when the timer fires early', () => {
    let now = 0;
    const timers: (() => void)[] = [];
    const clock = {
      now: () => now,
      monotonic: () => now,
      after: (_ms: number, action: () => void) => {
        timers.push(action);
        return { cancel: () => undefined };
      },
    };
    const out: string[] = [];
    const way = oneWay({ clock, baudRate: 1000, bitsPerByte: 10 }, (bytes) => out.push(toHex(bytes)));
    way.send(Uint8Array.of(0x5a));
    now = 1;
    timers.shift()?.();
    expect(out).toEqual([]);
    now = 9.8;
    timers.shift()?.();
    expect(out).toEqual(['5A']);
  });

  it('loses what is on the wire when cleared', async () => {
    const { clock, out, way } = paced(10_000);
    way.clear();
    way.send(new Uint8Array(10));
    await clock.advance(4);
    way.clear();
    await clock.advance(100);
    expect(concat(...out.map((part) => part.bytes)).length).toBe(4);
    expect(clock.pending).toBe(0);
  });
});

describe('an unpaced direction', () => {
  it('delivers at once', () => {
    const out: string[] = [];
    const way = oneWay(undefined, (bytes) => out.push(toHex(bytes)));
    way.send(Uint8Array.of(1));
    way.clear();
    expect(out).toEqual(['01']);
  });
});
