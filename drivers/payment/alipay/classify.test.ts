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
      expect(classify(status, { code: 'ACQ.INVALID_PARAMETER' })).toEqual({
        kind: 'unknown',
        cause: 'server-error',
      });
    }
  });

  it('goes by the code: Alipay answers its own troubles with 400', () => {
    const doubtful = [
      'ACQ.SYSTEM_ERROR',
      'AQC.SYSTEM_ERROR',
      'SYSTEM_ERROR',
      'aop.unknow-error',
      'isp.unknow-error',
    ];
    for (const code of doubtful) {
      expect(classify(400, { code }), code).toEqual({ kind: 'unknown', cause: 'server-error' });
    }
    expect(classify(403, { code: 'app-call-limited' }, { 'retry-after': '5' })).toEqual({
      kind: 'retry',
      afterMs: 5000,
    });
    expect(classify(429, 'slow down')).toEqual({ kind: 'retry', afterMs: 1000 });
  });

  it('passes refusals on, of the trade and of the gateway', () => {
    expect(classify(400, { code: 'ACQ.TRADE_HAS_SUCCESS', message: '交易已被支付', links: [] })).toEqual({
      kind: 'refused',
      code: 'ACQ.TRADE_HAS_SUCCESS',
      message: '交易已被支付',
    });
    expect(classify(401, { code: 'invalid-signature', message: 'x'.repeat(500) })).toEqual({
      kind: 'refused',
      code: 'invalid-signature',
      message: 'x'.repeat(120),
    });
    expect(classify(400, { code: 'isv.app-not-exist' })).toEqual({
      kind: 'refused',
      code: 'isv.app-not-exist',
    });
  });

  it('takes nothing for a refusal that does not say why in its language', () => {
    for (const body of ['<html>404</html>', '', { message: 'no' }, { code: '' }, { code: '40004' }, 'null']) {
      expect(classify(404, body)).toEqual({ kind: 'unknown', cause: 'bad-answer' });
    }
    expect(classify(200, { code: 'ACQ.TRADE_HAS_SUCCESS' })).toEqual({
      kind: 'unknown',
      cause: 'bad-answer',
    });
    expect(classify(302, '')).toEqual({ kind: 'unknown', cause: 'bad-answer' });
  });
});
