import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Coverage } from './coverage.ts';

type Point = readonly [number, number];

function polygon(coverage: Coverage, points: readonly Point[]): Coverage {
  for (const [index, from] of points.entries()) {
    const to = points[(index + 1) % points.length] ?? from;
    coverage.line(...from, ...to);
  }
  return coverage;
}

function picture(dots: Uint8Array, width: number): readonly string[] {
  return Array.from({ length: dots.length / width }, (_, y) =>
    Array.from(dots.subarray(y * width, (y + 1) * width), (dot) => (dot === 1 ? '#' : '.')).join(''),
  );
}

const square = (from: number, to: number): readonly Point[] => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
];

describe('Coverage', () => {
  it('blackens what lies inside, and dots that are covered enough', () => {
    const dots = (threshold: number) =>
      picture(polygon(new Coverage(4, 4), square(0.5, 3)).dots(threshold), 4);
    expect(dots(0.6)).toEqual(['....', '.##.', '.##.', '....']);
    expect(dots(0.5)).toEqual(['.##.', '###.', '###.', '....']);
    expect(dots(0.25)).toEqual(['###.', '###.', '###.', '....']);
  });

  it('leaves a hole where a contour runs the other way', () => {
    const ring = polygon(new Coverage(4, 4), square(0, 4));
    expect(picture(polygon(ring, [...square(1, 3)].reverse()).dots(0.5), 4)).toEqual([
      '####',
      '#..#',
      '#..#',
      '####',
    ]);
  });

  it('counts contours that overlap once, whichever way they all run', () => {
    const twice = polygon(polygon(new Coverage(4, 1), square(0, 4)), square(0, 4));
    expect(picture(twice.dots(1), 4)).toEqual(['####']);
    expect(picture(polygon(new Coverage(2, 2), [...square(0, 2)].reverse()).dots(1), 2)).toEqual([
      '##',
      '##',
    ]);
  });

  it('cuts off what lies outside the grid', () => {
    expect(picture(polygon(new Coverage(2, 2), square(-3, 9)).dots(1), 2)).toEqual(['##', '##']);
    expect(
      picture(
        polygon(new Coverage(2, 2), [
          [5, 0],
          [9, 0],
          [9, 2],
          [5, 2],
        ]).dots(0.1),
        2,
      ),
    ).toEqual(['..', '..']);
  });

  it('finds half of each dot along a diagonal', () => {
    const triangle: readonly Point[] = [
      [0, 0],
      [4, 4],
      [0, 4],
    ];
    expect(picture(polygon(new Coverage(4, 4), triangle).dots(0.49), 4)).toEqual([
      '#...',
      '##..',
      '###.',
      '####',
    ]);
    expect(picture(polygon(new Coverage(4, 4), triangle).dots(0.51), 4)).toEqual([
      '....',
      '#...',
      '##..',
      '###.',
    ]);
  });

  it('agrees with the area of any triangle', () => {
    const coordinate = fc.double({ min: 0, max: 8, noNaN: true });
    const point = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
        // The share of each dot, from how many thresholds it passes.
        const coverage = polygon(new Coverage(8, 8), [a, b, c]);
        const steps = 100;
        let sum = 0;
        for (let step = 0; step < steps; step++) {
          for (const dot of coverage.dots((step + 0.5) / steps)) sum += dot / steps;
        }
        expect(Math.abs(sum - area)).toBeLessThan(64 / steps);
      }),
      { numRuns: 100 },
    );
  });
});
