import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { HandoverMarks } from './handover-marks.ts';

const DAY_MS = 86_400_000;
const [A, B] = ['KK0001261124A', 'KK0001261124B'] as const;

let directory = '';
let folder = '';
let clock = new VirtualClock();
let marks = new HandoverMarks('', clock);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'handed-over-'));
  folder = join(directory, 'handed-over');
  clock = new VirtualClock();
  marks = new HandoverMarks(folder, clock);
});

afterEach(() => rm(directory, { recursive: true }));

const files = async () => (await readdir(folder)).sort();

describe('HandoverMarks', () => {
  it('remembers what the agency is owed, and what it has been given', async () => {
    expect(await marks.list()).toEqual({ due: [], sent: [] });
    expect(await marks.markedAt(A)).toBeNull();
    expect(await marks.owe(A)).toEqual({ ok: true, value: undefined });
    const since = clock.now();
    await clock.advance(DAY_MS);
    await marks.owe(B);
    expect(await marks.settle(A)).toEqual({ ok: true, value: undefined });
    expect(await new HandoverMarks(folder, clock).list()).toEqual({ due: [B], sent: [A] });
    expect(await marks.markedAt(A)).toBe(since);
  });

  it('keeps the older receipt in mind while a newer one is owed', async () => {
    await marks.owe(A);
    await marks.settle(A);
    await clock.advance(DAY_MS);
    await marks.owe(A);
    expect(await files()).toEqual([`${A}.due`, `${A}.sent`]);
    expect(await marks.markedAt(A)).toBe(clock.now());
    await marks.settle(A);
    expect(await files()).toEqual([`${A}.sent`]);
    expect(await marks.markedAt(A)).toBe(clock.now());
  });

  it('is nobody else’s to read', async () => {
    await marks.owe(A);
    expect((await stat(join(folder, `${A}.due`))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it.each(['../etc/passwd', 'a', 'kk0001261124a', 'KK0001/61124A'])('takes %s for a bug', async (id) => {
    await expect(marks.owe(id)).rejects.toThrow(RangeError);
    await expect(marks.settle(id)).rejects.toThrow(RangeError);
  });

  it('forgets after 180 days, and nothing else', async () => {
    await marks.owe(A);
    await marks.settle(A);
    await marks.owe(B);
    await writeFile(join(folder, 'README.txt'), 'left alone');
    await clock.advance(180 * DAY_MS);
    await marks.purge();
    expect(await files()).toHaveLength(3);
    await clock.advance(1);
    await marks.owe(B);
    await marks.purge();
    expect(await files()).toEqual([`${B}.due`, 'README.txt']);
  });

  it('forgets every day until it is told to stop', async () => {
    await marks.owe(A);
    const stop = marks.keepPurged();
    await clock.advance(181 * DAY_MS);
    await expect.poll(files).toEqual([]);
    stop();
    expect(clock.pending).toBe(0);
  });

  it('says what cannot be written, and knows nothing where it cannot look', async () => {
    await writeFile(folder, 'a file where the folder should be');
    expect(await marks.owe(A)).toMatchObject({ ok: false, error: { code: 'IO' } });
    expect(await marks.list()).toEqual({ due: [], sent: [] });
    await rm(folder);
    expect(await marks.settle(A)).toEqual({ ok: false, error: { code: 'IO', detail: 'ENOENT' } });
  });

  it('leaves what cannot be deleted for another day', async () => {
    await mkdir(join(folder, `${A}.sent`, 'in-the-way'), { recursive: true });
    await clock.advance(400_000 * DAY_MS);
    await marks.purge();
    expect(await files()).toEqual([`${A}.sent`]);
  });
});
