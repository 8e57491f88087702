import { inflateSync } from 'node:zlib';

/**
 * Reads the text of a PDF back, the way a reader's "copy" does: glyph codes of the page through each font's ToUnicode
 * map. Knows just enough of the format for one-page files with plain object tables, and nothing of how ours are made.
 *
 * @returns one string per text object of the page, in drawing order
 */
export function pdfText(pdf: Uint8Array): readonly string[] {
  const objects = readObjects(Buffer.from(pdf).toString('latin1'));
  const page = [...objects.values()].find((body) => /\/Type \/Page\b/.test(body)) ?? '';
  const resources = objects.get(reference(page, 'Resources')) ?? page;
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  for (const [, name = '', id = ''] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const cmap = objects.get(reference(objects.get(id) ?? '', 'ToUnicode')) ?? '';
    fonts.set(name, readCmap(streamOf(cmap)));
  }
  const content = streamOf(objects.get(reference(page, 'Contents')) ?? '');
  return [...content.matchAll(/BT([\s\S]*?)ET/g)].map(([, text = '']) => readText(text, fonts));
}

function readObjects(file: string): ReadonlyMap<string, string> {
  return new Map(
    [...file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [
      id,
      body,
    ]),
  );
}

function reference(body: string, key: string): string {
  return new RegExp(`/${key} (\\d+) 0 R`).exec(body)?.[1] ?? '';
}

function streamOf(body: string): string {
  const data = /stream\n([\s\S]*)\nendstream/.exec(body)?.[1];
  if (data === undefined) return '';
  const bytes = Buffer.from(data, 'latin1');
  return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

/** `<first> <last> [<utf-16> …]` lines of a bfrange section. */
function readCmap(cmap: string): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  for (const [, first = '', , list = ''] of cmap.matchAll(
    /<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*\[([^\]]*)\]/g,
  )) {
    const targets = [...list.matchAll(/<([^>]*)>/g)].map(([, hex = '']) => utf16(hex));
    for (const [offset, target] of targets.entries()) map.set(Number.parseInt(first, 16) + offset, target);
  }
  return map;
}

function utf16(hex: string): string {
  const units = hex.replaceAll(/\s/g, '').match(/.{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
}

function readText(text: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map();
  let found = '';
  for (const [, name, hex] of text.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)>/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    for (const code of hex?.match(/.{4}/g) ?? []) found += font.get(Number.parseInt(code, 16)) ?? '\uFFFD';
  }
  return found;
}
