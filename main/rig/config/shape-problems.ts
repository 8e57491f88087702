import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { type ConfigProblem, type KeyPath, problem } from './problem.ts';
import { acceptedAt, keysAt, valueAt } from './schema-tree.ts';

type Issue = z.core.$ZodIssue;

/** zod's findings in words for the person who wrote the file. */
export function shapeProblems(raw: unknown, issues: readonly Issue[]): readonly ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((key) => typeof key !== 'symbol');
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(raw, path, key));
    return [problem(path, wordsFor(raw, path, issue), acceptedAt(raw, path))];
  });
}

function unknownKey(raw: unknown, section: KeyPath, key: string): ConfigProblem {
  const known = keysAt(raw, section);
  const meant = nearest(key, known);
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  return problem([...section, key], `unknown key${hint}`, known.join(', '));
}

function wordsFor(raw: unknown, path: KeyPath, issue: Issue): string {
  const value = valueAt(raw, path);
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')
        ? 'must be text: put it in quotes'
        : `must be ${EXPECTED[issue.expected] ?? issue.expected}, but is ${typeName(value)}`;
    case 'too_small':
      return 'is too small or too short';
    case 'too_big':
      return 'is too large or too long';
    case 'invalid_key':
      return 'is not a usable key id';
    case 'invalid_value':
    case 'invalid_union':
      return 'is not one of the accepted values';
    default:
      return 'does not have the accepted form';
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a section',
  record: 'a section',
};

function typeName(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'text', object: 'a section', boolean: 'true or false' }[typeof value as string] ?? 'a number'
  );
}
