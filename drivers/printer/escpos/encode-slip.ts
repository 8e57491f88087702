import { concat } from '../../base/bytes.ts';
import { type DrawnGlyphs, NO_GLYPHS } from '../glyphs.ts';
import type { PrinterProfile } from '../profile.ts';
import type { Slip } from '../slip.ts';
import * as command from './commands.ts';
import { encodeLine, isAllEncodable } from './gb18030.ts';
import { type Line, layOut } from './layout.ts';
import { qrRows, qrSize } from './qr-symbol.ts';
import { imageCommands, trimmed } from './raster-image.ts';
import { drawLine } from './raster-line.ts';

export interface EncodedSlip {
  /** Everything up to and including the cut. */
  readonly bytes: Uint8Array;
  /**
   * The same bytes in whole commands, about a line each. Between two of them a status query may be put on the wire;
   * inside one it would become part of the data.
   */
  readonly segments: readonly Uint8Array[];
  /** The text that will be on the paper, line by line; symbols are not in it. */
  readonly textLines: readonly string[];
  /** Characters that could not even be drawn and stand as 〓, in reading order; the slip's last line says so. */
  readonly replaced: readonly string[];
  /** Paper that the slip uses, with the way to the cutter, mm. For time budgets. */
  readonly lengthMm: number;
}

/** 203 dpi. */
const DOTS_PER_MM = 8;
const TEXT_DOTS = 24;
/** FEED takes one byte. */
const MAX_FEED_DOTS = 255;
const CODE_MARGIN_DOTS = 24;
/** Large characters fill their line to the edges; without this they touch what follows. */
const LARGE_MARGIN_DOTS = 12;

const NOTHING = new Uint8Array(0);

type TextLine = Extract<Line, { kind: 'text' }>;

/**
 * A slip as ESC/POS text-mode bytes for one model. Pure: the same slip and profile give the same bytes.
 *
 * No state survives a line: sizes, bold and inverse are switched on before its text and off after its line feed, so
 * that a slip which is cut short cannot colour the next one. Throws for data that no slip can hold (an over-long QR).
 *
 * @param glyphs of `charactersToDraw(slip)`; without them characters that the printer lacks stand as 〓
 */
export function encodeSlip(
  slip: Slip,
  profile: PrinterProfile,
  glyphs: DrawnGlyphs = NO_GLYPHS,
): EncodedSlip {
  const { lines, replaced } = layOut(slip, profile.paper.columns, glyphs);
  const job = new Job(profile);
  const nothingDrawn = glyphs.normal.size === 0;
  for (const line of lines) {
    if (line.kind === 'qr') job.code(line);
    else if (nothingDrawn || isAllEncodable(line.text)) job.text(line);
    else job.drawn(line, glyphs);
  }
  job.cut();
  return {
    bytes: concat(...job.segments),
    segments: job.segments,
    textLines: lines.flatMap((line) => (line.kind === 'text' ? [line.text] : [])),
    replaced,
    lengthMm: job.dots / DOTS_PER_MM,
  };
}

class Job {
  readonly #profile: PrinterProfile;
  readonly segments: Uint8Array[];
  dots = 0;
  /** What the printer stands at; null while only assumed. */
  #align: TextLine['align'] | null = null;
  #pitchKnown = false;

  constructor(profile: PrinterProfile) {
    this.#profile = profile;
    this.segments = [concat(command.INITIALIZE, command.CHINESE_MODE)];
  }

  text(line: TextLine): void {
    const { size, bold } = this.#profile.text;
    const before: Uint8Array[] = [];
    const after: Uint8Array[] = [];
    if (this.#align !== line.align) before.push(this.#aligned(line.align));
    if (line.large) {
      before.push(command.SIZES[size].double);
      after.push(command.SIZES[size].normal, command.feedDots(LARGE_MARGIN_DOTS));
      this.dots += LARGE_MARGIN_DOTS;
    } else if (!this.#pitchKnown) {
      before.push(this.#pitched());
    }
    if (line.bold) {
      before.push(command.bold(bold, true));
      after.push(command.bold(bold, false));
    }
    if (line.inverse) {
      before.push(command.inverse(true));
      after.push(command.inverse(false));
    }
    const text = encodeLine(line.text);
    this.segments.push(before.length + after.length === 0 ? text : concat(...before, text, ...after));
    this.dots += this.#heightOf(line);
  }

  /** Takes as much paper as the same line in the printer's own font. */
  drawn(line: TextLine, glyphs: DrawnGlyphs): void {
    const { above, rows } = trimmed(drawLine(line, glyphs));
    const height = this.#heightOf(line) + (line.large ? LARGE_MARGIN_DOTS : 0);
    const feed = (dots: number) => (dots === 0 ? NOTHING : command.feedDots(dots));
    this.segments.push(
      concat(this.#aligned(line.align), feed(above)),
      ...imageCommands(rows, this.#profile.image),
      feed(height - above - rows.length),
    );
    this.dots += height;
  }

  #heightOf({ large }: TextLine): number {
    return Math.max(this.#profile.text.linePitchDots, large ? 2 * TEXT_DOTS : TEXT_DOTS);
  }

  code(line: Extract<Line, { kind: 'qr' }>): void {
    const { paper, qr, image } = this.#profile;
    const data = new TextEncoder().encode(line.data);
    const drawnBy = line.drawnBy ?? (qr.command === 'gs-k' ? 'printer' : 'image');
    const size = qrSize(data.length, paper.dots, qr.moduleDots);
    const symbol =
      drawnBy === 'printer'
        ? [command.qrCode(data, size.moduleDots)]
        : imageCommands(qrRows(data, size), image);
    this.segments.push(concat(this.#aligned('center'), command.feedDots(CODE_MARGIN_DOTS)));
    this.segments.push(...symbol, command.feedDots(CODE_MARGIN_DOTS));
    this.dots += size.sideDots + 2 * CODE_MARGIN_DOTS;
  }

  cut(): void {
    const { command: how, headToCutterMm, marginDots } = this.#profile.cut;
    const wayDots = Math.round(headToCutterMm * DOTS_PER_MM) + marginDots;
    this.dots += wayDots;
    if (how === 'gs-v-66') {
      this.segments.push(command.feedAndCut(marginDots));
      return;
    }
    for (let left = wayDots; left > 0; left -= MAX_FEED_DOTS) {
      this.segments.push(command.feedDots(Math.min(left, MAX_FEED_DOTS)));
    }
    this.segments.push(how === 'esc-i' ? command.FULL_CUT : command.PARTIAL_CUT);
  }

  #aligned(where: TextLine['align']): Uint8Array {
    if (this.#align === where) return NOTHING;
    this.#align = where;
    return command.align(where);
  }

  /** Before the first line of normal size: all families of sizes are put back and the pitch is set. */
  #pitched(): Uint8Array {
    this.#pitchKnown = true;
    const { text } = this.#profile;
    return concat(command.SIZES[text.size].normal, command.linePitch(text.linePitchDots));
  }
}
