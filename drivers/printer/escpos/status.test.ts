import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { vectors } from '../fixtures/status-vectors.json' with { type: 'json' };
import { type Reply, ReplyParser } from './replies.ts';
import {
  blockOf,
  faultOf,
  fromAutomatic,
  fromRealTime,
  type PrinterStatus,
  passesByItself,
  type StatusBits,
} from './status.ts';

const statuses = (replies: readonly Reply[]): readonly number[] =>
  replies.map((reply) => (reply.kind === 'real-time' ? reply.status : Number.NaN));

/** Of a model that has it all. */
const ALL: StatusBits = { errorBit2: 'jam', presenterBit: true };

function decodeRealTime(hex: string, bits = ALL): PrinterStatus {
  const [a = 0, b = 0, c = 0, d = 0] = statuses(new ReplyParser().push(fromHex(hex)));
  return fromRealTime([a, b, c, d], bits);
}

describe('status', () => {
  it.each(vectors)('reads $state from DLE EOT', ({ realTime, block, low }) => {
    const status = decodeRealTime(realTime);
    expect(blockOf(status)).toBe(block);
    expect(status.paperNearEnd).toBe(low);
  });

  it.each(vectors.filter(({ automatic }) => automatic !== null))(
    'reads $state from automatic status',
    ({ automatic, block, low }) => {
      const [reply] = new ReplyParser().push(fromHex(String(automatic)));
      if (reply?.kind !== 'automatic') throw new Error('not an automatic status');
      const status = fromAutomatic(reply.status);
      expect(blockOf(status)).toBe(block);
      expect(status.paperNearEnd).toBe(low);
    },
  );

  it('reads the errors that the table does not list', () => {
    expect(blockOf(decodeRealTime('1A 52 32 12'))).toBe('fault');
    expect(blockOf(decodeRealTime('1A 52 12 12'))).toBe('fault');
    expect(blockOf(decodeRealTime('1A 52 52 12'))).toBe('overheated');
    expect(blockOf(fromAutomatic([0x18, 0x20, 0, 0]))).toBe('fault');
    expect(blockOf(fromAutomatic([0x18, 0x40, 0, 0]))).toBe('overheated');
  });

  it('ignores the fourth automatic byte, which says 0F on SNBC BTP-M300', () => {
    expect(blockOf(fromAutomatic([0x10, 0, 0, 0x0f]))).toBeNull();
  });

  it('takes the drawer pin and the feed button for nothing', () => {
    expect(blockOf(decodeRealTime('56 1A 12 12'))).toBeNull();
  });

  it('reads the bits that differ as the model has them', () => {
    const citizen: StatusBits = { errorBit2: 'black-mark', presenterBit: true };
    expect(blockOf(decodeRealTime('1A 52 16 12', citizen))).toBe('fault');
    expect(blockOf(decodeRealTime('12 12 12 52', { errorBit2: 'jam', presenterBit: false }))).toBeNull();
  });

  it('does not hold a slip at the exit against the job that put it there', () => {
    expect(faultOf(decodeRealTime('12 12 12 52'))).toBeNull();
    expect(faultOf(decodeRealTime('1A 32 12 7E'))).toBe('paper-out');
  });

  it('waits only for what passes by itself', () => {
    expect(passesByItself('overheated')).toBe(true);
    expect(passesByItself('offline')).toBe(true);
    expect(passesByItself('paper-out')).toBe(false);
  });
});
