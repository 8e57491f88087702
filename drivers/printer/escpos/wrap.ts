import { widthOf } from './gb18030.ts';

/** May not begin a line: it hangs on the character before it. */
const CLOSING = '，。、；：！？）】》”’,.;:!?)';
/** May not end a line: it leads the character behind it. */
const OPENING = '（【《“‘￥';
const PAUSE = /[，。；：！？]/u;
/** A piece of a last line that reads like a slip of the pen: one Chinese character, whatever hangs on it. */
const LONE = new RegExp(`^[^!-~][${CLOSING}]*$`, 'u');

/**
 * Breaks a text into lines of at most `columns`. Chinese breaks anywhere except before closing and after opening
 * punctuation; a run of ASCII (an order number, a word) stays whole unless it is longer than a line. A last line of a
 * single character takes one more along. An empty text is one empty line.
 */
export function wrap(text: string, columns: number): readonly string[] {
  if (widthOf(text) <= columns) return [text.trimEnd()];
  let line: string[] = [];
  const lines = [line];
  let used = 0;
  for (const piece of pieces(text, columns)) {
    const width = widthOf(piece);
    const fits = used + width <= columns;
    if (!fits) {
      line = [];
      lines.push(line);
      used = 0;
      if (piece === ' ') continue;
    }
    line.push(piece);
    used += width;
  }
  giveCompany(lines, columns);
  return lines.map((parts) => parts.join('').trimEnd());
}

/**
 * The same for a headline: one that needs two lines breaks behind its punctuation, where a speaker would pause, if either
 * half fits into a line.
 */
export function wrapHeadline(text: string, columns: number): readonly string[] {
  const lines = wrap(text, columns);
  const pause = text.search(PAUSE);
  if (lines.length !== 2 || pause < 0) return lines;
  const halves = [text.slice(0, pause + 1), text.slice(pause + 1).trimStart()];
  return halves.every((half) => half !== '' && widthOf(half) <= columns) ? halves : lines;
}

/** Whether a text is cut inside a run of ASCII when it is broken into lines of `columns`. */
export function cutsARun(text: string, columns: number): boolean {
  return text.split(/[^!-~]+/u).some((run) => run.length > columns);
}

/** What stays together: runs of ASCII, and characters with the punctuation that belongs to them, as far as a line holds it. */
function pieces(text: string, columns: number): readonly string[] {
  const result: string[] = [];
  for (const [run] of text.matchAll(/[!-~]+|[^!-~]/gu)) {
    const last = result.at(-1);
    const belongs = last !== undefined && last !== ' ' && (CLOSING.includes(run) || OPENING.includes(last));
    if (belongs && run !== ' ' && widthOf(last + run) <= columns) result.splice(-1, 1, last + run);
    else if (widthOf(run) <= columns) result.push(run);
    else result.push(...run);
  }
  return result;
}

function giveCompany(lines: readonly string[][], columns: number): void {
  const [before, last] = lines.slice(-2);
  if (before === undefined || last?.length !== 1 || before.length < 3 || !LONE.test(last.join(''))) return;
  const [company = ''] = before.slice(-1);
  if (company !== ' ' && widthOf(company + last.join('')) <= columns) last.unshift(...before.splice(-1));
}
