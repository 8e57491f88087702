import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import type { Result } from '../../base/result.ts';
import { Loopback } from '../../transport/loopback.ts';
import { encodeFrame } from './framing.ts';
import { type NibbleFault, NibbleLink, type NibbleReply } from './link.ts';

const HARMLESS = { data: fromHex('322300'), ms: 1_000, harmless: true };
const ONCE = { data: fromHex('3226000020000003666666'), ms: 1_000, harmless: false };
const OK = encodeFrame(fromHex('00009000'));
const OTHER = encodeFrame(fromHex('00006A82'));
const SPOILED = concat(OK.slice(0, -3), fromHex('3F3F03'));
/** Longest deadline of a command of one second: frame and longest answer at 9600 baud on top. */
const DEADLINE_MS = 1_700;
const QUIET_MS = 100;

async function bench(prefix = '') {
  const clock = new VirtualClock();
  const wire = new Loopback();
  const link = new NibbleLink(wire.host, clock, fromHex(prefix));
  const heard: string[] = [];
  const troubles: string[] = [];
  wire.line.onData((bytes) => heard.push(toHex(bytes)));
  link.onTrouble((what) => troubles.push(what));
  await wire.host.open();
  /** What the exchange has ended with so far. */
  const ask = (command: typeof ONCE) => {
    const seen: { result: Result<NibbleReply, NibbleFault> | null } = { result: null };
    void link.exchange(command).then((result) => {
      seen.result = result;
    });
    return seen;
  };
  const say = async (...pieces: readonly Uint8Array[]) => {
    for (const piece of pieces) wire.line.write(piece);
    await clock.advance(0);
  };
  return { clock, wire, link, heard, troubles, ask, say };
}

const DONE = { ok: true, value: { status: 0, data: fromHex('9000') } };
const failed = (code: string, detail: string) => ({ ok: false, error: { code, detail } });

describe('an exchange', () => {
  it('is the answer to its question, with nothing left behind', async () => {
    const { clock, ask, say, heard } = await bench();
    const asked = ask(ONCE);
    await clock.advance(0);
    expect(heard).toEqual([toHex(encodeFrame(ONCE.data))]);
    await say(OK);
    expect(asked.result).toEqual(DONE);
    expect(clock.pending).toBe(0);
  });

  it('selects the port before every frame where there is one to be selected', async () => {
    const { clock, ask, say, heard } = await bench('7E2541FFFFFF');
    for (let i = 0; i < 2; i++) {
      ask(HARMLESS);
      await clock.advance(0);
      await say(OK);
    }
    const frame = `7E2541FFFFFF${toHex(encodeFrame(HARMLESS.data))}`;
    expect(heard).toEqual([frame, frame]);
  });

  it('waits for the one before', async () => {
    const { clock, ask, say, heard } = await bench();
    const first = ask(ONCE);
    const second = ask(HARMLESS);
    await clock.advance(0);
    expect(heard.length).toBe(1);
    await say(OK);
    expect([first.result, second.result]).toEqual([DONE, null]);
    await say(OTHER);
    expect(second.result).toMatchObject({ value: { data: fromHex('6A82') } });
  });
});

describe('a spoiled answer', () => {
  it('to a harmless command is asked for again, twice, each time after a moment of quiet', async () => {
    const { clock, ask, say, heard, troubles } = await bench();
    const asked = ask(HARMLESS);
    await clock.advance(0);
    for (const count of [1, 2, 3]) {
      expect(heard.length).toBe(count);
      await say(SPOILED);
      await clock.advance(QUIET_MS - 1);
      expect(heard.length).toBe(count);
      await clock.advance(1);
    }
    expect(asked.result).toEqual(failed('SPOILED', 'damaged frame to 3223'));
    expect(heard.length).toBe(3);
    expect(troubles).toEqual(['damaged frame', 'damaged frame', 'damaged frame']);
  });

  it('is cured by a good one', async () => {
    const { clock, ask, say } = await bench();
    const asked = ask(HARMLESS);
    await clock.advance(0);
    await say(SPOILED);
    await clock.advance(QUIET_MS);
    await say(OK);
    expect(asked.result).toEqual(DONE);
  });

  it.each([
    ['damaged', [SPOILED], 'damaged frame'],
    ['too short for a status', [encodeFrame(fromHex('00'))], 'damaged frame'],
    ['one of two that came together', [concat(OTHER, OK)], 'two answers'],
    ['followed by the beginning of another', [concat(OK, OTHER.slice(0, 4))], 'two answers'],
  ])('to a command that counts (%s) is never asked for again', async (_what, pieces, what) => {
    const { clock, ask, say, heard } = await bench();
    const asked = ask(ONCE);
    await clock.advance(0);
    await say(...pieces);
    expect(asked.result).toEqual(failed('SPOILED', `${what} to 3226`));
    await clock.advance(60_000);
    expect(heard.length).toBe(1);
  });

  it('without its end is one after a second of silence', async () => {
    const { clock, ask, say, troubles } = await bench();
    const asked = ask(ONCE);
    await clock.advance(0);
    await say(OK.slice(0, 6));
    await clock.advance(999);
    expect(asked.result).toBeNull();
    await clock.advance(1);
    expect(asked.result).toEqual(failed('SPOILED', 'unfinished frame to 3226'));
    expect(troubles).toEqual(['unfinished frame']);
  });
});

