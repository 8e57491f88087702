/** Width of a text in the font and size at hand. */
export type Measure = (text: string) => number;

/** Never at the start of a line. */
const CLOSING = /^[，。；：？！、）】》”’…％,.;:?!)]$/;
/** Never at the end of a line. */
const OPENING = /^[（【《“‘￥(]$/;

/**
 * Breaks Chinese text into lines no wider than `width`: between any two characters, but never inside a run of Latin
 * letters and digits (numbers are compared digit by digit and must stay whole), never before closing punctuation, never
 * after opening punctuation. A last line of a single character takes one more along. A run that is too wide by itself is
 * cut where it must be.
 */
export function breakLines(text: string, width: number, measure: Measure): readonly string[] {
  const lines: string[][] = [];
  let line: string[] = [];
  let used = 0;
  for (const unit of units(text).flatMap((whole) => cut(whole, width, measure))) {
    const wide = measure(unit);
    if (line.length === 0 || (used + wide > width && unit.trim() !== '')) {
      line = [];
      used = 0;
      lines.push(line);
    }
    line.push(unit);
    used += wide;
  }
  noLoneCharacter(lines, (line) => measure(line.join('')) <= width);
  return lines.map((parts) => parts.join('').trim()).filter((part) => part !== '');
}

/** Pieces between which a line may end. */
function units(text: string): readonly string[] {
  const found: string[] = [];
  let glue = false;
  for (const piece of text.match(/[!-~]+|\s+|[^!-~\s]/gu) ?? []) {
    const last = found.length - 1;
    if (last >= 0 && (glue || CLOSING.test(piece))) found[last] += piece;
    else found.push(piece);
    glue = OPENING.test(piece);
  }
  return found;
}

function cut(unit: string, width: number, measure: Measure): readonly string[] {
  if (measure(unit) <= width) return [unit];
  const parts: string[] = [];
  let part = '';
  for (const character of unit) {
    if (part !== '' && measure(part + character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}

function noLoneCharacter(lines: string[][], fits: (line: readonly string[]) => boolean): void {
  const [before, last] = lines.slice(-2);
  if (before === undefined || last?.length !== 1 || before.length < 3) return;
  if (fits([...before.slice(-1), ...last])) last.unshift(...before.splice(-1));
}
