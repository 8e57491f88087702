import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OperatorRequest, operatorStateSchema } from '../contract/operator.ts';
import { READ_MS } from '../visit/testing/fake-reader.ts';
import { CARD } from '../visit/testing/people.ts';
import type { DemoPanel } from './demo-panel.ts';
import { deskOf } from './testing/desk.ts';

describe('the technician at a real terminal', () => {
  it('gets in by a key while nobody is there, and residents are kept out until the end', async () => {
    const { world, desk, open, ask, endings, told } = deskOf();
    expect(desk.state()).toBeNull();
    expect(desk.admit('keys')).toBe(true);
    expect(desk.admit('keys')).toBe(true);
    expect(open()).toMatchObject({ rig: 'real', service: 'closed', screen: 'out-of-service', demo: null });
    expect(open().devices.map(({ id }) => id)).toEqual(['card-reader', 'code-scanner', 'printer', 'agency']);
    expect(await ask('close-panel')).toEqual([{ ok: true }]);
    expect(endings).toHaveLength(1);
    expect(desk.state()).toBeNull();
    world.screen('attract');
    expect(told()).toEqual(['opened', 'closed']);
  });

  it('looks at a day of money, has it reconciled and written out; with the window it is gone', async () => {
    const { desk, open, ask, folder } = deskOf();
    desk.admit('keys');
    expect(open().money).toBeNull();
    expect(await desk.request({ type: 'show-day', day: '2030-01-01' })).toMatchObject({ ok: false });
    expect(await desk.request({ type: 'show-day', day: null })).toEqual({ ok: true });
    expect(open().money).toMatchObject({ day: '2026-11-23', exported: [], busy: false });
    expect(await ask('reconcile-day', 'reconcile-day')).toMatchObject([{ ok: true }, { ok: false }]);
    expect(await ask('export-day')).toEqual([{ ok: true }]);
    expect(open().money?.exported).toHaveLength(2);
    rmSync(join(folder, 'reports'), { recursive: true });
    writeFileSync(join(folder, 'reports'), 'in the way');
    expect(await ask('export-day')).toMatchObject([{ message: expect.stringContaining('EEXIST') }]);
    await ask('close-panel');
    desk.admit('keys');
    expect(open().money).toBeNull();
  });

  it('is refused by the glass, and by keys where codes are keys, unless there is a number', () => {
    expect(deskOf().desk.admit('corner')).toBe(false);
    expect(deskOf({ scannerTypes: true }).desk.admit('keys')).toBe(false);
    expect(deskOf({ scannerTypes: true, number: true }).desk.admit('keys')).toBe(true);
  });

  it('is refused while somebody is there', () => {
    const { world, desk, told } = deskOf();
    world.reader.insert(CARD);
    expect(desk.admit('keys')).toBe(false);
    expect(told()).toEqual(['refused']);
    expect(desk.state()).toBeNull();
  });

  it('who goes away without a word is sent out after ten minutes', async () => {
    const { world, desk, ask, endings } = deskOf();
    desk.admit('keys');
    await world.seconds(599);
    await ask('touch');
    await world.seconds(599);
    expect(endings).toEqual([]);
    await world.seconds(1);
    expect(endings).toHaveLength(1);
    world.screen('attract');
  });

  it('has no levers', async () => {
    const { desk } = deskOf();
    desk.admit('keys');
    for (const request of [
      { type: 'advance-clock', seconds: 1 },
      { type: 'apply-lever', id: 'card-insert', args: {} },
    ] as const) {
      expect(await desk.request(request)).toEqual({ ok: false, message: '仅演示环境可用' });
    }
    expect(await desk.request({ type: 'unlock', pin: '1234' })).toEqual({ ok: true }); // nothing to unlock
  });
});

describe('a number', () => {
  it('shows nothing before it is right, and closes the terminal only then', async () => {
    const { world, desk, open, told } = deskOf({ number: true });
    desk.admit('corner');
    expect(operatorStateSchema.parse(desk.state())).toEqual({
      access: 'locked',
      triesLeft: 5,
      waitSeconds: 0,
    });
    world.screen('attract');
    expect(await desk.request({ type: 'test-card' })).toEqual({ ok: false, message: '请先输入维护密码' });
    expect(await desk.request({ type: 'unlock', pin: '1357' })).toEqual({ ok: false, message: '密码不对' });
    expect(desk.state()).toMatchObject({ triesLeft: 4 });
    expect(await desk.request({ type: 'unlock', pin: '2468' })).toEqual({ ok: true });
    expect(open().service).toBe('closed');
    expect(told()).toEqual(['opened', 'wrong-pin', 'unlocked']);
  });

  it('is not even looked at after too many tries, in the next window either', async () => {
    const { desk } = deskOf({ number: true });
    desk.admit('corner');
    for (let tries = 0; tries < 5; tries += 1) await desk.request({ type: 'unlock', pin: '0000' });
    desk.closed();
    desk.admit('corner');
    expect(desk.state()).toMatchObject({ triesLeft: 0, waitSeconds: 60 });
    expect(await desk.request({ type: 'unlock', pin: '2468' })).toEqual({ ok: false, message: '请稍后再试' });
  });

  it('gives the glass back to who comes meanwhile, and to everybody after half a minute', async () => {
    const { world, desk, endings } = deskOf({ number: true });
    desk.admit('corner');
    world.reader.insert(CARD);
    expect(endings).toHaveLength(1);
    expect(world.screen('identify')).toMatchObject({ phase: 'reading' });
    world.reader.remove();
    await world.tap('cancel');
    await world.seconds(READ_MS / 1_000);
    expect(world.screen('identify')).toMatchObject({ phase: 'waiting' });
    // The technician's own taps begin a visit, too.
    desk.admit('corner');
    await world.seconds(29);
    expect(endings).toHaveLength(1);
    await world.seconds(1);
    expect(endings).toHaveLength(2);
  });
});

