import { describe, expect, it } from 'vitest';
import { PRINT_MS } from '../visit/testing/fake-printer.ts';
import { CARD } from '../visit/testing/people.ts';
import type { DemoPanel } from './demo-panel.ts';
import { deskOf } from './testing/desk.ts';

const demo = {
  state: () => ({ levers: [], orders: [], paperVersion: 0 }),
  subscribe: () => () => undefined,
} as unknown as DemoPanel;

describe('printing the day at the technician’s desk', () => {
  it('needs a day, then prints it once at a time, and residents stay out', async () => {
    const { world, desk, open, ask } = deskOf();
    desk.admit('keys');
    expect(await ask('print-day')).toEqual([{ ok: false, message: '先选一天' }]);
    await desk.request({ type: 'show-day', day: null });
    expect(await ask('print-day', 'print-day')).toEqual([
      { ok: true },
      { ok: false, message: '正在打印，请等其结束' },
    ]);
    await world.clock.advance(PRINT_MS);
    expect(open().money?.slip).toMatchObject({ state: 'printed', evidence: 'A' });
    expect(open().service).toBe('closed');
    expect(JSON.stringify(world.printer.jobs)).toContain('日结单');
  });

  it('is refused without a printer', async () => {
    const { desk, ask } = deskOf({ hasPrinter: false });
    desk.admit('keys');
    await desk.request({ type: 'show-day', day: null });
    expect(await ask('print-day')).toEqual([{ ok: false, message: '没有配置打印机' }]);
  });

  it('is refused under somebody’s hands; when nobody is there, residents come back with the paper', async () => {
    const { world, desk, open, ask } = deskOf({ rig: 'demo', demo });
    desk.admit('keys');
    await desk.request({ type: 'show-day', day: null });
    world.reader.insert(CARD);
    expect(await ask('print-day')).toEqual([{ ok: false, message: '有人正在使用终端，请等其结束' }]);
    expect(world.printer.jobs).toEqual([]);
    world.reader.remove();
    await world.seconds(60);
    expect(await ask('print-day')).toEqual([{ ok: true }]);
    expect(open().service).toBe('closed');
    await world.clock.advance(PRINT_MS);
    expect(open().service).toBe('open');
  });

  it('does not end a test that was begun meanwhile', async () => {
    const { world, desk, open, ask } = deskOf({ rig: 'demo', demo });
    desk.admit('keys');
    await desk.request({ type: 'show-day', day: null });
    await ask('print-day', 'test-code');
    await world.clock.advance(PRINT_MS);
    expect(open().service).toBe('closed');
    await ask('end-test');
    expect(open().service).toBe('open');
  });
});
