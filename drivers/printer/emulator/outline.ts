import type { PathCommand } from 'fontkit';

/** A straight piece of an outline, y downwards, in the units of the target grid. */
export interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

type Point = readonly [x: number, y: number];

/** At 48 dots a glyph's curves are short: eight pieces are finer than a quarter dot. */
const CURVE_STEPS = 8;

/** Outline commands as straight edges; every contour comes back closed. */
export function flatten(
  commands: readonly PathCommand[],
  place: (x: number, y: number) => Point,
): readonly Edge[] {
  const edges: Edge[] = [];
  let start: Point = [0, 0];
  let pen: Point = [0, 0];
  const lineTo = (to: Point): void => {
    edges.push({ x0: pen[0], y0: pen[1], x1: to[0], y1: to[1] });
    pen = to;
  };
  for (const { command, args } of commands) {
    const points = pairs(args).map(([x, y]) => place(x, y));
    const [first = start] = points;
    if (command === 'moveTo') {
      start = first;
      pen = first;
    } else if (points.length <= 1) {
      // A line, or the way back to the start of the contour.
      lineTo(first);
    } else {
      const control = [pen, ...points];
      for (let step = 1; step <= CURVE_STEPS; step++) lineTo(bezier(control, step / CURVE_STEPS));
    }
  }
  return edges;
}

function pairs(args: readonly number[]): readonly Point[] {
  return Array.from({ length: args.length / 2 }, (_, i) => [Number(args[2 * i]), Number(args[2 * i + 1])]);
}

/** De Casteljau: a curve of any degree, so quadratic (TrueType) and cubic (CFF) outlines are one case. */
function bezier(control: readonly Point[], t: number): Point {
  let points = control;
  while (points.length > 1) {
    points = points.slice(1).map((to, i) => {
      const [x, y] = points[i] as Point;
      return [x + (to[0] - x) * t, y + (to[1] - y) * t];
    });
  }
  return points[0] as Point;
}

/** Samples per dot in either direction. */
const SAMPLES = 4;

/**
 * Which dots of a `width`×`height` grid an outline blackens: those of which at least `threshold` (0…1) lies inside by
 * the non-zero rule. Row by row, one byte a dot.
 */
export function fill(edges: readonly Edge[], width: number, height: number, threshold: number): Uint8Array {
  const counts = new Uint8Array(width * height);
  for (let row = 0; row < height * SAMPLES; row++) {
    const y = (row + 0.5) / SAMPLES;
    for (const [from, to] of spans(edges, y)) {
      const first = Math.max(0, Math.ceil(from * SAMPLES - 0.5));
      const last = Math.min(width * SAMPLES - 1, Math.ceil(to * SAMPLES - 0.5) - 1);
      for (let sample = first; sample <= last; sample++) {
        const dot = Math.floor(row / SAMPLES) * width + Math.floor(sample / SAMPLES);
        counts[dot] = Number(counts[dot]) + 1;
      }
    }
  }
  const enough = threshold * SAMPLES * SAMPLES;
  return counts.map((count) => (count >= enough ? 1 : 0));
}

/** The stretches of the horizontal line at `y` that lie inside. */
function spans(edges: readonly Edge[], y: number): readonly Point[] {
  const crossings = edges
    .filter(({ y0, y1 }) => y0 <= y !== y1 <= y)
    .map(({ x0, y0, x1, y1 }) => ({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 }))
    .sort((a, b) => a.x - b.x);
  const inside: Point[] = [];
  let winding = 0;
  let from = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) inside.push([from, x]);
  }
  return inside;
}
