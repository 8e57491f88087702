/** Counts of tests, taken from the machine-readable reports of the runners. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @type {Readonly<Tally>} */
export const NOTHING = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/** @param {readonly Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    NOTHING,
  );
}

/** A tool that only says yes or no counts as one test. @param {number} code its exit code @returns {Tally} */
export function oneTest(code) {
  return code === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}

/**
 * @param {unknown} report vitest's json reporter (Jest's format)
 * @returns {Tally}
 */
export function vitestTally(report) {
  const field = numbers(report);
  return {
    passed: field('numPassedTests'),
    failed: field('numFailedTests') + unstartedSuites(report),
    skipped: field('numPendingTests') + field('numTodoTests'),
  };
}

/** A file that fails while it is loaded has no tests that could fail; it counts as one. @param {unknown} report */
function unstartedSuites(report) {
  const files = record(report).testResults;
  if (!Array.isArray(files)) return 0;
  return files.filter((file) => {
    const { status, assertionResults } = record(file);
    return (
      status === 'failed' &&
      !(Array.isArray(assertionResults) && assertionResults.some((one) => record(one).status === 'failed'))
    );
  }).length;
}

/**
 * @param {unknown} report Playwright's json reporter
 * @returns {Tally} a flaky test counts as failed: there are no retries to hide behind
 */
export function playwrightTally(report) {
  const field = numbers(record(report).stats);
  const errors = record(report).errors;
  const outside = Array.isArray(errors) ? errors.length : 0;
  return {
    passed: field('expected'),
    failed: field('unexpected') + field('flaky') + outside,
    skipped: field('skipped'),
  };
}

/**
 * What a stage is worth in the end: a runner that failed although all its tests passed (coverage below the threshold,
 * an error outside any test) adds one failure, and so does one that ran no test at all.
 *
 * @param {Tally} tally
 * @param {number} code the runner's exit code
 * @returns {Tally}
 */
export function judged(tally, code) {
  const silent = tally.failed === 0 && (code !== 0 || tally.passed === 0);
  return silent ? { ...tally, failed: 1 } : tally;
}

/** @param {Tally} tally @returns {string} the last line of `npm test` */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {unknown} value @returns {Record<string, unknown>} */
function record(value) {
  return typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}

/** @param {unknown} value @returns {(name: string) => number} */
function numbers(value) {
  const fields = record(value);
  return (name) => (typeof fields[name] === 'number' ? fields[name] : 0);
}
