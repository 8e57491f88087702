import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { Watchdog } from './watchdog.ts';

/** As much of a page as the watchdog sees. A crash is told as Electron tells it. */
class Page extends EventEmitter {
  readonly did: string[] = [];
  destroyed = false;

  isDestroyed(): boolean {
    return this.destroyed;
  }

  send(_channel: string, number: number): void {
    this.did.push(`ping ${number}`);
  }

  reload(): void {
    this.did.push('reload');
    this.emit('did-start-loading');
  }

  forcefullyCrashRenderer(): void {
    this.did.push('crash');
    this.emit('render-process-gone', {}, { reason: 'killed' });
  }
}

let clock = new VirtualClock();
let page = new Page();
let watchdog: Watchdog;

beforeEach(() => {
  clock = new VirtualClock();
  page = new Page();
  watchdog = new Watchdog(page as unknown as WebContents, clock, silentLog);
});

describe('watchdog', () => {
  it('pings a page every ten seconds and leaves one that answers alone', async () => {
    page.emit('did-finish-load');
    await clock.advance(10_000);
    watchdog.alive(1);
    await clock.advance(10_000);
    expect(page.did).toEqual(['ping 1', 'ping 2']);
  });

  it('loads a page anew that does not answer within five seconds', async () => {
    page.emit('did-finish-load');
    await clock.advance(15_000);
    expect(page.did).toEqual(['ping 1', 'crash', 'reload']);
  });

  it('does not take an old answer for a new one', async () => {
    page.emit('did-finish-load');
    await clock.advance(10_000);
    watchdog.alive(0);
    await clock.advance(5_000);
    expect(page.did).toContain('crash');
  });

  it('loads a page anew that never finishes loading', async () => {
    page.emit('did-start-loading');
    await clock.advance(29_999);
    expect(page.did).toEqual([]);
    await clock.advance(1);
    expect(page.did).toEqual(['crash', 'reload']);
  });

  it('loses patience with a page that dies again and again', async () => {
    for (let death = 0; death < 5; death++) {
      page.emit('render-process-gone', {}, { reason: 'crashed' });
      await clock.advance(0);
    }
    page.did.length = 0;
    page.emit('render-process-gone', {}, { reason: 'crashed' });
    await clock.advance(9_999);
    expect(page.did).toEqual([]);
    await clock.advance(1);
    expect(page.did).toEqual(['reload']);
  });

  it('lets a page go that was closed', async () => {
    page.emit('did-finish-load');
    page.emit('render-process-gone', {}, { reason: 'clean-exit' });
    page.destroyed = true;
    page.emit('destroyed');
    expect(clock.pending).toBe(0);
    expect(page.did).toEqual([]);
  });
});
