import { describe, expect, it } from 'vitest';
import { isOutside } from './targets.mjs';

describe('isOutside', () => {
  it.each([
    'electron',
    'electron/main',
    'node:fs',
    'fs',
    'serialport',
    '@serialport/bindings-cpp',
    'pdfkit',
    'pdfkit/js/data',
    '@photostructure/sqlite',
    'koffi',
  ])('leaves %s as a package', (id) => {
    expect(isOutside(id)).toBe(true);
  });

  it.each([
    'zod',
    'xstate',
    './serialport.ts',
    'electron-store',
    'pdfkit-table',
    '/repo/drivers/transport/serial.ts',
  ])('bundles %s', (id) => {
    expect(isOutside(id)).toBe(false);
  });
});
