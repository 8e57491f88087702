import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../transport/http.ts';
import { classify } from './classify.ts';

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    body: new TextEncoder().encode(text),
  };
}

const judged = (...args: Parameters<typeof answer>) => {
  const result = classify(answer(...args));
  return result.ok ? 'ok' : result.error;
};

describe('what an answer without success says', () => {
  it.each(['NO_ORDER', 'DUP_ORDER', 'OPERATION_NOT_ALLOWED', 'BAD_SIGN', 'INVLID_MERCHANT_CONFIG'])(
    '%s: refused, whatever the status',
    (errCode) => {
      for (const status of [200, 400, 412]) {
        expect(judged(status, { errCode, errMsg: '不行' })).toEqual({
          kind: 'refused',
          code: errCode,
          message: '不行',
        });
      }
    },
  );

  it('takes the gateway’s words too, but not all of them', () => {
    expect(judged(400, { errCode: 'DENIED_IP', errInfo: '长'.repeat(500) })).toMatchObject({
      message: '长'.repeat(120),
    });
    expect(judged(400, { errCode: 'DENIED_IP' })).toEqual({ kind: 'refused', code: 'DENIED_IP' });
  });

  it.each([
    'INTERNAL_ERROR',
    'TIMEOUT',
    'NET_ERROR',
    'TARGET_FAIL',
    'ORDER_PROCESSING',
    '1000',
    '9200',
    'TOMORROW',
  ])('%s: it may have worked', (errCode) => {
    expect(judged(200, { errCode })).toEqual({ kind: 'unknown', cause: 'server-error' });
  });

  it('asks for patience when it is overloaded, and for the right time', () => {
    expect(judged(200, { errCode: 'TXN_DISCARDED' })).toEqual({ kind: 'retry', afterMs: 1000 });
    expect(judged(429, '', { 'retry-after': '7' })).toEqual({ kind: 'retry', afterMs: 7000 });
    expect(judged(200, { errCode: 'ABNORMAL_REQUEST_TIME' })).toEqual({
      kind: 'unknown',
      cause: 'clock-skew',
    });
  });

  it('proves nothing where it is not theirs', () => {
    const doubt = { kind: 'unknown', cause: 'bad-answer' };
    expect(judged(500, { errCode: 'NO_ORDER' })).toEqual({ kind: 'unknown', cause: 'server-error' });
    expect(judged(200, '<html></html>')).toEqual(doubt);
    expect(judged(200, {})).toEqual(doubt);
    expect(judged(200, { errCode: 'not a code' })).toEqual(doubt);
    expect(judged(201, { errCode: 'SUCCESS' })).toEqual(doubt);
    expect(judged(200, { errCode: 'SUCCESS' })).toBe('ok');
  });
});
