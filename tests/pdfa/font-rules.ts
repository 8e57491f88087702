import { readContent } from './content.ts';
import type { PdfFile } from './pdf-file.ts';
import { PdfDict, PdfName, PdfNumber, PdfStream, type PdfValue } from './pdf-values.ts';
import { type FontProgram, readTrueType } from './true-type.ts';

/** Clause 6.2.11: every font that a page shows text with. Ours are all composite TrueType. */
export function fontFaults(file: PdfFile, page: PdfValue): readonly string[] {
  const contents = file.get(page, 'Contents');
  const streams = Array.isArray(contents) ? contents : [contents];
  const { shown } = readContent(Buffer.concat(streams.map((stream) => file.data(stream))));
  return [...shown].flatMap(([name, codes]) => {
    const font = file.get(page, 'Resources', 'Font', name);
    return oneFontFaults(file, font, codes).map((fault) => `${fault} (font ${name})`);
  });
}

function oneFontFaults(file: PdfFile, font: PdfValue, codes: ReadonlySet<number>): readonly string[] {
  const [descendant, ...others] = file.array(font, 'DescendantFonts').map((each) => file.resolve(each));
  if (
    file.name(font, 'Type') !== 'Font' ||
    file.name(font, 'Subtype') !== 'Type0' ||
    descendant === undefined
  ) {
    return ['6.2.11.2 is not a composite font'];
  }
  const program = programOf(file, descendant);
  if (typeof program === 'string') return [program];
  const faults = dictionaryFaults(file, font, descendant);
  if (others.length > 0) faults.push('6.2.11.2 has several descendants');
  const widths = widthsOf(file, descendant);
  const texts = textsOf(file.data(file.get(font, 'ToUnicode')).toString('latin1'));
  const standard = file.number(descendant, 'DW') ?? 1_000;
  for (const cid of codes) {
    if (cid === 0) faults.push('6.2.11.8 shows .notdef');
    if (!program.isPresent(cid)) faults.push(`6.2.11.4.1 has no glyph ${cid}`);
    else if (Math.abs((widths.get(cid) ?? standard) - program.widthOf(cid)) > 1) {
      faults.push(
        `6.2.11.5 glyph ${cid} is ${widths.get(cid) ?? standard} wide here and ${program.widthOf(cid)} in the font`,
      );
    }
    // Asked of level U only; without it text cannot be searched or copied.
    if (/^[\0\uFEFF\uFFFE]*$/.test(texts.get(cid) ?? '')) faults.push(`6.2.11.7 glyph ${cid} has no text`);
  }
  return [...faults, ...cidSetFaults(file, descendant, program)];
}

/** The embedded program; words for what is wrong with it. */
function programOf(file: PdfFile, descendant: PdfValue): FontProgram | string {
  const stream = file.get(descendant, 'FontDescriptor', 'FontFile2');
  if (!(stream instanceof PdfStream)) return '6.2.11.4.1 is not embedded';
  try {
    return readTrueType(file.data(stream));
  } catch (error) {
    return `6.2.11.2 ${error instanceof Error ? error.message : String(error)}`;
  }
}

function dictionaryFaults(file: PdfFile, font: PdfValue, descendant: PdfValue): string[] {
  const faults: string[] = [];
  const base = file.name(font, 'BaseFont');
  if (file.name(descendant, 'Type') !== 'Font' || file.name(descendant, 'Subtype') !== 'CIDFontType2') {
    faults.push('6.2.11.2 has a descendant of another type');
  }
  if (base === null || base !== file.name(descendant, 'BaseFont')) faults.push('6.2.11.2 has two names');
  if (base !== file.name(descendant, 'FontDescriptor', 'FontName'))
    faults.push('6.2.11.2 is described as another font');
  if (!/^[A-Z]{6}\+/.test(base ?? '')) faults.push('ours: is not marked as a subset');
  if (!['Identity-H', 'Identity-V'].includes(file.name(font, 'Encoding') ?? '')) {
    faults.push('6.2.11.3.1 is not encoded by Identity');
  }
  const map = file.get(descendant, 'CIDToGIDMap');
  if (!(map instanceof PdfName && map.value === 'Identity'))
    faults.push('6.2.11.3.2 does not map CIDs to glyphs');
  if (!(file.get(descendant, 'CIDSystemInfo') instanceof PdfDict))
    faults.push('6.2.11.3.1 has no CIDSystemInfo');
  return faults;
}

/** `[first [w w …] first last w …]` (ISO 32000-1, 9.7.4.3). */
function widthsOf(file: PdfFile, descendant: PdfValue): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  const entries = file.array(descendant, 'W').map((entry) => file.resolve(entry));
  const at = (index: number) =>
    entries[index] instanceof PdfNumber ? Number(entries[index].value) : Number.NaN;
  for (let index = 0; index < entries.length; ) {
    const list = entries[index + 1];
    if (Array.isArray(list)) {
      for (const [offset, width] of list.entries()) {
        widths.set(at(index) + offset, width instanceof PdfNumber ? width.value : Number.NaN);
      }
      index += 2;
    } else {
      for (let cid = at(index); cid <= at(index + 1); cid++) widths.set(cid, at(index + 2));
      index += 3;
    }
  }
  return widths;
}

/** CID → text, of bfchar and bfrange sections. */
function textsOf(cmap: string): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  const hex = (digits: string) =>
    Buffer.from(digits.replaceAll(/\s/g, ''), 'hex').swap16().toString('utf16le');
  for (const [, section = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, cid = '', text = ''] of section.matchAll(/<(\w+)>\s*<([\w\s]+)>/g))
      texts.set(Number.parseInt(cid, 16), hex(text));
  }
  for (const [, section = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first = '', , list = ''] of section.matchAll(/<(\w+)>\s*<(\w+)>\s*\[([^\]]*)\]/g)) {
      const items = [...list.matchAll(/<([\w\s]+)>/g)];
      for (const [offset, [, text = '']] of items.entries())
        texts.set(Number.parseInt(first, 16) + offset, hex(text));
    }
  }
  return texts;
}

/** Where there is a CIDSet it lists every glyph of the program (6.2.11.4.2). */
function cidSetFaults(file: PdfFile, descendant: PdfValue, program: FontProgram): readonly string[] {
  const set = file.get(descendant, 'FontDescriptor', 'CIDSet');
  if (set === null) return [];
  const bits = file.data(set);
  const listed = (cid: number) => ((bits[cid >> 3] ?? 0) & (0x80 >> (cid & 7))) !== 0;
  const missing = Array.from({ length: program.glyphs }, (_, cid) => cid).filter((cid) => !listed(cid));
  return missing.length === 0 ? [] : [`6.2.11.4.2 CIDSet lacks ${missing.length} glyphs`];
}
