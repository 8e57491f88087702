/** A stretch of text in one font: null = the main one. */
export interface FontRun<Rare> {
  readonly text: string;
  readonly rare: Rare | null;
}

/** Cuts a text where its font changes. Nearly always one run: only rare names need a second font. */
export function fontRuns<Rare>(
  text: string,
  rareOf: (char: string) => Rare | null,
): readonly FontRun<Rare>[] {
  const runs: FontRun<Rare>[] = [];
  for (const char of text) {
    const rare = rareOf(char);
    const last = runs.at(-1);
    if (last !== undefined && last.rare === rare) runs.splice(-1, 1, { text: last.text + char, rare });
    else runs.push({ text: char, rare });
  }
  return runs;
}
