import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, xor } from './bytes.ts';
import { silentLog, traceOf } from './log.ts';
import { isFen, MAX_FEN } from './money.ts';
import { done, refused, retryAfter, unknown } from './outcome.ts';
import { err, ok, unreachable } from './result.ts';
import { Signal } from './subscribe.ts';

describe('bytes', () => {
  it('read and write hexadecimal, with or without spaces', () => {
    expect(toHex(fromHex('00 ff 7A'))).toBe('00FF7A');
    expect(toHex(concat(fromHex('01'), fromHex('0203')))).toBe('010203');
    expect(xor(fromHex('01020304'))).toBe(0x04);
  });

  it.each(['0', 'zz', '0x12'])('refuse %s', (text) => {
    expect(() => fromHex(text)).toThrow('not hex');
  });
});

describe('money', () => {
  it('is a whole number of fen within what slips are laid out for', () => {
    expect([0, 1, MAX_FEN].every(isFen)).toBe(true);
    expect([-1, 0.5, MAX_FEN + 1, Number.NaN, '1', null].some(isFen)).toBe(false);
  });
});

describe('answers', () => {
  it('carry what they prove', () => {
    expect(ok()).toEqual({ ok: true, value: undefined });
    expect(ok(1)).toEqual({ ok: true, value: 1 });
    expect(err('NO')).toEqual({ ok: false, error: 'NO' });
    expect(done(1)).toEqual({ kind: 'ok', value: 1 });
    expect(refused('CODE')).toEqual({ kind: 'refused', code: 'CODE' });
    expect(refused('CODE', 'why')).toEqual({ kind: 'refused', code: 'CODE', message: 'why' });
    expect(retryAfter(5)).toEqual({ kind: 'retry', afterMs: 5 });
    expect(unknown('timeout')).toEqual({ kind: 'unknown', cause: 'timeout' });
  });

  it('have no variant that a switch forgot', () => {
    expect(() => unreachable('new' as never)).toThrow('unreachable');
  });
});

describe('signal', () => {
  it('calls who listens, until they stop, even when one stops during the call', () => {
    const signal = new Signal<number>();
    const heard: string[] = [];
    const stop = signal.subscribe((value) => {
      heard.push(`a${value}`);
      stop();
    });
    signal.subscribe((value) => heard.push(`b${value}`));
    signal.emit(1);
    signal.emit(2);
    stop();
    expect(heard).toEqual(['a1', 'b1', 'b2']);
  });
});

describe('log', () => {
  it('keeps of a thrown value its class and place, never its message', () => {
    const trace = traceOf(new TypeError('440404190001011019'));
    expect(trace.error).toBe('TypeError');
    expect(trace.at).toMatch(/^at .*base\.test\.ts/);
    expect(JSON.stringify(trace)).not.toContain('440404');
    expect(traceOf('text')).toEqual({ error: 'string', at: '' });
    expect(traceOf(Object.assign(new Error('x'), { stack: undefined }))).toEqual({ error: 'Error', at: '' });
    expect(silentLog.event('app-stopped', { reason: '' })).toBeUndefined();
  });
});
