import { Signal, type Unsubscribe } from '../../base/subscribe.ts';

/** One character cell of a line, as it was burnt. */
export interface Cell {
  readonly char: string;
  /** Dots, before doubling: 12 for ASCII, 24 for Chinese. */
  readonly width: number;
  /** Dots to the next cell, doubling and spacing included. */
  readonly advance: number;
  readonly scaleX: number;
  readonly scaleY: number;
  readonly bold: boolean;
  readonly inverse: boolean;
  readonly underline: boolean;
}

/** What the head has left on the paper. `y` counts dots from the top edge of the strip, `x` from the left printable dot. */
export type Mark =
  | { readonly kind: 'line'; readonly x: number; readonly y: number; readonly cells: readonly Cell[] }
  | { readonly kind: 'image'; readonly x: number; readonly y: number; readonly image: Bitmap };

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  isBlack(x: number, y: number): boolean;
}

/** A piece of paper from one cut to the next. */
export interface Strip {
  readonly marks: readonly Mark[];
  readonly heightDots: number;
  /** What the host sent for it, status queries left out. */
  readonly bytes: Uint8Array;
  /** Its lower edge is cut only in part: a bridge of paper joins it to the strip that follows. */
  readonly tab: boolean;
}

export type PaperEvent = 'grew' | 'cut' | 'taken';

/** A demo runs for weeks; what is older is of no use to anybody. */
const KEPT_SLIPS = 20;

/** The paper path: the strip that hangs out of the printer, the slips at the exit, and all that were cut. */
export class Paper {
  readonly #headToCutterDots: number;
  readonly #slips: Strip[] = [];
  #exit: readonly Strip[] = [];
  #marks: Mark[] = [];
  #bytes: number[] = [];
  #height: number;
  /** Inquiries that follow a cut still belong to the slip before it. */
  #afterCut = false;
  readonly #events = new Signal<PaperEvent>();

  constructor(headToCutterDots: number) {
    this.#headToCutterDots = headToCutterDots;
    this.#height = headToCutterDots;
  }

  /** Newest last. */
  get slips(): readonly Strip[] {
    return this.#slips;
  }

  get current(): Strip {
    return { marks: this.#marks, heightDots: this.#height, bytes: Uint8Array.from(this.#bytes), tab: false };
  }

  /** What a hand that reaches into the exit will have: slips that lie there, and those that hang on the paper. Newest last. */
  get exit(): readonly Strip[] {
    return this.#exit;
  }

  /** The hand takes it all, and tears off what hangs. */
  take(): readonly Strip[] {
    const taken = this.#exit;
    this.#exit = [];
    if (taken.length > 0) this.#events.emit('taken');
    return taken;
  }

  /** The paper that a person would look at: what is coming out, else the last slip; null while nothing was printed. */
  latest(): Strip | null {
    return this.#marks.length > 0 ? this.current : (this.#slips.at(-1) ?? null);
  }

  /** The same with everything that still hangs on it, top first. */
  piece(): readonly Strip[] {
    const newest = this.latest();
    if (newest === null) return [];
    const before = this.#exit.filter((strip) => strip !== newest);
    return [...before.slice(before.findLastIndex(({ tab }) => !tab) + 1), newest];
  }

  subscribe(listener: (event: PaperEvent) => void): Unsubscribe {
    return this.#events.subscribe(listener);
  }

  record(command: Uint8Array, inquiry: boolean): void {
    const last = this.#slips.at(-1);
    if (inquiry && this.#afterCut && last !== undefined) {
      const longer = { ...last, bytes: Uint8Array.from([...last.bytes, ...command]) };
      this.#slips.splice(-1, 1, longer);
      this.#exit = this.#exit.map((slip) => (slip === last ? longer : slip));
      return;
    }
    // An inquiry between jobs belongs to none.
    if (inquiry && this.#bytes.length === 0) return;
    this.#afterCut = false;
    this.#bytes.push(...command);
  }

  line(x: number, cells: readonly Cell[], dots: number): void {
    if (cells.length > 0) this.#marks.push({ kind: 'line', x, y: this.#height, cells });
    this.feed(dots);
  }

  image(x: number, image: Bitmap): void {
    this.#marks.push({ kind: 'image', x, y: this.#height, image });
    this.feed(image.height);
  }

  feed(dots: number): void {
    this.#height += dots;
    this.#events.emit('grew');
  }

  /** The knife sits below the head: what lies between the two stays as the blank top of the next strip. */
  cut(how: 'through' | 'tab'): void {
    const between = this.#headToCutterDots;
    const slip = {
      ...this.current,
      heightDots: Math.max(0, this.#height - between),
      tab: how === 'tab',
    };
    this.#slips.push(slip);
    if (this.#slips.length > KEPT_SLIPS) this.#slips.shift();
    this.#exit = [...this.#exit, slip].slice(-KEPT_SLIPS);
    this.#marks = [];
    this.#bytes = [];
    this.#height = between;
    this.#afterCut = true;
    this.#events.emit('cut');
  }
}

/** The words on a strip, line by line. */
export function textOf(strip: Strip): string {
  return strip.marks
    .flatMap((mark) => (mark.kind === 'line' ? [mark.cells.map((cell) => cell.char).join('')] : []))
    .join('\n');
}
