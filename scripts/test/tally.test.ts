import { describe, expect, it } from 'vitest';
import {
  judged,
  lastLine,
  oneTest,
  playwrightFailures,
  playwrightTally,
  sum,
  vitestFailures,
  vitestTally,
} from './tally.mjs';

const ok = { passed: 3, failed: 0, skipped: 0 };

describe('counting', () => {
  it('reads vitest, and counts a file that could not be loaded', () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(vitestTally(report)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it('reads Playwright, taking flaky for failed and errors outside tests for failures', () => {
    const report = {
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: 'config' }],
    };
    expect(playwrightTally(report)).toEqual({ passed: 4, failed: 3, skipped: 2 });
  });

  it('takes a missing or odd report for nothing', () => {
    for (const report of [undefined, null, 'x', [], { stats: { expected: '4' } }]) {
      expect(vitestTally(report)).toEqual({ passed: 0, failed: 0, skipped: 0 });
      expect(playwrightTally(report)).toEqual({ passed: 0, failed: 0, skipped: 0 });
    }
  });
});

describe('naming', () => {
  it('names what failed in vitest, and the files that could not be loaded', () => {
    const testResults = [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'a adds up' },
          { status: 'passed', fullName: 'a is here' },
        ],
      },
      { name: 'b.test.ts', status: 'failed', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'c' }] },
    ];
    expect(vitestFailures({ testResults })).toEqual([
      'a.test.ts: a adds up',
      'b.test.ts could not be loaded',
    ]);
  });

  it('names what failed in Playwright, however deep it stands', () => {
    const specs = [
      { ok: false, file: 'x.spec.ts', line: 6, title: 'paper' },
      { ok: true, file: 'x.spec.ts', line: 9, title: 'card' },
    ];
    expect(playwrightFailures({ suites: [{ suites: [{ specs }] }] })).toEqual(['x.spec.ts:6 paper']);
  });

  it('names nothing in a missing report', () => {
    expect([...vitestFailures(undefined), ...playwrightFailures(undefined)]).toEqual([]);
  });
});

describe('judged', () => {
  it('leaves an honest result alone', () => {
    expect(judged(ok, 0)).toEqual(ok);
    expect(judged({ passed: 3, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  it('fails a runner that failed without a failing test (coverage, an error outside tests)', () => {
    expect(judged(ok, 1)).toEqual({ ...ok, failed: 1 });
  });

  it('fails a runner that ran nothing', () => {
    expect(judged({ passed: 0, failed: 0, skipped: 7 }, 0)).toEqual({ passed: 0, failed: 1, skipped: 7 });
  });
});

describe('the last line', () => {
  it('adds up and mentions skipped tests only when there are any', () => {
    expect(lastLine(sum([ok, oneTest(0), oneTest(2)]))).toBe('4 passed, 1 failed');
    expect(lastLine({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped');
  });
});
