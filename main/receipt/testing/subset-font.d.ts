/** What is used of subset-font, which ships no types of its own. */
declare module 'subset-font' {
  export default function subsetFont(
    font: Uint8Array,
    characters: string,
    options?: { readonly targetFormat?: 'truetype' },
  ): Promise<Uint8Array>;
}
