import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { drawQr } from './pay-code.tsx';

/** Paints the path as a browser would, `scale` pixels a module. Understands what drawQr writes: M x y, h n, v1, H x, z. */
function paint(text: string, scale: number): { pixels: Uint8ClampedArray; side: number } {
  const { size, path } = drawQr(text);
  const side = size * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(run)) * scale; column += 1) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return { pixels, side };
}

describe('the payment code', () => {
  it.each(['weixin://wxpay/bizpayurl?pr=p4lpSuKzz', `https://qr.alipay.com/${'bax0'.repeat(40)}`])(
    'says exactly what it was given: %s',
    (text) => {
      const { pixels, side } = paint(text, 4);
      expect(jsQR(pixels, side, side)?.data).toBe(text);
    },
  );

  it('keeps four modules of white on every side', () => {
    const { size, path } = drawQr('weixin://wxpay/bizpayurl?pr=p4lpSuKzz');
    const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, run]) => ({
      left: Number(x),
      right: Number(x) + Number(run),
      y: Number(y),
    }));
    expect(Math.min(...runs.map(({ left }) => left))).toBe(4);
    expect(Math.max(...runs.map(({ right }) => right))).toBe(size - 4);
    expect(Math.min(...runs.map(({ y }) => y))).toBe(4);
    expect(Math.max(...runs.map(({ y }) => y))).toBe(size - 5);
  });
});
