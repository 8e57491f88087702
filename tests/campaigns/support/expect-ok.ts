import type { Result } from '../../../drivers/base/result.ts';

/** For steps that a test needs and does not test. */
export function expectOk<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`expected ok, got ${JSON.stringify(result.error)}`);
  return result.value;
}
