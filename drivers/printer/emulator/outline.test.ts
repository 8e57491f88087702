import { describe, expect, it } from 'vitest';
import { fill, flatten } from './outline.ts';

const same = (x: number, y: number): readonly [number, number] => [x, y];

function square(x0: number, y0: number, x1: number, y1: number) {
  return [
    { command: 'moveTo', args: [x0, y0] },
    { command: 'lineTo', args: [x1, y0] },
    { command: 'lineTo', args: [x1, y1] },
    { command: 'lineTo', args: [x0, y1] },
    { command: 'closePath', args: [] },
  ] as const;
}

const rows = (dots: Uint8Array, width: number): readonly string[] =>
  Array.from({ length: dots.length / width }, (_, y) =>
    [...dots.subarray(y * width, (y + 1) * width)].map((dot) => (dot === 1 ? '#' : '.')).join(''),
  );

describe('outlines', () => {
  it('fill what they enclose', () => {
    expect(rows(fill(flatten(square(1, 1, 3, 3), same), 4, 4, 0.5), 4)).toEqual([
      '....',
      '.##.',
      '.##.',
      '....',
    ]);
  });

  it('leave a hole where an inner contour runs the other way', () => {
    const hole = [
      { command: 'moveTo', args: [2, 2] },
      { command: 'lineTo', args: [2, 3] },
      { command: 'lineTo', args: [3, 3] },
      { command: 'lineTo', args: [3, 2] },
      { command: 'closePath', args: [] },
    ] as const;
    expect(rows(fill(flatten([...square(1, 1, 4, 4), ...hole], same), 5, 5, 0.5), 5)).toEqual([
      '.....',
      '.###.',
      '.#.#.',
      '.###.',
      '.....',
    ]);
  });

  it('stay filled where two contours overlap in the same direction', () => {
    const two = [...square(0, 0, 3, 1), ...square(1, 0, 4, 1)];
    expect(rows(fill(flatten(two, same), 4, 1, 0.5), 4)).toEqual(['####']);
  });

  it('blacken a dot by the share that is covered', () => {
    const half = flatten(square(0, 0, 0.5, 1), same);
    expect([...fill(half, 1, 1, 0.5)]).toEqual([1]);
    expect([...fill(half, 1, 1, 0.6)]).toEqual([0]);
  });

  it('are cut off at the edges of the cell', () => {
    expect(rows(fill(flatten(square(-2, -2, 9, 1), same), 3, 2, 0.5), 3)).toEqual(['###', '...']);
  });

  it('follow curves of both kinds', () => {
    const disc = (command: 'quadraticCurveTo' | 'bezierCurveTo', args: readonly number[]) =>
      flatten(
        [
          { command: 'moveTo', args: [0, 4] },
          { command, args },
          { command: 'closePath', args: [] },
        ],
        same,
      );
    const quadratic = fill(disc('quadraticCurveTo', [4, -4, 8, 4]), 8, 4, 0.5);
    const cubic = fill(disc('bezierCurveTo', [0, -1, 8, -1, 8, 4]), 8, 4, 0.5);
    expect(rows(quadratic, 8)).toEqual(['...##...', '..####..', '.######.', '########']);
    expect(rows(cubic, 8)[3]).toBe('########');
  });
});
