import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../base/clock.ts';
import { WedgeScanner } from './wedge-scanner.ts';

describe('a scanner that types', () => {
  it('is heard between start and close only, and what is no code is logged without its content', async () => {
    const lines: string[] = [];
    const clock = new VirtualClock();
    const scanner = new WedgeScanner({
      clock,
      log: { event: (id, fields) => lines.push(JSON.stringify({ id, ...fields })) },
    });
    const codes: string[] = [];
    scanner.subscribe((event) => event.type === 'code' && codes.push(event.text));
    scanner.receive('TOO-EARLY');
    scanner.start();
    scanner.receive(']Q1GOOD-CODE');
    scanner.receive('SECRET\u0007BELL');
    scanner.receive('   ');
    await scanner.close();
    scanner.receive('TOO-LATE');
    expect(codes).toEqual(['GOOD-CODE']);
    expect(lines.filter((line) => line.includes('device-protocol'))).toHaveLength(2);
    expect(lines.join()).not.toMatch(/SECRET|GOOD/);
    expect(clock.pending).toBe(0);
  });
});
