import { describe, expect, it } from 'vitest';
import { orderId } from './order-id.ts';

const base = {
  terminalId: 'K0001',
  seq: 1,
  now: Date.parse('2026-11-24T23:59:59+08:00'),
  random: Uint8Array.of(0xff, 0xff, 0xff, 0xff),
};

describe('order numbers', () => {
  it('are K + terminal + China date + sequence + luck', () => {
    expect(orderId(base)).toBe('K00012611240001ZZZZZZ');
    expect(orderId({ ...base, now: base.now + 1_000, seq: 33, random: new Uint8Array(4) })).toBe(
      'K00012611250011000000',
    );
    expect(orderId({ ...base, random: Uint8Array.of(0x80, 0, 0, 4) })).toBe('K00012611240001G00001');
  });

  it('fit every wallet, whatever the terminal is called', () => {
    for (const terminalId of ['K0001', '0001', 'k-1', '大厅 1', 'X'.repeat(40), '']) {
      for (const seq of [1, 2 ** 20 - 1, 2 ** 20, 2 ** 40]) {
        expect(orderId({ ...base, terminalId, seq })).toMatch(/^K[0-9A-Z]{16,31}$/);
      }
    }
    expect(orderId({ ...base, terminalId: '0001' })).toBe(orderId(base));
  });

  it('need four bytes of luck at most', () => {
    expect(orderId({ ...base, random: new Uint8Array() })).toBe('K00012611240001000000');
  });
});
