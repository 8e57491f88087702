/**
 * What the set-up tells the person watching: one line per thing done, on stderr, so that a command's stdout stays
 * its own result (`npm run -s electron-path` prints a path and nothing else).
 *
 * @param {string} topic one word: packages, electron, system, display, build
 * @param {string} text
 */
export function say(topic, text) {
  process.stderr.write(`[${topic}] ${text}\n`);
}

/**
 * Something the person must do or know; the message is complete, so no stack trace is printed for it.
 * Everything else that is thrown in these scripts is a bug and keeps its stack.
 */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/**
 * Runs a command-line entry: a {@link SetupError} becomes its message and exit code 1.
 *
 * @param {() => Promise<number>} main gives the exit code
 * @returns {Promise<void>}
 */
export async function entry(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** @param {unknown} error @returns {string} the first line of what went wrong, without a stack */
export function reason(error) {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