describe('tests', () => {
  it('read a card that is nobody’s visit, and write its trace down', async () => {
    const { world, desk, open, ask, folder } = deskOf();
    desk.admit('keys');
    expect(await ask('export-trace')).toEqual([{ ok: false, message: '还没有可导出的记录' }]);
    expect(await ask('test-card')).toEqual([{ ok: true }]);
    world.reader.insert(CARD);
    await world.seconds(READ_MS / 1_000);
    expect(open().cardTest).toMatchObject({ phase: 'done', result: { ok: true, name: '王*明' } });
    expect(await ask('export-trace')).toEqual([{ ok: true }]);
    expect(open().cardTest?.exported?.[0]).toContain(join(folder, 'technician', 'card-trace-'));
    expect(await ask('end-test')).toEqual([{ ok: true }]);
    expect(open()).toMatchObject({ cardTest: null, service: 'closed' });
    world.reader.remove();
  });

  it('say when the trace cannot be written', async () => {
    const { world, desk, ask, folder } = deskOf();
    writeFileSync(join(folder, 'technician'), '');
    desk.admit('keys');
    world.reader.insert(CARD);
    await ask('test-card');
    await world.seconds(READ_MS / 1_000);
    expect(await ask('export-trace')).toEqual([
      { ok: false, message: expect.stringMatching(/^写不进文件（E/) },
    ]);
    world.reader.remove();
  });

  it('take a code without keeping it', async () => {
    const { world, desk, open, ask } = deskOf();
    desk.admit('keys');
    await ask('test-code');
    world.scanner.scan('TOKEN-1');
    expect(open().codeTest).toEqual({ phase: 'done', kind: 'ecode', length: 7 });
    desk.closed();
    desk.admit('keys');
    expect(open().codeTest).toBeNull();
  });

  it('say that there is nothing to test', async () => {
    const { desk, ask, open } = deskOf({ cardTest: null, codeTest: null });
    desk.admit('keys');
    expect(await ask('test-card', 'test-code')).toEqual([
      { ok: false, message: '没有配置读卡器' },
      { ok: false, message: '没有配置扫码器' },
    ]);
    expect(await ask('export-trace')).toMatchObject([{ ok: false }]);
    expect(open()).toMatchObject({ cardTest: null, codeTest: null });
  });
});

describe('the technician at the demo rig', () => {
  const demo = {
    state: () => ({ levers: [], orders: [], paperVersion: 0 }),
    subscribe: () => () => undefined,
    request: async (request: OperatorRequest) => ({ ok: false, message: request.type }),
  } as unknown as DemoPanel;

  it('gets in at any time and by any way, and the visit goes on', async () => {
    const { world, desk, open } = deskOf({ rig: 'demo', demo });
    world.reader.insert(CARD);
    expect(desk.admit('corner')).toBe(true);
    expect(open()).toMatchObject({ rig: 'demo', service: 'busy', screen: 'identify', demo: { levers: [] } });
    await world.seconds(3_600);
    world.reader.remove();
    expect(open().rig).toBe('demo');
    expect(await desk.request({ type: 'advance-clock', seconds: 1 })).toMatchObject({
      message: 'advance-clock',
    });
  });

  it('closes the terminal with a test and opens it with the end of the test', async () => {
    const { world, desk, open, ask } = deskOf({ rig: 'demo', demo });
    desk.admit('keys');
    expect(open().service).toBe('open');
    await ask('test-code');
    expect(open().service).toBe('closed');
    await ask('end-test');
    expect(open().service).toBe('open');
    world.screen('attract');
  });

  it('cannot test under somebody’s hands', async () => {
    const { world, desk, ask } = deskOf({ rig: 'demo', demo });
    world.reader.insert(CARD);
    desk.admit('keys');
    expect(await ask('test-card')).toEqual([{ ok: false, message: '有人正在使用终端，请等其结束' }]);
    world.reader.remove();
  });
});

it('tells the window of every change that it shows', async () => {
  const { world, desk, ask } = deskOf();
  let changes = 0;
  desk.subscribe(() => {
    changes += 1;
  });
  desk.admit('keys');
  const before = changes;
  await ask('test-code');
  expect(changes).toBeGreaterThan(before);
  world.scanner.unplug();
  expect(desk.state()).not.toBeNull();
});
