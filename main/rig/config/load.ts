import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import { type Config, resolveConfig } from './config.ts';
import { readKeyFiles } from './key-files.ts';
import { readPinFile } from './pin-file.ts';
import type { ConfigProblem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { ruleProblems } from './rules.ts';
import { configSchema } from './schema.ts';
import { shapeProblems } from './shape-problems.ts';

/**
 * Reads kiosk.yaml and everything that it names. Either a configuration that is right in every respect, or every problem
 * that it has, in the order of the checks: shape, rules, files. No message quotes a value.
 *
 * @param path of the file; key files in it are relative to its folder
 */
export async function loadConfig(path: string): Promise<Result<Config, readonly ConfigProblem[]>> {
  const text = await readText(path);
  if (!text.ok) return text;
  const yaml = readYaml(text.value);
  if (!yaml.ok) return yaml;
  const raw = yaml.value;

  const shape = configSchema.safeParse(raw);
  const folder = dirname(resolve(path));
  const [files, pin] = await Promise.all([readKeyFiles(raw, folder), readPinFile(raw, folder)]);
  const found = shape.success ? [] : shapeProblems(raw, shape.error.issues);
  const problems = [
    ...found,
    ...unlessNamed(found, [...ruleProblems(raw), ...files.problems, ...pin.problems]),
  ];
  if (!shape.success || problems.length > 0) return err(problems);
  return ok(resolveConfig(shape.data, files.material, pin.hash));
}

async function readText(path: string): Promise<Result<string, readonly ConfigProblem[]>> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`;
    return err([{ path: '', message, accepted: '' }]);
  }
}

/** A key that has not the right form needs no second complaint about what else it is not. */
function unlessNamed(
  named: readonly ConfigProblem[],
  problems: readonly ConfigProblem[],
): readonly ConfigProblem[] {
  const paths = new Set(named.map(({ path }) => path));
  return problems.filter(({ path }) => !paths.has(path));
}
