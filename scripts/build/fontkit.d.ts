/** What the tests use of fontkit, which ships no types of its own. */
declare module 'fontkit' {
  export function create(font: Uint8Array): { hasGlyphForCodePoint(codePoint: number): boolean };
}
