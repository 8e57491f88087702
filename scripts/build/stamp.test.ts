import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFresh, writeStamp } from './stamp.mjs';

let root = '';
const put = (file: string, text: string) => writeFileSync(join(root, file), text);
const stamped = () => ({ root, inputs: ['src', 'package.json'], output: 'dist', file: 'stamp' });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiosk-stamp-'));
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  mkdirSync(join(root, 'dist'));
  put('src/deep/a.ts', 'a');
  put('dist/a.js', 'a');
  writeStamp(stamped());
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a stamp', () => {
  it('is fresh while nothing changes', () => {
    expect(isFresh(stamped())).toBe(true);
  });

  it.each<[string, () => void]>([
    ['a source changes size', () => put('src/deep/a.ts', 'aa')],
    ['a source is newer at the same size', () => utimesSync(join(root, 'src/deep/a.ts'), 5, 5)],
    ['a source is added', () => put('src/b.ts', '')],
    ['a source is removed', () => rmSync(join(root, 'src/deep/a.ts'))],
    ['a file that was missing appears', () => put('package.json', '{}')],
    ['the output loses a file', () => rmSync(join(root, 'dist/a.js'))],
    ['the output is gone', () => rmSync(join(root, 'dist'), { recursive: true })],
    ['the stamp is gone', () => rmSync(join(root, 'stamp'))],
  ])('is stale when %s', (_why, change) => {
    change();
    expect(isFresh(stamped())).toBe(false);
  });
});
