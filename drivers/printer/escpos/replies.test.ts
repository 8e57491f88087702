import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '../../base/bytes.ts';
import { type Reply, ReplyParser } from './replies.ts';

const parse = (...chunks: string[]): readonly Reply[] => {
  const parser = new ReplyParser();
  return chunks.flatMap((chunk) => parser.push(fromHex(chunk)));
};

describe('ReplyParser', () => {
  it('tells the four real-time answers from the in-order one', () => {
    expect(parse('12 32 12 7E 00 03')).toEqual([
      { kind: 'real-time', status: 0x12 },
      { kind: 'real-time', status: 0x32 },
      { kind: 'real-time', status: 0x12 },
      { kind: 'real-time', status: 0x7e },
      { kind: 'in-order', status: 0x00 },
      { kind: 'in-order', status: 0x03 },
    ]);
  });

  it('takes every status byte of the protocol for what it is', () => {
    for (let byte = 0; byte <= 0xff; byte++) {
      const [reply] = parse(byte.toString(16).padStart(2, '0'));
      const fixed = (byte & 0x93) === 0x12;
      if (byte === 0x37 || byte === 0x5f || (byte & 0x93) === 0x10) expect(reply).toBeUndefined();
      else if (byte === 0x11 || byte === 0x13) expect(reply?.kind).toBe('flow');
      else if (fixed) expect(reply).toEqual({ kind: 'real-time', status: byte });
      else if ((byte & 0x90) === 0) expect(reply).toEqual({ kind: 'in-order', status: byte });
      else expect(reply).toEqual({ kind: 'unknown', byte });
    }
  });

  it('reads an automatic status that is split over chunks, with flow control and a real-time answer in between', () => {
    expect(parse('18', '13 00 12', '0F 11', '00')).toEqual([
      { kind: 'flow', ready: false },
      { kind: 'real-time', status: 0x12 },
      { kind: 'flow', ready: true },
      { kind: 'automatic', status: [0x18, 0x00, 0x0f, 0x00] },
    ]);
  });

  it('drops the torn half when an automatic status starts anew', () => {
    expect(parse('18 00 10 00 03 0F')).toEqual([
      { kind: 'unknown', byte: 0x18 },
      { kind: 'unknown', byte: 0x00 },
      { kind: 'automatic', status: [0x10, 0x00, 0x03, 0x0f] },
    ]);
  });

  it('takes blocks whole: their payload looks like status', () => {
    expect(parse('37 22 30 30', '30 31 00 37 25 00', '37 21 12 10 00', '5F 54 4D 2D 54 00')).toEqual([
      { kind: 'process-id', id: fromHex('30303031') },
      { kind: 'cleared' },
      { kind: 'offline-notice' },
      { kind: 'text', text: 'TM-T' },
    ]);
  });

  it('lifts flow control out of a block', () => {
    expect(parse('37 22 20 13 7E 11 20 21 00')).toEqual([
      { kind: 'flow', ready: false },
      { kind: 'flow', ready: true },
      { kind: 'process-id', id: fromHex('207E2021') },
    ]);
  });

  it('gives a garbled block up as unknown bytes', () => {
    expect(parse('37 22 30 00')).toHaveLength(4);
    expect(parse('37 25 30 00').every((reply) => reply.kind === 'unknown')).toBe(true);
    expect(parse('37 99 00').every((reply) => reply.kind === 'unknown')).toBe(true);
  });

  it('does not wait for ever for the end of a block', () => {
    const parser = new ReplyParser();
    const replies = parser.push(concat(fromHex('5F'), new Uint8Array(81).fill(0x41), fromHex('12')));
    expect(replies).toHaveLength(83);
    expect(replies.at(-1)).toEqual({ kind: 'real-time', status: 0x12 });
  });

  it('takes Custom’s full status whole, whatever its bytes look like, and only where it is spoken', () => {
    const custom = new ReplyParser({ fullStatus: true });
    expect(custom.push(fromHex('12 10 0F 13 11 37 5F 12'))).toEqual([
      { kind: 'real-time', status: 0x12 },
      { kind: 'maker-status', bytes: [0x13, 0x11, 0x37, 0x5f] },
      { kind: 'real-time', status: 0x12 },
    ]);
    expect(custom.push(fromHex('10 12'))).toEqual([
      { kind: 'unknown', byte: 0x10 },
      { kind: 'real-time', status: 0x12 },
    ]);
    expect(parse('10 0F 00 00')).toEqual([{ kind: 'automatic', status: [0x10, 0x0f, 0, 0] }]);
  });
});
