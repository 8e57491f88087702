import { describe, expect, it } from 'vitest';
import { fromHex } from '../base/bytes.ts';
import { err, ok } from '../base/result.ts';
import { type CcidLink, CcidSlot, type LinkFault } from './card-slot.ts';
import { decodeAnswer } from './ccid.ts';

/** A slot whose reader gives this answer to everything: `80 00000000 01 00 <status> <error> 00`. */
function answering(status: number, error: number, data = ''): CcidSlot {
  const message = fromHex(`8000000000 0100 0000 00${data}`);
  message[7] = status;
  message[8] = error;
  return new CcidSlot({ exchange: async () => ok(decodeAnswer(message)) }, 1);
}

function failing(fault: LinkFault): CcidSlot {
  const link: CcidLink = { exchange: async () => err(fault) };
  return new CcidSlot(link, 1);
}

describe('whose trouble it is', () => {
  it.each([
    [0x42, 0xfe, 'NO_CARD'],
    [0x43, 0xfe, 'NO_CARD'],
    [0x41, 0xfe, 'CARD_MUTE'],
    [0x40, 0xfd, 'UNREADABLE'],
    [0x41, 0xf8, 'UNREADABLE'],
    [0x41, 0xf3, 'CARD_REMOVED'],
    [0x41, 0xfb, 'READER_FAULT'],
    [0x41, 0xe0, 'READER_FAULT'],
    [0x40, 0x05, 'READER_FAULT'],
  ])('status %i, error %i → %s', async (status, error, code) => {
    expect(await answering(status, error).powerOn()).toMatchObject({ ok: false, error: { code } });
  });

  it('error bytes mean nothing with success', async () => {
    expect((await answering(0x00, 0x81, '9000').transmit(fromHex('00A4'))).ok).toBe(true);
  });

  it('an answer without a status word is UNREADABLE', async () => {
    expect(await answering(0x00, 0x81, '90').transmit(fromHex('00A4'))).toMatchObject({
      ok: false,
      error: { code: 'UNREADABLE' },
    });
  });

  it.each([
    ['GONE', 'READER_GONE'],
    ['SILENT', 'READER_FAULT'],
    ['LOST', 'READER_FAULT'],
    ['REFUSED', 'READER_FAULT'],
  ] as const)('a link that is %s → %s', async (code, expected) => {
    expect(await failing({ code, detail: 'x' }).powerOn()).toMatchObject({ error: { code: expected } });
  });
});

describe('presence', () => {
  it.each([
    [0x00, true],
    [0x01, true],
    [0x02, false],
  ])('status %i → %s', async (status, present) => {
    expect(await answering(status, 0x81).isPresent()).toEqual({ ok: true, value: present });
  });

  it('is not known of a reader that is gone, and false in a slot that it does not have', async () => {
    expect((await failing({ code: 'GONE', detail: '' }).isPresent()).ok).toBe(false);
    expect(await failing({ code: 'REFUSED', detail: 'slot' }).isPresent()).toEqual({
      ok: true,
      value: false,
    });
  });
});

/** A slot whose reader answers with these, one after the other: status, error, data. */
function answeringInTurn(...answers: readonly (readonly [status: number, error: number, data?: string])[]) {
  const left = [...answers];
  const asked: string[] = [];
  const exchange: CcidLink['exchange'] = async ({ name }) => {
    asked.push(name);
    const [status = 0, error = 0, data = ''] = left.shift() ?? [];
    const message = fromHex(`8000000000 0100 0000 00${data}`);
    message[7] = status;
    message[8] = error;
    return ok(decodeAnswer(message));
  };
  return { slot: new CcidSlot({ exchange }, 1), asked };
}

describe('worn contacts', () => {
  it.each([
    ['mute', 0xfe],
    ['parity', 0xfd],
    ['a bad first byte', 0xf8],
    ['a bad check', 0xf7],
  ])('get a second reset after %s, with the power off between', async (_what, error) => {
    const { slot, asked } = answeringInTurn([0x41, error], [0x01, 0], [0x00, 0, '3B00']);
    expect((await slot.powerOn()).ok).toBe(true);
    expect(asked).toEqual(['iccPowerOn', 'iccPowerOff', 'iccPowerOn']);
  });

  it.each([
    ['no card is in', 0x42, 0xfe, 'NO_CARD'],
    ['it is the reader that fails', 0x41, 0xfb, 'READER_FAULT'],
  ])('are not blamed when %s', async (_what, status, error, code) => {
    const { slot, asked } = answeringInTurn([status, error]);
    expect(await slot.powerOn()).toMatchObject({ error: { code } });
    expect(asked).toEqual(['iccPowerOn']);
  });
});

describe('a card that has lost the power which it was given', () => {
  const POWERED = [0x00, 0, '3B00'] as const;

  it('has been out: the command says so, the next look too, the one after finds a card', async () => {
    const { slot } = answeringInTurn(POWERED, [0x41, 0xfe], [0x01, 0], [0x01, 0]);
    await slot.powerOn();
    expect(await slot.transmit(fromHex('00A4'))).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
    expect(await slot.isPresent()).toEqual(ok(false));
    expect(await slot.isPresent()).toEqual(ok(true));
  });

  it('has been out when only the look finds it so', async () => {
    const { slot } = answeringInTurn(POWERED, [0x01, 0], [0x01, 0]);
    await slot.powerOn();
    expect(await slot.isPresent()).toEqual(ok(false));
    expect(await slot.isPresent()).toEqual(ok(true));
  });

  it('has not when it is mute with its power on, or switched off by us, or damaged in its words', async () => {
    const mute = answeringInTurn(POWERED, [0x40, 0xfe], [0x00, 0]).slot;
    await mute.powerOn();
    expect(await mute.transmit(fromHex('00A4'))).toMatchObject({ error: { code: 'CARD_MUTE' } });
    expect(await mute.isPresent()).toEqual(ok(true));
    const off = answeringInTurn(POWERED, [0x01, 0], [0x01, 0]).slot;
    await off.powerOn();
    await off.powerOff();
    expect(await off.isPresent()).toEqual(ok(true));
    const damaged = answeringInTurn(POWERED, [0x41, 0xfd]).slot;
    await damaged.powerOn();
    expect(await damaged.transmit(fromHex('00A4'))).toMatchObject({ error: { code: 'UNREADABLE' } });
  });
});

it('takes no command that is too long for a reader', async () => {
  await expect(answering(0, 0x81).transmit(new Uint8Array(262))).rejects.toThrow(RangeError);
});
