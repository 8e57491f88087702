/**
 * Reads documented members out of our own sources, where the doc comment is the documentation. Only the shapes that
 * these two files use are understood; anything else throws, so that a page can never silently miss an entry.
 */

export interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  /** Empty where the source has no comment. */
  readonly doc: string;
}

export interface DocumentedEvent {
  readonly id: string;
  readonly doc: string;
  readonly fields: readonly Field[];
}

const MEMBER = /^ {2}\/\*\* ((?:[^*]|\*(?!\/))*) \*\/\n {2}'?([a-z-]+)'?: \{((?:[^{}])*)\};$/gm;
const FIELD = /(?:\/\*\* ((?:[^*]|\*(?!\/))*) \*\/\s*)?readonly (\w+)(\??): ([^;]+?)(?=;|\s*$)/g;

/** Members of `export interface <name> { /** doc *\/ 'id': { readonly field: type }; … }`. */
export function documentedEvents(source: string, name: string): readonly DocumentedEvent[] {
  const body = between(source, `export interface ${name} {\n`, '\n}\n');
  const events = [...body.matchAll(MEMBER)].map(([, doc = '', id = '', fields = '']) => ({
    id,
    doc: plain(doc),
    fields: [...fields.matchAll(FIELD)].map(([, note = '', field = '', mark = '', type = '']) => ({
      name: field,
      optional: mark === '?',
      type: type.trim(),
      doc: plain(note),
    })),
  }));
  const members = body.match(/^ {2}'?[a-z-]+'?: \{/gm) ?? [];
  if (events.length !== members.length) throw new Error(`${name}: a member without a doc comment`);
  return events;
}

export interface DocumentedCode {
  readonly code: string;
  readonly doc: string;
}

/** Members of `export type <name> = /** doc *\/ | 'CODE' …;`. */
export function documentedCodes(source: string, name: string): readonly DocumentedCode[] {
  const body = between(source, `export type ${name} =\n`, ';\n');
  const codes = [...body.matchAll(/\/\*\* ((?:[^*]|\*(?!\/))*) \*\/\s*\| '([A-Z_]+)'/g)].map(
    ([, doc = '', code = '']) => ({ code, doc: plain(doc) }),
  );
  const members = body.match(/\| '/g) ?? [];
  if (codes.length !== members.length) throw new Error(`${name}: a member without a doc comment`);
  return codes;
}

function between(source: string, start: string, end: string): string {
  const from = source.indexOf(start);
  const to = source.indexOf(end, from + start.length);
  if (from < 0 || to < 0) throw new Error(`no ${start.trim()} … ${end.trim()}`);
  return source.slice(from + start.length, to);
}

/** A comment over several lines as one. */
function plain(doc: string): string {
  return doc.replaceAll(/\s*\n\s*\* ?/g, ' ').trim();
}
