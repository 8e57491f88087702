import { describe, expect, it } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { holding, type LoopbackRig, loopbackRig, pull, read, started, within } from './testing/reader-rig.ts';

const PIN = '123456';

const withCard = async (card: string): Promise<LoopbackRig> => holding(await started(loopbackRig()), card, 0);

const verify = (rig: LoopbackRig, pin = PIN) => within(rig.clock, rig.reader.verifyPin(pin));

/** How often VERIFY reached the reader. */
function countVerify(rig: LoopbackRig): () => number {
  let sent = 0;
  rig.wire.line.onData((bytes) => {
    if (toHex(bytes).includes('0020000003')) sent++;
  });
  return () => sent;
}

const NO_CARD = { ok: false, error: { code: 'NO_CARD' } };

describe('the PIN of the card that was read', () => {
  it('is checked by the card, which is then switched off', async () => {
    const rig = await withCard('v2-wang');
    await read(rig);
    const asked: string[] = [];
    rig.wire.line.onData((bytes) => asked.push(toHex(bytes).slice(2, 4)));
    expect(await verify(rig, '000000')).toEqual({ ok: true, value: { outcome: 'wrong', triesLeft: 4 } });
    expect(await verify(rig)).toEqual({ ok: true, value: { outcome: 'right' } });
    await rig.clock.advance(0);
    expect(asked.at(-1)).toBe('63');
  });

  it('is logged by its outcome, without a digit', async () => {
    const rig = await withCard('v2-wang');
    await read(rig);
    await verify(rig, '907163');
    expect(rig.log.lines.filter((line) => line.includes('card-pin'))).toEqual([
      '{"id":"card-pin","outcome":"wrong","ms":0}',
    ]);
    expect(rig.log.lines.join('\n')).not.toContain('907163');
  });

  it('goes to no card that was not read, or not read well', async () => {
    const rig = await withCard('v2-wang');
    const sent = countVerify(rig);
    expect(await verify(rig)).toEqual(NO_CARD);
    await pull(rig.emulator, 'card-remove');
    await pull(rig.emulator, 'card-insert', { card: 'garbled' });
    await rig.clock.advance(0);
    expect((await read(rig)).ok).toBe(false);
    expect(await verify(rig)).toEqual(NO_CARD);
    expect(sent()).toBe(0);
  });

  it('goes to no card that has taken its place', async () => {
    const rig = await withCard('v2-wang');
    const sent = countVerify(rig);
    await read(rig);
    await pull(rig.emulator, 'card-remove');
    await pull(rig.emulator, 'card-insert', { card: 'v2-expired' });
    await rig.clock.advance(0);
    expect(await verify(rig)).toEqual(NO_CARD);
    expect(sent()).toBe(0);
  });

  it('goes nowhere after the reader was away, or a later reading failed', async () => {
    const away = await withCard('v2-wang');
    await read(away);
    await pull(away.emulator, 'card-reader-unplug');
    await away.clock.advance(0);
    expect(await verify(away)).toEqual({ ok: false, error: { code: 'READER_GONE' } });
    await pull(away.emulator, 'card-reader-replug');
    await away.clock.advance(10_000);
    expect(away.reader.state()).toMatchObject({ connection: 'ready', cardPresent: true });
    expect(await verify(away)).toEqual(NO_CARD);

    const pulled = await withCard('v2-wang');
    await read(pulled);
    await pull(pulled.emulator, 'card-pull-after', { apdus: 1 });
    expect((await read(pulled)).ok).toBe(false);
    expect(await verify(pulled)).toEqual(NO_CARD);
  });

  it('is BUSY beside a reading, and the other way round', async () => {
    const rig = await withCard('v2-wang');
    await read(rig);
    const [pin, reading] = await Promise.all([verify(rig), rig.reader.readIdentity()]);
    expect(pin).toMatchObject({ value: { outcome: 'right' } });
    expect(reading).toEqual({ ok: false, error: { code: 'BUSY' } });
    const [again, other] = await Promise.all([read(rig), rig.reader.verifyPin(PIN)]);
    expect(again.ok).toBe(true);
    expect(other).toEqual({ ok: false, error: { code: 'BUSY' } });
  });

  it('is not sent a second time when the answer cannot be had', async () => {
    const rig = await withCard('v2-wang');
    await read(rig);
    const sent = countVerify(rig);
    const { host } = rig.wire;
    const write = host.write;
    host.write = (bytes) => {
      if (toHex(bytes).includes('0020000003')) rig.emulator.garble = 100;
      return write(bytes);
    };
    expect(await verify(rig)).toMatchObject({ ok: false, error: { code: 'READER_FAULT' } });
    expect(sent()).toBe(1);
  });

  it('of a card that is pulled meanwhile has no answer', async () => {
    const rig = await withCard('v2-wang');
    await read(rig);
    await pull(rig.emulator, 'card-pull-after', { apdus: 2 });
    expect(await verify(rig)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
  });
});

describe('a technician', () => {
  it('may watch a reading', async () => {
    const rig = await withCard('v2-wang');
    const steps: string[] = [];
    await within(
      rig.clock,
      rig.reader.readIdentity(({ step }) => steps.push(step)),
    );
    expect(steps.slice(0, 3)).toEqual(['power-on', 'select-application', 'get-response']);
  });
});
