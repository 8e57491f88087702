import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { JobBytes } from './job-bytes.ts';

const COMMAND = Uint8Array.of(0x1b, 0x40);

describe('JobBytes', () => {
  it('holds commands and text in the order in which they came', () => {
    const job = new JobBytes();
    job.put(COMMAND);
    job.putText('王A');
    job.endSegment();
    expect(toHex(job.bytes)).toBe('1B40CDF541');
    expect(job.segments.map((segment) => toHex(segment))).toEqual(['1B40CDF541']);
  });

  it('cuts the same bytes into segments, none of them empty', () => {
    const job = new JobBytes();
    job.endSegment();
    job.put(COMMAND);
    job.endSegment();
    job.endSegment();
    job.putText('AB');
    job.endSegment();
    expect(job.segments.map((segment) => toHex(segment))).toEqual(['1B40', '4142']);
  });

  it.each([
    ['commands', (job: JobBytes) => job.put(COMMAND)],
    ['text', (job: JobBytes) => job.putText('王')],
  ])('grows with its %s and forgets nothing', (_, put) => {
    const job = new JobBytes();
    for (let count = 0; count < 10_000; count++) {
      put(job);
      job.endSegment();
    }
    const [first] = job.segments;
    expect(job.bytes).toHaveLength(20_000);
    expect(job.segments).toHaveLength(10_000);
    expect(new Set(job.segments.map((segment) => toHex(segment)))).toEqual(
      new Set([toHex(first ?? COMMAND)]),
    );
  });

  it('takes a command that is longer than all before it', () => {
    const job = new JobBytes();
    const image = new Uint8Array(50_000).fill(0x55);
    job.put(COMMAND);
    job.put(image);
    job.endSegment();
    expect(job.bytes).toEqual(Uint8Array.of(...COMMAND, ...image));
  });
});
