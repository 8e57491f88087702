import { LineCounter, parseDocument } from 'yaml';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import type { ConfigProblem } from './problem.ts';

/** YAML 1.2 (core schema) to plain data. Duplicate keys, several documents and broken syntax are told by line. */
export function readYaml(text: string): Result<unknown, readonly ConfigProblem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const found = [...document.errors, ...document.warnings];
  if (found.length > 0) {
    return err(
      found.map(({ pos, code }) => {
        const { line, col } = lines.linePos(pos[0]);
        // The parser's own words quote the text; its codes do not.
        return {
          path: `line ${line}, column ${col}`,
          message: MESSAGES[code] ?? 'not valid YAML',
          accepted: '',
        };
      }),
    );
  }
  try {
    return ok(document.toJS({ maxAliasCount: 20 }));
  } catch {
    return err([
      { path: '', message: 'refers to an anchor that is not there, or to too many', accepted: '' },
    ]);
  }
}

const MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is there twice',
  MULTIPLE_DOCS: 'a second document starts here; one is accepted',
  TAB_AS_INDENT: 'indented with a tab; YAML wants spaces',
  BAD_INDENT: 'not valid YAML: wrong indentation',
};
