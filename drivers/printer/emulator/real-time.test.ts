import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { type RealTimeCommand, RealTimeScanner } from './real-time.ts';

function scan(hex: string): readonly (RealTimeCommand | null)[] {
  const scanner = new RealTimeScanner();
  return [...fromHex(hex)].map((byte) => scanner.push(byte)).filter((command) => command !== null);
}

describe('RealTimeScanner', () => {
  it('sees commands anywhere in the stream', () => {
    expect(scan('FF 10 04 01 10 04 04 00 10 05 01 10 05 02 10 14 08 01 03 14 01 06 02 08 00')).toEqual([
      { kind: 'status', n: 1 },
      { kind: 'status', n: 4 },
      { kind: 'recover' },
      { kind: 'recover-and-clear' },
      { kind: 'clear' },
    ]);
  });

  it('takes nothing that is only similar', () => {
    expect(scan('10 04 00 10 04 06 10 05 03 10 14 08 01 03 14 01 06 02 09 04 01')).toEqual([]);
    expect(scan('10 04')).toEqual([]);
  });
});
