/** What a reader may say that the emulated one never does. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { Loopback } from '../../transport/loopback.ts';
import { within } from '../testing/reader-rig.ts';
import { encodeFrame } from './framing.ts';
import { NibbleProtocol } from './protocol.ts';

/** A reader that gives these answers in turn, whatever it is asked. */
async function answering(...answers: readonly string[]) {
  const clock = new VirtualClock();
  const wire = new Loopback();
  const heard: string[] = [];
  wire.line.onData((bytes) => {
    const answer = answers[heard.length];
    heard.push(toHex(bytes));
    if (answer !== undefined) wire.line.write(encodeFrame(fromHex(answer)));
  });
  await wire.host.open();
  const protocol = new NibbleProtocol(wire.host, clock);
  const slot = protocol.slots[0]?.device;
  if (slot === undefined) throw new Error('no slot');
  const done = <T>(promise: Promise<T>) => within(clock, promise);
  return { clock, protocol, slot, done, heard };
}

describe('a reader’s name', () => {
  it.each([
    ['that it does not want to tell', '1001'],
    ['in nothing', '0000'],
    ['without its length', '00004757492D49433230'],
    ['that is empty', '000000'],
    ['that is not text', '0000020102'],
  ])('%s is unknown', async (_what, answer) => {
    const { protocol, done } = await answering(answer);
    expect(await done(protocol.greet())).toEqual({
      ok: true,
      value: { model: 'unknown', firmware: '', reportsChanges: false },
    });
  });

  it('is not known of one that is silent to everything', async () => {
    const { protocol, done, heard } = await answering();
    expect(await done(protocol.greet())).toEqual({ ok: false, error: 'SILENT' });
    expect(heard.length).toBe(4);
  });
});

describe('an answer that is good for the reader and not for the card', () => {
  it('to both resets, with nothing in it, is a mute card', async () => {
    const { slot, done, heard } = await answering('0000', '0000', '0000');
    expect(await done(slot.powerOn())).toEqual({
      ok: false,
      error: { code: 'CARD_MUTE', detail: 'empty answer to reset' },
    });
    const [on, off] = heard;
    expect(heard).toEqual([on, off, on]);
    expect(off).not.toBe(on);
  });

  it.each(['0000', '000090'])('to a command, without a status word (%s), is unreadable', async (answer) => {
    const { slot, done } = await answering('00003B00', answer);
    await done(slot.powerOn());
    expect(await done(slot.transmit(fromHex('00A40000023F00')))).toEqual({
      ok: false,
      error: { code: 'UNREADABLE', detail: 'no status word' },
    });
  });
});

it('an operation that ends in a bug costs no other', async () => {
  const { clock, slot, done } = await answering('00003B00', '0000');
  const { monotonic } = clock;
  clock.monotonic = () => {
    throw new Error('a bug');
  };
  const broken = expect(slot.powerOn()).rejects.toThrow('a bug');
  await clock.advance(0);
  await broken;
  clock.monotonic = monotonic;
  expect(await done(slot.powerOff())).toBeUndefined();
});
