import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CHECKOUT = resolve(import.meta.dirname, '../..');
const SOURCES = ['assets', 'drivers', 'main', 'renderer', 'scripts', 'package.json', 'package-lock.json'];

const run = promisify(execFile);

describe('npm run setup in a checkout where nothing has been built', () => {
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kiosk-setup-'));
    await Promise.all(SOURCES.map((path) => cp(join(CHECKOUT, path), join(root, path), { recursive: true })));
    await symlink(join(CHECKOUT, 'node_modules'), join(root, 'node_modules'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('leaves an app that Electron can be launched on', async () => {
    await run(process.execPath, ['scripts/setup.mjs'], { cwd: root });
    const { main } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    await expect(readFile(join(root, main), 'utf8')).resolves.not.toBe('');
  }, 60_000);
});
