import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../transport/http.ts';
import { answerMessage } from './canonical.ts';
import { checkAnswer, isSigned } from './verify.ts';

const first = generateKeyPairSync('rsa', { modulusLength: 2048 });
const second = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = 1_700_000_000_000;
const BODY = Buffer.from('{"a":1}');

function answer(changes: Record<string, readonly string[]> = {}, by = first, body = BODY): HttpAnswer {
  const timestamp = changes['alipay-timestamp']?.[0] ?? String(NOW);
  const message = answerMessage(timestamp, 'nonce', BODY);
  return {
    status: 200,
    body,
    headers: new Map<string, readonly string[]>([
      ['alipay-timestamp', [timestamp]],
      ['alipay-nonce', ['nonce']],
      ['alipay-signature', [sign('sha256', message, by.privateKey).toString('base64')]],
      ...Object.entries(changes),
    ]),
  };
}

describe('checkAnswer', () => {
  it('accepts any key of the ring', () => {
    for (const by of [first, second]) {
      expect(checkAnswer(answer({}, by), [first.publicKey, second.publicKey], NOW)).toBeNull();
    }
    expect(checkAnswer(answer({}, second), [first.publicKey], NOW)).toBe('bad-signature');
  });

  it('says that a key is missing only when the answer names one', () => {
    const named = { 'alipay-sn': ['6c8b3f0a'] };
    expect(checkAnswer(answer(named, second), [first.publicKey], NOW)).toBe('unknown-key');
    expect(checkAnswer(answer(named, first), [first.publicKey], NOW)).toBeNull();
  });

  it('covers the body', () => {
    expect(checkAnswer(answer({}, first, Buffer.from('{"a":2}')), [first.publicKey], NOW)).toBe(
      'bad-signature',
    );
  });

  it('needs every header, once', () => {
    for (const name of ['timestamp', 'nonce', 'signature']) {
      expect(checkAnswer(answer({ [`alipay-${name}`]: [] }), [first.publicKey], NOW), name).toBe(
        'bad-signature',
      );
      const twice = answer().headers.get(`alipay-${name}`)?.[0] ?? '';
      const doubled = answer({ [`alipay-${name}`]: [twice, twice] });
      expect(checkAnswer(doubled, [first.publicKey], NOW), name).toBe('bad-signature');
    }
  });

  it('refuses signatures and stamps that are not written as such', () => {
    const good = answer().headers.get('alipay-signature')?.[0] ?? '';
    for (const text of ['', 'null', `${good.slice(0, -4)}!!!!`, `${good}\t`]) {
      expect(checkAnswer(answer({ 'alipay-signature': [text] }), [first.publicKey], NOW), text).toBe(
        'bad-signature',
      );
    }
    for (const text of ['1.7e12', '-1700000000000', ' 1', '']) {
      expect(checkAnswer(answer({ 'alipay-timestamp': [text] }), [first.publicKey], NOW), text).toBe(
        'bad-signature',
      );
    }
  });

  it('believes nothing that is five minutes off, in either direction, and says so of genuine answers only', () => {
    const ring = [first.publicKey];
    expect(checkAnswer(answer(), ring, NOW + 299_999)).toBeNull();
    expect(checkAnswer(answer(), ring, NOW - 299_999)).toBeNull();
    expect(checkAnswer(answer(), ring, NOW + 300_000)).toBe('clock-skew');
    expect(checkAnswer(answer(), ring, NOW - 300_000)).toBe('clock-skew');
    expect(checkAnswer(answer({}, second), ring, NOW + 400_000)).toBe('bad-signature');
  });
});

describe('isSigned', () => {
  it('sees whether somebody tried', () => {
    expect(isSigned(answer())).toBe(true);
    expect(isSigned({ status: 400, headers: new Map(), body: BODY })).toBe(false);
  });
});
