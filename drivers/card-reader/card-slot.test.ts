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

it('takes no command that is too long for a reader', async () => {
  await expect(answering(0, 0x81).transmit(new Uint8Array(262))).rejects.toThrow(RangeError);
});
