import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { ReceiptStore } from './receipt-store.ts';

/** What happens between the last byte of a receipt and its name. */
const written = vi.hoisted(() => ({ beforeNaming: async () => {} }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const rename: typeof real.rename = async (from, to) => {
    await written.beforeNaming();
    return real.rename(from, to);
  };
  return { ...real, rename };
});

const DAY_MS = 86_400_000;
const pdf = new TextEncoder().encode('%PDF-');

let directory = '';
let folder = '';
let clock = new VirtualClock();
let store = new ReceiptStore('', clock);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'receipts-'));
  folder = join(directory, 'receipts');
  clock = new VirtualClock();
  store = new ReceiptStore(folder, clock);
});

afterEach(() => {
  written.beforeNaming = async () => {};
  return rm(directory, { recursive: true });
});

describe('ReceiptStore', () => {
  it('writes a receipt under its order number, for nobody else to read', async () => {
    const path = join(folder, 'KK0001261124A.pdf');
    expect(await store.save('KK0001261124A', pdf)).toEqual({ ok: true, value: path });
    expect(new Uint8Array(await readFile(path))).toEqual(pdf);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mtimeMs).toBe(clock.now());
    expect(await readdir(folder)).toEqual(['KK0001261124A.pdf']);
  });

  it('replaces the receipt of the same order', async () => {
    await store.save('KK0001261124A', pdf);
    await store.save('KK0001261124A', new Uint8Array([7]));
    expect(new Uint8Array(await readFile(store.pathOf('KK0001261124A')))).toEqual(new Uint8Array([7]));
  });

  it('knows when a receipt was made, and that there is none', async () => {
    expect(await store.madeAt('KK0001261124A')).toBeNull();
    await store.save('KK0001261124A', pdf);
    expect(await store.madeAt('KK0001261124A')).toBe(clock.now());
    await expect(store.madeAt('../etc/passwd')).rejects.toThrow(RangeError);
  });

  it.each(['../etc/passwd', 'a', 'kk0001261124a', 'KK0001/61124A', '王明王明王明', 'K'.repeat(33)])(
    'takes %s for a bug',
    async (id) => {
      await expect(store.save(id, pdf)).rejects.toThrow(RangeError);
    },
  );

  it('answers with the system’s code when it cannot write, and leaves nothing behind', async () => {
    await writeFile(folder, 'a file where the folder should be');
    expect(await store.save('KK0001261124A', pdf)).toMatchObject({ ok: false, error: { code: 'IO' } });
    expect(await store.purge()).toEqual({ ok: false, error: { code: 'IO', detail: 'ENOTDIR' } });

    await rm(folder);
    await mkdir(store.pathOf('KK0001261124A'), { recursive: true });
    expect(await store.save('KK0001261124A', pdf)).toEqual({
      ok: false,
      error: { code: 'IO', detail: 'EISDIR' },
    });
    expect(await readdir(folder)).toEqual(['KK0001261124A.pdf']);
  });

  it('deletes receipts after 180 days and the drafts of a crash, and nothing else', async () => {
    await store.save('KK0001261124A', pdf);
    await clock.advance(DAY_MS);
    await store.save('KK0001261125B', pdf);
    await writeFile(join(folder, '.0123456789abcdef.tmp'), 'half');
    await writeFile(join(folder, 'README.txt'), 'left alone');

    await clock.advance(179 * DAY_MS);
    expect(await store.purge()).toEqual({ ok: true, value: 0 });
    expect(await readdir(folder)).toEqual(['KK0001261124A.pdf', 'KK0001261125B.pdf', 'README.txt']);

    await clock.advance(1);
    expect(await store.purge()).toEqual({ ok: true, value: 1 });
    expect(await readdir(folder)).toEqual(['KK0001261125B.pdf', 'README.txt']);
  });

  it('purges every day until it is told to stop', async () => {
    await store.save('KK0001261124A', pdf);
    const stop = store.keepPurged();
    await clock.advance(180 * DAY_MS);
    expect(await readdir(folder)).toEqual(['KK0001261124A.pdf']);
    await clock.advance(DAY_MS);
    await expect.poll(() => readdir(folder)).toEqual([]);
    stop();
    expect(clock.pending).toBe(0);
  });

  it('leaves the receipt alone that is being written', async () => {
    let purged: unknown = null;
    written.beforeNaming = async () => {
      purged = await store.purge();
    };
    expect(await store.save('KK0001261124A', pdf)).toMatchObject({ ok: true });
    expect(purged).toEqual({ ok: true, value: 0 });
  });

  it('has nothing to purge before the first receipt', async () => {
    expect(await store.purge()).toEqual({ ok: true, value: 0 });
  });
});
