import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Reads Markdown just closely enough to tell whether what it points at is there. */

export interface Page {
  /** Relative to the checkout. */
  readonly file: string;
  readonly text: string;
}

const FENCE = /^```[^\n]*\n[\s\S]*?^```$/gm;
const COMMENT = /<!--[\s\S]*?-->/g;

/** Links and pictures of a page that lead nowhere, as `[text](target)` would name them. */
export function brokenLinks({ file, text }: Page, root: string): readonly string[] {
  const prose = text.replace(FENCE, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|<img[^>]*\ssrc="([^"]+)"/g)].map(
    ([, link, image]) => link ?? image ?? '',
  );
  return targets.filter((target) => {
    if (isExternal(target)) return false;
    return target.startsWith('#') ? !anchors(text).has(target.slice(1)) : !leadsSomewhere(target, file, root);
  });
}

function isExternal(target: string): boolean {
  return /^(https?|mailto):/.test(target);
}

function leadsSomewhere(target: string, file: string, root: string): boolean {
  const [path = '', anchor] = target.split('#');
  const to = join(root, dirname(file), path);
  // A link out of the checkout works for nobody else.
  if (relative(root, to).startsWith('..') || !existsSync(to)) return false;
  return anchor === undefined || anchors(readFileSync(to, 'utf8')).has(anchor);
}

/** The ids that GitHub gives to headings: lower case, punctuation dropped, spaces as hyphens, repeats numbered. */
export function anchors(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const ids = [...text.replace(FENCE, '').matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const repeats = seen.get(slug) ?? 0;
    seen.set(slug, repeats + 1);
    return repeats === 0 ? slug : `${slug}-${repeats}`;
  });
  return new Set(ids);
}

const TOP = '(?:main|drivers|renderer|tests|scripts|assets|docs)';
const PATH = new RegExp(`\`(${TOP}/[\\w./-]+)\``, 'g');

/** Files and folders named in backticks that are not in the checkout. Names with a placeholder are not looked at. */
export function missingPaths({ text }: Page, root: string): readonly string[] {
  const named = [...text.replace(FENCE, '').replace(COMMENT, '').matchAll(PATH)].map(([, path = '']) => path);
  return named.filter((path) => !existsSync(join(root, path)));
}

export interface Block {
  /** What follows ```json, e.g. `insured` of ```json insured. */
  readonly kind: string;
  readonly text: string;
}

export function jsonBlocks({ text }: Page): readonly Block[] {
  return [...text.matchAll(/^```json ?([\w-]*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', body = '']) => ({
    kind,
    text: body,
  }));
}
