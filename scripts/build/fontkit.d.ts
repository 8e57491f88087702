/** What the build and its tests use of fontkit, which ships no types of its own. */
declare module 'fontkit' {
  export function create(font: Uint8Array): {
    /** Code points. */
    readonly characterSet: readonly number[];
    hasGlyphForCodePoint(codePoint: number): boolean;
  };
}
