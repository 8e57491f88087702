import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../transport/http.ts';
import { byStatus, patience } from './patience.ts';

function answered(status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  const lines = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]] as const);
  return { status, headers: new Map(lines), body: new Uint8Array() };
}

describe('patience', () => {
  it.each([
    ['0', 1000],
    ['1', 1000],
    ['7', 7000],
    ['60', 60_000],
    ['61', 60_000],
    ['86400', 60_000],
    ['999999999', 60_000],
    ['9999999999', 1000],
    ['-5', 1000],
    ['7.5', 1000],
    ['soon', 1000],
    ['', 1000],
  ])('%j is %d ms', (value, ms) => {
    expect(patience(answered(429, { 'Retry-After': value }))).toBe(ms);
  });

  it('is a second without the header', () => {
    expect(patience(answered(429))).toBe(1000);
  });

  it('counts a date by the server’s clock, whatever ours says', () => {
    const date = 'Wed, 25 Nov 1998 09:00:00 GMT';
    const until = (later: string) => patience(answered(503, { Date: date, 'Retry-After': later }));
    expect(until('Wed, 25 Nov 1998 09:00:20 GMT')).toBe(20_000);
    expect(until('Wed, 25 Nov 1998 10:00:00 GMT')).toBe(60_000);
    expect(until('Wed, 25 Nov 1998 08:00:00 GMT')).toBe(1000);
    expect(patience(answered(503, { 'Retry-After': 'Wed, 25 Nov 1998 09:00:20 GMT' }))).toBe(1000);
  });
});

describe('byStatus', () => {
  it('obeys 429, and 503 that says when', () => {
    expect(byStatus(answered(429))).toEqual({ kind: 'retry', afterMs: 1000 });
    expect(byStatus(answered(503, { 'Retry-After': '20' }))).toEqual({ kind: 'retry', afterMs: 20_000 });
    expect(byStatus(answered(503, { 'Retry-After': 'soon' }))).toEqual({
      kind: 'unknown',
      cause: 'server-error',
    });
  });

  it('takes every other 5xx for no answer, and leaves the rest to the body', () => {
    for (const status of [500, 502, 503, 504]) {
      expect(byStatus(answered(status))).toEqual({ kind: 'unknown', cause: 'server-error' });
    }
    expect(byStatus(answered(500, { 'Retry-After': '20' }))).toEqual({
      kind: 'unknown',
      cause: 'server-error',
    });
    for (const status of [200, 204, 301, 400, 401, 404]) {
      expect(byStatus(answered(status, { 'Retry-After': '20' }))).toBeNull();
    }
  });
});
