import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileFor, typeOf } from './scheme-files.ts';

const DIST = join('/', 'srv', 'dist');

describe('files of the app’s own scheme', () => {
  it.each([
    ['kiosk://app/', 'renderer/index.html'],
    ['kiosk://app/operator.html', 'renderer/operator.html'],
    ['kiosk://app/bundle/index-abc.js', 'renderer/bundle/index-abc.js'],
    ['kiosk://app/assets/fonts/fonts.css', 'assets/fonts/fonts.css'],
  ])('%s is %s', (url, file) => {
    expect(fileFor(url, DIST)).toBe(join(DIST, file));
  });

  it.each([
    'kiosk://elsewhere/index.html',
    'kiosk://app/..%2fmain%2findex.js',
    'kiosk://app/assets/..%2f..%2fpackage.json',
    'kiosk://app/assets/..%2fmain%2findex.js',
    'kiosk://app/%00.html',
    'kiosk://app/%E0%A4%A',
  ])('%s is nothing', (url) => {
    expect(fileFor(url, DIST)).toBeNull();
  });

  it('serves only what pages are made of', () => {
    expect(typeOf('a/index.html')).toBe('text/html; charset=utf-8');
    expect(typeOf('a/journal.sqlite')).toBeNull();
    expect(typeOf('a/wallet.json')).toBeNull();
  });
});
