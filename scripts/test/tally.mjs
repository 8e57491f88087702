/** Counts of tests, taken from the machine-readable reports of the runners. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */
/** @typedef {{ tally: Tally, failures: readonly string[] }} Result the count, and the names of what failed */

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
  return list(record(report).testResults).filter((file) => {
    const { status, assertionResults } = record(file);
    return status === 'failed' && !list(assertionResults).some((one) => record(one).status === 'failed');
  }).length;
}

/**
 * @param {unknown} report Playwright's json reporter
 * @returns {Tally} a flaky test counts as failed: there are no retries to hide behind
 */
export function playwrightTally(report) {
  const field = numbers(record(report).stats);
  const outside = list(record(report).errors).length;
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

/**
 * What failed, by file and full name: at the end of a long log, where a person looks first.
 *
 * @param {unknown} report vitest's json reporter
 * @returns {string[]}
 */
export function vitestFailures(report) {
  return list(record(report).testResults).flatMap((file) => {
    const { name, status, assertionResults } = record(file);
    const failed = list(assertionResults).filter((one) => record(one).status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${name} could not be loaded`] : [];
    return failed.map((one) => `${name}: ${record(one).fullName}`);
  });
}

/**
 * @param {unknown} report Playwright's json reporter: suites in suites, specs at the leaves
 * @returns {string[]}
 */
export function playwrightFailures(report) {
  const { suites, specs } = record(report);
  return [
    ...list(specs).flatMap((spec) => {
      const { ok, file, line, title } = record(spec);
      return ok === false ? [`${file}:${line} ${title}`] : [];
    }),
    ...list(suites).flatMap(playwrightFailures),
  ];
}

/** @param {unknown} value @returns {readonly unknown[]} */
function list(value) {
  return Array.isArray(value) ? value : [];
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
