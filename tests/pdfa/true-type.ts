/** What PDF/A needs to know of an embedded TrueType program, read from its tables (OpenType specification). */
export interface FontProgram {
  readonly glyphs: number;
  /** In thousandths of the em, as PDF counts. */
  widthOf(glyph: number): number;
  /** Whether its outline lies within the glyf table. */
  isPresent(glyph: number): boolean;
}

/** Without these no CIDFontType2 can be drawn (ISO 32000-1, 9.9). */
const TABLES = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;

/** @throws Error for what is no such program, with what is wrong */
export function readTrueType(file: Buffer): FontProgram {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < file.readUInt16BE(4); index++) {
    const at = 12 + index * 16;
    const [offset, length] = [file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
    const tag = file.toString('latin1', at, at + 4);
    if (offset + length > file.length) throw new Error(`table ${tag} lies outside the font file`);
    tables.set(tag, file.subarray(offset, offset + length));
  }
  const table = (tag: (typeof TABLES)[number]): Buffer => {
    const found = tables.get(tag);
    if (found === undefined) throw new Error(`the font file has no table ${tag}`);
    return found;
  };
  const [glyf, head, hhea, hmtx, loca, maxp] = TABLES.map(table) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const glyphs = maxp.readUInt16BE(4);
  const metrics = hhea.readUInt16BE(34);
  const unitsPerEm = head.readUInt16BE(18);
  const isLong = head.readInt16BE(50) === 1;
  const offsetOf = (glyph: number) =>
    isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2;
  return {
    glyphs,
    widthOf: (glyph) => (hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4) * 1000) / unitsPerEm,
    isPresent: (glyph) =>
      glyph < glyphs && offsetOf(glyph) <= offsetOf(glyph + 1) && offsetOf(glyph + 1) <= glyf.length,
  };
}
