import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../transport/http.ts';
import { answerMessage } from './canonical.ts';
import { checkAnswer, isSigned } from './verify.ts';

const first = generateKeyPairSync('rsa', { modulusLength: 2048 });
const second = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ring = { PUB_KEY_ID_01: first.publicKey, '5157F09EFDC096DE15EBE81A47057A72': second.publicKey };
const NOW = 1_700_000_000_000;
const BODY = Buffer.from('{"a":1}');

function answer(changes: Record<string, readonly string[]> = {}, by = first, body = BODY): HttpAnswer {
  const timestamp = changes['wechatpay-timestamp']?.[0] ?? '1700000000';
  const message = answerMessage(timestamp, 'nonce', BODY);
  return {
    status: 200,
    body,
    headers: new Map<string, readonly string[]>([
      ['wechatpay-timestamp', [timestamp]],
      ['wechatpay-nonce', ['nonce']],
      ['wechatpay-serial', ['PUB_KEY_ID_01']],
      ['wechatpay-signature', [sign('sha256', message, by.privateKey).toString('base64')]],
      ...Object.entries(changes),
    ]),
  };
}

describe('checkAnswer', () => {
  it('accepts any key of the ring, by its id', () => {
    expect(checkAnswer(answer(), ring, NOW)).toBeNull();
    const other = { 'wechatpay-serial': ['5157F09EFDC096DE15EBE81A47057A72'] };
    expect(checkAnswer(answer(other, second), ring, NOW)).toBeNull();
    expect(checkAnswer(answer(other, first), ring, NOW)).toBe('bad-signature');
  });

  it('does not know other ids, nor those that every object has', () => {
    for (const id of ['PUB_KEY_ID_99', 'constructor', '__proto__']) {
      expect(checkAnswer(answer({ 'wechatpay-serial': [id] }), ring, NOW), id).toBe('unknown-key');
    }
  });

  it('covers the body', () => {
    expect(checkAnswer(answer({}, first, Buffer.from('{"a":2}')), ring, NOW)).toBe('bad-signature');
  });

  it('needs every header, once', () => {
    for (const name of ['timestamp', 'nonce', 'serial', 'signature']) {
      expect(checkAnswer(answer({ [`wechatpay-${name}`]: [] }), ring, NOW), name).toBe('bad-signature');
      const twice = answer().headers.get(`wechatpay-${name}`)?.[0] ?? '';
      expect(checkAnswer(answer({ [`wechatpay-${name}`]: [twice, twice] }), ring, NOW), name).toBe(
        'bad-signature',
      );
    }
  });

  it('refuses signatures and stamps that are not written as such', () => {
    const good = answer().headers.get('wechatpay-signature')?.[0] ?? '';
    for (const text of ['', `WECHATPAY/SIGNTEST/${good}`, `${good.slice(0, -4)}!!!!`, `${good}\t`]) {
      expect(checkAnswer(answer({ 'wechatpay-signature': [text] }), ring, NOW), text).toBe('bad-signature');
    }
    for (const text of ['1.7e9', '-1700000000', ' 1700000000', '']) {
      expect(checkAnswer(answer({ 'wechatpay-timestamp': [text] }), ring, NOW), text).toBe('bad-signature');
    }
  });

  it('believes nothing that is five minutes off, in either direction', () => {
    expect(checkAnswer(answer(), ring, NOW + 299_999)).toBeNull();
    expect(checkAnswer(answer(), ring, NOW - 299_999)).toBeNull();
    expect(checkAnswer(answer(), ring, NOW + 300_000)).toBe('clock-skew');
    expect(checkAnswer(answer(), ring, NOW - 300_000)).toBe('clock-skew');
  });

  it('says clock-skew of genuine answers only', () => {
    expect(checkAnswer(answer({}, second), ring, NOW + 400_000)).toBe('bad-signature');
  });
});

describe('isSigned', () => {
  it('sees whether somebody tried', () => {
    expect(isSigned(answer())).toBe(true);
    expect(isSigned({ status: 400, headers: new Map(), body: BODY })).toBe(false);
  });
});
