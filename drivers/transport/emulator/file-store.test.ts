import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileStore, MemoryStore } from './file-store.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-store-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('FileStore', () => {
  it('has nothing before the first save, and the last text after many', async () => {
    const store = new FileStore(join(folder, 'deep/er/wallet.json'));
    expect(await store.load()).toBeNull();
    await Promise.all(['one', 'two', 'three'].map((text) => store.save(text)));
    expect(await store.load()).toBe('three');
    expect(await readdir(join(folder, 'deep/er'))).toEqual(['wallet.json']);
  });

  it('lets only its owner read', async () => {
    const path = join(folder, 'wallet.json');
    await new FileStore(path).save('secret');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toBe('secret');
  });

  it('tells of a failed save and goes on with the next', async () => {
    const blocked = new FileStore(join(folder, 'a', 'wallet.json'));
    await new FileStore(join(folder, 'a')).save('a file where a folder should be');
    await expect(blocked.save('x')).rejects.toThrow();
    await rm(join(folder, 'a'));
    await blocked.save('y');
    expect(await blocked.load()).toBe('y');
  });

  it('does not take an unreadable file for an empty one', async () => {
    await expect(new FileStore(folder).load()).rejects.toThrow();
  });
});

describe('MemoryStore', () => {
  it('remembers', async () => {
    const store = new MemoryStore();
    expect(await store.load()).toBeNull();
    await store.save('x');
    expect(await store.load()).toBe('x');
  });
});
