import { type Document, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import type { ConfigProblem } from './problem.ts';

/** YAML 1.2 (core schema) to plain data. Duplicate keys, several documents and broken syntax are told by line. */
export function readYaml(text: string): Result<unknown, readonly ConfigProblem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const found = [...document.errors, ...document.warnings];
  if (found.length > 0) {
    const problems = found.map(({ pos, code }): ConfigProblem => {
      const { line, col } = lines.linePos(pos[0]);
      const place = `line ${line}, column ${col}`;
      const key = code === 'DUPLICATE_KEY' ? keyPathAt(document, pos[0]) : '';
      return {
        path: key === '' ? place : `${key} (${place})`,
        // The parser's own words quote the text; its codes do not.
        message: MESSAGES[code] ?? 'not valid YAML',
        accepted: '',
      };
    });
    // One slip of the pen often breaks several rules of the grammar in one place.
    return err(
      problems.filter(
        ({ path, message }, index) =>
          problems.findIndex((other) => other.path === path && other.message === message) === index,
      ),
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

/** The key that starts at this offset, with the keys above it: `terminal.id`. */
function keyPathAt(document: Document.Parsed, offset: number): string {
  let path = '';
  visit(document, {
    Pair(_, pair, above) {
      if (!isScalar(pair.key) || pair.key.range?.[0] !== offset) return undefined;
      path = [...above, pair]
        .filter(isPair)
        .map(({ key }) => String(key))
        .join('.');
      return visit.BREAK;
    },
  });
  return path;
}

const MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is there twice',
  MULTIPLE_DOCS: 'a second document starts here; one is accepted',
  TAB_AS_INDENT: 'indented with a tab; YAML wants spaces',
  BAD_INDENT: 'not valid YAML: wrong indentation',
};