describe('silence', () => {
  it('fails a command that counts at once', async () => {
    const { clock, ask, heard } = await bench();
    const asked = ask(ONCE);
    await clock.advance(DEADLINE_MS);
    expect(asked.result).toEqual(failed('SILENT', 'no answer to 3226'));
    expect(heard.length).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('fails a harmless one after another try', async () => {
    const { clock, ask, heard } = await bench();
    const asked = ask(HARMLESS);
    await clock.advance(2 * DEADLINE_MS + QUIET_MS);
    expect(asked.result).toEqual(failed('SILENT', 'no answer to 3223'));
    expect(heard.length).toBe(2);
  });
});

describe('what nobody asked for', () => {
  it('is not taken for the next answer: the line has to be quiet first', async () => {
    const { clock, ask, say, heard, troubles } = await bench();
    ask(ONCE);
    await clock.advance(DEADLINE_MS); // no answer in time …
    const asked = ask(HARMLESS);
    await clock.advance(QUIET_MS - 1);
    await say(OTHER); // … but here it comes
    await clock.advance(QUIET_MS - 1);
    expect(heard.length).toBe(1);
    await clock.advance(1);
    expect(heard.length).toBe(2);
    await say(OK);
    expect(asked.result).toEqual(DONE);
    expect(troubles).toEqual(['no answer']);
  });

  it.each([
    ['a whole frame', OTHER, 'answer unasked'],
    ['a damaged one', SPOILED, 'answer unasked'],
  ])('is noted: %s', async (_what, bytes, what) => {
    const { clock, ask, say, heard, troubles } = await bench();
    await say(bytes);
    expect(troubles).toEqual([what]);
    ask(ONCE);
    await clock.advance(0);
    expect(heard).toEqual([]);
    await clock.advance(QUIET_MS);
    expect(heard.length).toBe(1);
  });

  it.each([0, 1_500])('may be half a frame, %i ms before the question', async (ms) => {
    const { clock, ask, say, heard } = await bench();
    await say(OTHER.slice(0, 5));
    await clock.advance(ms);
    const asked = ask(ONCE);
    await clock.advance(0);
    await say(OTHER.slice(5));
    expect(asked.result).toBeNull();
    await clock.advance(QUIET_MS);
    expect(heard.length).toBe(1);
    await say(OK);
    expect(asked.result).toEqual(DONE);
    expect(clock.pending).toBe(0);
  });

  it('is forgotten where it was noise outside of frames', async () => {
    const { clock, ask, say, heard, troubles } = await bench();
    await say(fromHex('00000030FF3003'));
    ask(ONCE);
    await clock.advance(0);
    expect(heard.length).toBe(1);
    expect(troubles).toEqual([]);
  });

  it('and never ends is a fault', async () => {
    const { clock, link, ask, say, heard } = await bench();
    link.beginAnew();
    const asked = ask(HARMLESS);
    for (let ms = 0; ms < 2_000; ms += 50) {
      await say(OTHER);
      await clock.advance(50);
    }
    expect(asked.result).toEqual(failed('SPOILED', 'never quiet'));
    expect(heard).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('giving up', () => {
  it.each([
    ['the wire goes', 'GONE'],
    ['told to', 'told'],
  ])('when %s ends what is under way, and leaves no timer', async (_what, detail) => {
    const { clock, wire, link, ask } = await bench();
    const asked = ask(ONCE);
    await clock.advance(0);
    if (detail === 'GONE') await wire.line.unplug();
    else link.abort(detail);
    await clock.advance(0);
    expect(asked.result).toEqual(failed('GONE', detail));
    expect(clock.pending).toBe(0);
  });

  it('ends one that waits for quiet', async () => {
    const { clock, link, ask, heard } = await bench();
    link.beginAnew();
    const asked = ask(ONCE);
    await clock.advance(0);
    link.abort('told');
    await clock.advance(QUIET_MS);
    expect(asked.result).toEqual(failed('GONE', 'told'));
    expect(heard).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('ends one that cannot be written', async () => {
    const { clock, wire, ask } = await bench();
    await wire.host.close();
    const asked = ask(ONCE);
    await clock.advance(0);
    expect(asked.result).toEqual(failed('GONE', 'NOT_OPEN'));
    expect(clock.pending).toBe(0);
  });

  it('leaves the next exchange alone when a write fails late', async () => {
    const { clock, wire, link, ask, say } = await bench();
    const { write } = wire.host;
    let fail: () => void = () => undefined;
    wire.host.write = () =>
      new Promise((resolve) => {
        fail = () => resolve({ ok: false, error: { code: 'IO', detail: 'late' } });
      });
    const first = ask(ONCE);
    await clock.advance(0);
    link.abort('told');
    wire.host.write = write;
    const second = ask(ONCE);
    await clock.advance(0);
    fail();
    await say(OK);
    expect([first.result, second.result]).toEqual([failed('GONE', 'told'), DONE]);
  });
});
