import { describe, expect, it } from 'vitest';
import { attract, snapshot } from '../testing/snapshots.ts';
import { applyGlass, measure } from './glass.ts';

function glass(width: number, height: number, mmPerPx: number, heightMm: number | null = null) {
  const { terminal, settings } = snapshot(attract);
  return { viewport: { width, height }, terminal: { ...terminal, mmPerPx, heightMm }, settings };
}

describe('a millimetre on the glass', () => {
  it.each([
    ['21.5 inches standing', 1080, 1920, 0.248, 'tall'],
    ['23.8 inches', 1920, 1080, 0.2745, 'wide'],
    ['19 inches, 5:4', 1280, 1024, 0.294, 'narrow'],
    ['15.6 inches', 1920, 1080, 0.18, 'tight'],
  ])('is true on %s', (_name, width, height, mmPerPx, room) => {
    const measures = measure(glass(width, height, mmPerPx));
    expect(measures.pxPerMm).toBeCloseTo(1 / mmPerPx, 6);
    expect(measures.room).toBe(room);
  });

  it('shrinks rather than cutting off in a window that is smaller than any terminal', () => {
    const { pxPerMm } = measure(glass(540, 960, 0.248));
    expect(pxPerMm).toBeLessThan(1 / 0.248);
    expect(960 / pxPerMm).toBeGreaterThan(439.9);
    expect(540 / pxPerMm).toBeGreaterThan(249.9);
  });
});

describe('reach', () => {
  it('leaves the top to reading where it is higher than 1220 mm above the floor', () => {
    // 476 mm of glass from 900 mm: its top is at 1376 mm.
    expect(measure(glass(1080, 1920, 0.248, 900)).unreachableTop).toBeCloseTo(156.2, 1);
  });

  it('raises the lowest keys to 380 mm', () => {
    expect(measure(glass(1080, 1920, 0.248, 300)).unreachableBottom).toBe(80);
  });

  it('knows nothing where the height was not measured', () => {
    const { unreachableTop, unreachableBottom } = measure(glass(1080, 1920, 0.248));
    expect([unreachableTop, unreachableBottom]).toEqual([0, 0]);
  });

  it('is told to the style sheets', () => {
    const root = document.createElement('div');
    applyGlass(root, glass(1080, 1920, 0.248, 900));
    expect(root.dataset.reach).toBe('low');
    expect(Number(root.style.getPropertyValue('--unreachable-top'))).toBeCloseTo(156.2, 1);
    applyGlass(root, glass(1920, 1080, 0.2745, 900));
    expect(root.dataset.reach).toBe('all');
  });
});
