import { describe, expect, it } from 'vitest';
import { CKM_RSA_PKCS, CKM_SHA256_RSA_PKCS, type Cryptoki } from './cryptoki.ts';
import { TokenSigner } from './token-signer.ts';

const HELLO = new TextEncoder().encode('hello');

/** A module whose every answer a test may change. */
class ScriptedCryptoki implements Cryptoki {
  readonly calls: string[] = [];
  /** Next answers of a call; CKR_OK when there are none. */
  readonly rvs: Record<string, number[]> = {};
  tokens: readonly string[] = ['other', 'kiosk'];
  keys: readonly number[] = [7];
  mechanisms: readonly number[] = [CKM_SHA256_RSA_PKCS];
  signed: Uint8Array[] = [];

  #rv(call: string): number {
    this.calls.push(call);
    return this.rvs[call]?.shift() ?? 0;
  }

  async initialize() {
    return this.#rv('initialize');
  }
  async slots() {
    return { rv: this.#rv('slots'), value: this.tokens.map((_, slot) => slot) };
  }
  async tokenLabel(slot: number) {
    return { rv: this.#rv('tokenLabel'), value: this.tokens[slot] ?? '' };
  }
  async openSession() {
    return { rv: this.#rv('openSession'), value: 40 };
  }
  async closeSession() {
    return this.#rv('closeSession');
  }
  async login() {
    return this.#rv('login');
  }
  async findPrivateKeys() {
    return { rv: this.#rv('findPrivateKeys'), value: this.keys };
  }
  async sign(_session: number, _key: number, mechanism: number, data: Uint8Array) {
    const rv = this.#rv('sign');
    if (!this.mechanisms.includes(mechanism)) return { rv: 0x70, value: new Uint8Array(0) };
    if (rv === 0) this.signed.push(data);
    return { rv, value: Uint8Array.of(1, 2, 3) };
  }
}

function bench() {
  const cryptoki = new ScriptedCryptoki();
  const signer = new TokenSigner({
    module: 'libtoken.so',
    token: 'kiosk',
    key: 'mch',
    pin: '1234',
    load: () => cryptoki,
  });
  return { cryptoki, signer };
}

const count = (cryptoki: ScriptedCryptoki, call: string) =>
  cryptoki.calls.filter((one) => one === call).length;

describe('a token that works', () => {
  it('signs, and is opened once', async () => {
    const { cryptoki, signer } = bench();
    const both = await Promise.all([signer.sign(HELLO), signer.sign(HELLO)]);
    expect(both).toEqual([
      { ok: true, value: Uint8Array.of(1, 2, 3) },
      { ok: true, value: Uint8Array.of(1, 2, 3) },
    ]);
    expect(cryptoki.signed).toEqual([HELLO, HELLO]);
    expect(count(cryptoki, 'login')).toBe(1);
  });

  it('may have been opened by somebody else in this process', async () => {
    const { cryptoki, signer } = bench();
    cryptoki.rvs.initialize = [0x191];
    cryptoki.rvs.login = [0x100];
    expect(await signer.sign(HELLO)).toMatchObject({ ok: true });
  });

  it('that does not hash gets the digest in its wrapping, and is not asked again', async () => {
    const { cryptoki, signer } = bench();
    cryptoki.mechanisms = [CKM_RSA_PKCS];
    expect(await signer.sign(HELLO)).toMatchObject({ ok: true });
    expect(await signer.sign(HELLO)).toMatchObject({ ok: true });
    expect(count(cryptoki, 'sign')).toBe(3);
    expect(Buffer.from(cryptoki.signed[0] ?? []).toString('hex')).toBe(
      '3031300d0609608648016503040201050004202cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    );
  });

  it('that can do neither says so', async () => {
    const { cryptoki, signer } = bench();
    cryptoki.mechanisms = [];
    expect(await signer.sign(HELLO)).toEqual({
      ok: false,
      error: { code: 'SIGNER_FAILED', detail: 'C_Sign 0x00000070' },
    });
  });
});

describe('a token that was pulled out', () => {
  it('is found again when it is back, without the caller’s noticing', async () => {
    const { cryptoki, signer } = bench();
    await signer.sign(HELLO);
    cryptoki.rvs.sign = [0xb3];
    expect(await signer.sign(HELLO)).toMatchObject({ ok: true });
    expect(count(cryptoki, 'login')).toBe(2);
    expect(count(cryptoki, 'closeSession')).toBe(1);
  });

  it('and is not there says so, and works once it is there', async () => {
    const { cryptoki, signer } = bench();
    cryptoki.tokens = ['other'];
    expect(await signer.sign(HELLO)).toMatchObject({ error: { detail: 'there is no token kiosk' } });
    cryptoki.tokens = ['kiosk'];
    expect(await signer.sign(HELLO)).toMatchObject({ ok: true });
  });
});

describe('a token that is not the right one', () => {
  it.each([
    [{ tokens: ['kiosk', 'kiosk'] }, 'there is more than one token kiosk'],
    [{ keys: [] }, 'there is no private key mch'],
    [{ keys: [1, 2] }, 'there is more than one private key mch'],
  ])('%j: %s', async (change, detail) => {
    const { cryptoki, signer } = bench();
    Object.assign(cryptoki, change);
    expect(await signer.sign(HELLO)).toEqual({ ok: false, error: { code: 'SIGNER_FAILED', detail } });
  });

  it.each([
    ['initialize', 'C_Initialize 0x00000030'],
    ['slots', 'C_GetSlotList 0x00000030'],
    ['openSession', 'C_OpenSession 0x00000030'],
    ['login', 'C_Login 0x00000030'],
    ['findPrivateKeys', 'C_FindObjects 0x00000030'],
  ])('fails at %s by name, and is tried again', async (call, detail) => {
    const { cryptoki, signer } = bench();
    cryptoki.rvs[call] = [0x30];
    expect(await signer.sign(HELLO)).toMatchObject({ error: { detail } });
    expect(await signer.sign(HELLO)).toMatchObject({ ok: true });
  });

  it('whose label cannot be read is passed over', async () => {
    const { cryptoki, signer } = bench();
    cryptoki.rvs.tokenLabel = [0xe0];
    expect(await signer.sign(HELLO)).toMatchObject({ ok: true });
  });
});

describe('a PIN that is refused', () => {
  it.each([0xa0, 0xa1, 0xa3, 0xa4])('is never tried a second time (%i)', async (rv) => {
    const { cryptoki, signer } = bench();
    cryptoki.rvs.login = [rv];
    const refused = await signer.sign(HELLO);
    expect(refused).toMatchObject({ ok: false });
    expect(await signer.sign(HELLO)).toEqual(refused);
    expect(count(cryptoki, 'login')).toBe(1);
  });
});

describe('a library that is not there', () => {
  it('is an answer, not an exception', async () => {
    const signer = new TokenSigner({
      module: '/nowhere/libtoken.so',
      token: 'kiosk',
      key: 'mch',
      pin: '1234',
    });
    const signed = await signer.sign(HELLO);
    expect(signed).toMatchObject({ ok: false, error: { code: 'SIGNER_FAILED' } });
    expect(JSON.stringify(signed)).toContain('/nowhere/libtoken.so');
    expect(JSON.stringify(signed)).not.toContain('1234');
  });

  it('that loads but throws something odd is one too', async () => {
    const signer = new TokenSigner({
      module: 'x',
      token: 'kiosk',
      key: 'mch',
      pin: '1234',
      load: () => {
        throw 'odd';
      },
    });
    expect(await signer.sign(HELLO)).toMatchObject({ error: { detail: 'x: odd' } });
  });
});
