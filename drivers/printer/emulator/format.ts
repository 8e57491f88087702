import type { Cell } from './paper.ts';

interface Size {
  readonly x: number;
  readonly y: number;
}

const NORMAL: Size = { x: 1, y: 1 };
const PITCH_DOTS = 30;

/** How the next character will look: everything that ESC @ resets. */
export class Format {
  align: 0 | 1 | 2 = 0;
  pitchDots = PITCH_DOTS;
  bold = false;
  inverse = false;
  underline = false;
  /** Power-on state of this printer is Chinese. */
  chinese = true;
  chineseGapDots = 0;
  ascii: Size = NORMAL;
  hanzi: Size = NORMAL;

  /** GS ! n: both scripts. */
  setSize(n: number): void {
    this.ascii = { x: (n >> 4) + 1, y: (n & 0x0f) + 1 };
    this.hanzi = this.ascii;
  }

  /** ESC ! n: ASCII only; bit 3 bold, 4 height, 5 width, 7 underline. */
  setAsciiMode(n: number): void {
    this.bold = (n & 0x08) !== 0;
    this.underline = (n & 0x80) !== 0;
    this.ascii = { x: (n & 0x20) === 0 ? 1 : 2, y: (n & 0x10) === 0 ? 1 : 2 };
  }

  /** FS ! n: Chinese only; bit 2 width, 3 height. The last of GS ! and FS ! wins. */
  setHanziMode(n: number): void {
    this.hanzi = { x: (n & 0x04) === 0 ? 1 : 2, y: (n & 0x08) === 0 ? 1 : 2 };
  }

  cell(char: string, width: number): Cell {
    const isHanzi = width !== 12;
    const size = isHanzi ? this.hanzi : this.ascii;
    const advance = (width + (isHanzi ? this.chineseGapDots : 0)) * size.x;
    const { bold, inverse, underline } = this;
    return { char, width, advance, scaleX: size.x, scaleY: size.y, bold, inverse, underline };
  }
}
