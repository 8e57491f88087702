/** The candidate that a person most likely meant, or null when none is near (more than a third of the letters differ). */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (best === null || distance < best.distance) best = { candidate, distance };
  }
  if (best === null || best.distance > Math.max(2, Math.ceil(word.length / 3))) return null;
  return best.candidate;
}

/** Insertions, deletions and replacements that make `from` into `to` (Levenshtein). */
export function editDistance(from: string, to: string): number {
  const letters = [...to];
  let previous = Array.from({ length: letters.length + 1 }, (_, index) => index);
  let distance = letters.length;
  for (const [row, letter] of [...from].entries()) {
    let diagonal = row;
    distance = row + 1;
    const rest = previous.slice(1).map((above, column) => {
      const replaced = diagonal + (letter === letters[column] ? 0 : 1);
      diagonal = above;
      distance = Math.min(replaced, above + 1, distance + 1);
      return distance;
    });
    previous = [row + 1, ...rest];
  }
  return distance;
}
