import { describe, expect, it } from 'vitest';
import { claimInGroups, claimUrl } from './claim.ts';

describe('a claim', () => {
  it('makes the address that the agency has given', () => {
    expect(claimUrl('https://rs.example.gov.cn/r/{claim}', 'A1')).toBe('https://rs.example.gov.cn/r/A1');
    expect(claimUrl('https://rs.example.gov.cn/?c={claim}#{claim}', 'A1')).toBe(
      'https://rs.example.gov.cn/?c=A1#A1',
    );
  });

  it('is grouped for reading', () => {
    expect(claimInGroups('7K3M9QWXA2B3C4D5')).toBe('7K3M-9QWX-A2B3-C4D5');
    expect(claimInGroups('7K3M9')).toBe('7K3M-9');
  });
});
