/**
 * How much of each dot an outline covers, exactly: every straight piece adds the area between itself and the right edge
 * of its row, signed by its direction, and a running sum along the row gives the covered share. No sampling, and each
 * piece is looked at once.
 */
export class Coverage {
  readonly #width: number;
  readonly #height: number;
  readonly #areas: Float32Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    // One more dot a row takes what lies right of the edge.
    this.#areas = new Float32Array((width + 1) * height);
  }

  /** A straight piece in dots, y downwards. What lies outside the grid is cut off, left of it counts as its left edge. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return;
    const direction = y0 < y1 ? 1 : -1;
    const [top, bottom] = y0 < y1 ? [y0, y1] : [y1, y0];
    const xAt = (y: number) => this.#clamped(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    const first = Math.max(0, Math.floor(top));
    const end = Math.min(this.#height, Math.ceil(bottom));
    for (let row = first; row < end; row++) {
      const from = Math.max(row, top);
      const to = Math.min(row + 1, bottom);
      this.#stretch(row, direction * (to - from), xAt(from), xAt(to));
    }
  }

  /** Row by row, one byte a dot: 1 where at least `threshold` (0…1) is covered. */
  dots(threshold: number): Uint8Array {
    const dots = new Uint8Array(this.#width * this.#height);
    for (let row = 0; row < this.#height; row++) {
      let covered = 0;
      for (let x = 0; x < this.#width; x++) {
        covered += Number(this.#areas[row * (this.#width + 1) + x]);
        // Contours that overlap count once.
        dots[row * this.#width + x] = Math.min(1, Math.abs(covered)) >= threshold ? 1 : 0;
      }
    }
    return dots;
  }

  #clamped(x: number): number {
    return Math.min(this.#width, Math.max(0, x));
  }

  /** A piece within one row, `height` of it high: spread over the dots that it crosses. */
  #stretch(row: number, height: number, xa: number, xb: number): void {
    const [left, right] = xa < xb ? [xa, xb] : [xb, xa];
    const start = row * (this.#width + 1);
    // A dot that the piece has passed on its left is covered whole, one that it passes through in part.
    let before = 0;
    for (let x = Math.floor(left); x <= Math.min(this.#width, Math.floor(right) + 1); x++) {
      const covered = height * shareRightOf(x, left, right);
      this.#areas[start + x] = Number(this.#areas[start + x]) + covered - before;
      before = covered;
    }
  }
}

/** Mean, over the way from `left` to `right`, of how much of the dot at `x` lies right of it: 0…1. */
function shareRightOf(x: number, left: number, right: number): number {
  if (right - left < 1e-6) return Math.min(1, Math.max(0, x + 1 - left));
  // The share as a function of the position is 1, then falls, then 0; this is its integral.
  const integral = (at: number) => {
    const t = Math.min(1, Math.max(0, at - x));
    return Math.min(at, x) + t - (t * t) / 2;
  };
  return (integral(right) - integral(left)) / (right - left);
}
