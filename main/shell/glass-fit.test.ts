import { describe, expect, it } from 'vitest';
import { fitted } from './glass-fit.ts';

const area = (width: number, height: number) => ({ x: 0, y: 0, width, height });

describe('the glass on a display that is not a terminal’s', () => {
  it('keeps the nominal pixels where they fit, in the middle', () => {
    expect(fitted('portrait', area(1920, 1920))).toEqual({
      bounds: { x: 420, y: 0, width: 1080, height: 1920 },
      zoom: 1,
    });
  });

  it('shrinks window and page alike where they do not', () => {
    const { bounds, zoom } = fitted('portrait', area(1920, 1080));
    expect(zoom).toBeCloseTo(0.5625);
    expect(bounds).toMatchObject({ width: 608, height: 1080, y: 0 });
  });

  it('never magnifies', () => {
    expect(fitted('landscape', area(3840, 2160)).zoom).toBe(1);
  });
});
