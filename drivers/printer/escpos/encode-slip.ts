import { type DrawnGlyphs, NO_GLYPHS } from '../glyphs.ts';
import type { PrinterProfile } from '../profile.ts';
import type { Slip } from '../slip.ts';
import * as command from './commands.ts';
import { isAllEncodable } from './gb18030.ts';
import { JobBytes } from './job-bytes.ts';
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
    bytes: job.out.bytes,
    segments: job.out.segments,
    textLines: lines.flatMap((line) => (line.kind === 'text' ? [line.text] : [])),
    replaced,
    lengthMm: job.dots / DOTS_PER_MM,
  };
}

class Job {
  readonly #profile: PrinterProfile;
  readonly out = new JobBytes();
  dots = 0;
  /** What the printer stands at; null while only assumed. */
  #align: TextLine['align'] | null = null;
  #pitchKnown = false;

  constructor(profile: PrinterProfile) {
    this.#profile = profile;
    this.out.put(command.INITIALIZE);
    this.#segment(command.CHINESE_MODE);
  }

  text(line: TextLine): void {
    const { size, bold } = this.#profile.text;
    const { out } = this;
    this.#alignAt(line.align);
    if (line.large) out.put(command.SIZES[size].double);
    else if (!this.#pitchKnown) this.#setPitch();
    if (line.bold) out.put(command.BOLD[bold].on);
    if (line.inverse) out.put(command.INVERSE.on);
    out.putText(line.text);
    out.put(command.LINE_FEED);
    if (line.large) {
      out.put(command.SIZES[size].normal);
      out.put(command.feedDots(LARGE_MARGIN_DOTS));
      this.dots += LARGE_MARGIN_DOTS;
    }
    if (line.bold) out.put(command.BOLD[bold].off);
    if (line.inverse) out.put(command.INVERSE.off);
    out.endSegment();
    this.dots += this.#heightOf(line);
  }

  /** Takes as much paper as the same line in the printer's own font. */
  drawn(line: TextLine, glyphs: DrawnGlyphs): void {
    const { above, rows } = trimmed(drawLine(line, glyphs));
    const height = this.#heightOf(line) + (line.large ? LARGE_MARGIN_DOTS : 0);
    this.#alignAt(line.align);
    this.#feed(above);
    for (const band of imageCommands(rows, this.#profile.image)) this.#segment(band);
    this.#feed(height - above - rows.length);
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
    this.#alignAt('center');
    this.#feed(CODE_MARGIN_DOTS);
    for (const part of symbol) this.#segment(part);
    this.#feed(CODE_MARGIN_DOTS);
    this.dots += size.sideDots + 2 * CODE_MARGIN_DOTS;
  }

  cut(): void {
    const { command: how, headToCutterMm, marginDots } = this.#profile.cut;
    const wayDots = Math.round(headToCutterMm * DOTS_PER_MM) + marginDots;
    this.dots += wayDots;
    if (how === 'gs-v-65' || how === 'gs-v-66') {
      this.#segment(command.feedAndCut(how, marginDots));
      return;
    }
    for (let left = wayDots; left > 0; left -= MAX_FEED_DOTS) {
      this.#feed(Math.min(left, MAX_FEED_DOTS));
    }
    this.#segment(how === 'esc-i' ? command.FULL_CUT : command.PARTIAL_CUT);
  }

  #segment(command: Uint8Array): void {
    this.out.put(command);
    this.out.endSegment();
  }

  #feed(dots: number): void {
    if (dots > 0) this.out.put(command.feedDots(dots));
    this.out.endSegment();
  }

  #alignAt(where: TextLine['align']): void {
    if (this.#align === where) return;
    this.#align = where;
    this.out.put(command.ALIGN[where]);
  }

  /** Before the first line of normal size: all families of sizes are put back and the pitch is set. */
  #setPitch(): void {
    this.#pitchKnown = true;
    const { text } = this.#profile;
    this.out.put(command.SIZES[text.size].normal);
    this.out.put(command.linePitch(text.linePitchDots));
  }
}
