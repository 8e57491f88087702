import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { consoleLog } from './console-log.ts';
import { LogFile, tee } from './log-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'kiosk-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('log file', () => {
  it('writes one JSON line an event, one file a day, for its owner only', async () => {
    const clock = new VirtualClock(Date.parse('2026-03-01T23:59:59Z'));
    const log = new LogFile(join(folder, 'days'), clock);
    log.event('app-stopped', { reason: 'quit' });
    await clock.advance(2_000);
    log.event('app-stopped', { reason: 'again' });
    await log.close();
    log.event('app-stopped', { reason: 'after the end' });
    expect(readdirSync(join(folder, 'days'))).toEqual(['2026-03-01.jsonl', '2026-03-02.jsonl']);
    const first = join(folder, 'days/2026-03-01.jsonl');
    expect(JSON.parse(readFileSync(first, 'utf8'))).toEqual({
      t: '2026-03-01T23:59:59.000Z',
      ev: 'app-stopped',
      reason: 'quit',
    });
    expect(statSync(first).mode & 0o077).toBe(0);
  });

  it('forgets what is older than a month, and touches nothing else', async () => {
    const place = join(folder, 'old');
    mkdirSync(place);
    for (let day = 1; day <= 35; day++) {
      const date = new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
      writeFileSync(join(place, `${date}.jsonl`), '');
    }
    const log = new LogFile(place, new VirtualClock(Date.parse('2026-03-01T12:00:00Z')));
    writeFileSync(join(place, 'notes.txt'), 'mine');
    log.event('app-stopped', { reason: 'quit' });
    await log.close();
    const files = readdirSync(place);
    const days = files.filter((name) => name.endsWith('.jsonl'));
    expect(days).toHaveLength(31);
    expect([days[0], days.at(-1)]).toEqual(['2026-01-06.jsonl', '2026-03-01.jsonl']);
    expect(files).toContain('notes.txt');
  });

  it('costs the log and not the visit when there is no folder to write to', async () => {
    writeFileSync(join(folder, 'file'), '');
    const log = new LogFile(join(folder, 'file'), new VirtualClock());
    expect(() => log.event('app-stopped', { reason: 'quit' })).not.toThrow();
    await log.close();
  });
});

describe('console log', () => {
  it('says what whoever starts the terminal must not miss, once', () => {
    const lines: string[] = [];
    const log = tee(consoleLog((line) => lines.push(line)));
    log.event('device-open-failed', { device: 'card-reader', cause: 'NOT_FOUND' });
    log.event('device-open-failed', { device: 'card-reader', cause: 'NOT_FOUND' });
    log.event('visit-moved', { from: 'attract', to: 'identify', event: 'start' });
    log.event('alarm', { code: 'OUR_FAULT', order: 'K1' });
    expect(lines).toEqual([
      '[kiosk] card-reader: cannot be opened (NOT_FOUND); trying again',
      '[kiosk] ALARM OUR_FAULT (order K1)',
    ]);
  });
});
