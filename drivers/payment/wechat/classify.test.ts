import { describe, expect, it } from 'vitest';
import { classifyError } from './classify.ts';

function classify(status: number, body: unknown, headers: Record<string, string> = {}) {
  return classifyError({
    status,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
  });
}

describe('classifyError', () => {
  it('takes no 5xx for a failure, whatever it says', () => {
    for (const status of [500, 502, 503, 504]) {
      expect(classify(status, { code: 'PARAM_ERROR' })).toEqual({ kind: 'unknown', cause: 'server-error' });
      expect(classify(status, '<html>')).toEqual({ kind: 'unknown', cause: 'server-error' });
    }
  });

  it('goes by the code, not by the status', () => {
    for (const code of ['SYSTEM_ERROR', 'SYSTEMERROR', 'BANK_ERROR', 'USERPAYING']) {
      expect(classify(400, { code }), code).toEqual({ kind: 'unknown', cause: 'server-error' });
    }
    for (const code of ['FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED']) {
      expect(classify(403, { code }), code).toEqual({ kind: 'retry', afterMs: 1000 });
    }
  });

  it('waits as long as it is told, within bounds', () => {
    const cases: readonly [string, number][] = [
      ['5', 5000],
      ['0', 1000],
      ['3600', 60_000],
      ['Wed, 21 Oct 2026 07:28:00 GMT', 1000],
    ];
    for (const [value, afterMs] of cases) {
      expect(classify(429, 'slow down', { 'retry-after': value }), value).toEqual({ kind: 'retry', afterMs });
    }
  });

  it('passes business refusals on in one spelling', () => {
    expect(classify(400, { code: 'ORDERPAID', message: '订单已支付' })).toEqual({
      kind: 'refused',
      code: 'ORDER_PAID',
      message: '订单已支付',
    });
    expect(classify(404, { code: 'ORDERNOTEXIST' })).toEqual({ kind: 'refused', code: 'ORDER_NOT_EXIST' });
    expect(classify(401, { code: 'SIGN_ERROR', message: 'x'.repeat(500) })).toMatchObject({
      code: 'SIGN_ERROR',
      message: 'x'.repeat(120),
    });
  });

  it('takes nothing for a refusal that does not say why in its language', () => {
    for (const body of [
      '<html>404</html>',
      '',
      { message: 'no' },
      { code: 'not a code' },
      { code: 404 },
      'null',
    ]) {
      expect(classify(404, body)).toEqual({ kind: 'unknown', cause: 'bad-answer' });
    }
    expect(classify(200, { code: 'ORDER_PAID' })).toEqual({ kind: 'unknown', cause: 'bad-answer' });
    expect(classify(302, '')).toEqual({ kind: 'unknown', cause: 'bad-answer' });
  });
});
