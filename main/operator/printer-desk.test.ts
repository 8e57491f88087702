import { expect, it, onTestFinished } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { READ_MS } from '../visit/testing/fake-reader.ts';
import { CARD } from '../visit/testing/people.ts';
import { deskOf } from './testing/desk.ts';
import { printerBench } from './testing/printer-bench.ts';

const PRINT = { type: 'print-calibration', profile: 'generic-58' } as const;
const ANSWER = { type: 'answer-slip', question: 'ruler', answer: 'one-line' } as const;

/** The demo rig's desk, beside the resident's glass, with the window open. */
async function openDesk() {
  const { page, service, close } = await printerBench(new VirtualClock(0));
  onTestFinished(close);
  const made = deskOf({ printer: page, rig: 'demo' });
  made.desk.admit('keys');
  /** The next change of the page after which nothing is printed. */
  const rest = () =>
    new Promise<void>((resolve) => {
      const stop = page.subscribe(() => {
        if (page.test.isBusy) return;
        stop();
        resolve();
      });
    });
  return { ...made, page, service, rest };
}

it('prints one thing at a time, while residents are kept out, until the test is put away', async () => {
  const { world, desk, open, ask, rest } = await openDesk();
  world.screen('attract');
  expect(await desk.request(ANSWER)).toEqual({ ok: false, message: '先打印校准凭条，再对照回答' });
  const over = rest();
  const answers = [desk.request(PRINT), desk.request(PRINT), ask('probe-process-id')];
  expect(await Promise.all(answers)).toEqual([
    { ok: true },
    { ok: false, message: '正在打印，请等其结束' },
    [{ ok: false, message: '正在打印，请等其结束' }],
  ]);
  await over;
  world.screen('out-of-service');
  expect(await desk.request(ANSWER)).toEqual({ ok: true });
  expect(open().printer?.test.slip).toMatchObject({ profile: 'generic-58', answers: { ruler: 'one-line' } });
  const probed = rest();
  expect(await ask('probe-process-id')).toEqual([{ ok: true }]);
  await probed;
  expect(open().printer?.test.probe?.kind).toBe('supported');
  expect(await ask('end-test')).toEqual([{ ok: true }]);
  expect(open().printer?.test).toEqual({ busy: null, slip: null, probe: null });
  world.screen('attract');
});

it('looks at profiles and renews the roll while residents go on', async () => {
  const { world, desk, open, ask, service } = await openDesk();
  const look = (profile: string) => desk.request({ type: 'show-profile', profile });
  expect([await look('vkp80'), await look('none')]).toEqual([
    { ok: true },
    { ok: false, message: '没有这个配置' },
  ]);
  expect(open().printer?.shown.name).toBe('vkp80');
  expect(await ask('new-roll')).toEqual([{ ok: true }]);
  expect(service.rolls).toBe(1);
  world.screen('attract');
});

it('prints nothing while somebody is there', async () => {
  const { world, desk, service } = await openDesk();
  world.reader.insert(CARD);
  await world.seconds(READ_MS / 1_000);
  expect(await desk.request(PRINT)).toMatchObject({ ok: false, message: expect.stringContaining('有人') });
  expect(service.jobs).toEqual([]);
});

it('forgets the test with the window', async () => {
  const { desk, open, rest } = await openDesk();
  const over = rest();
  await desk.request(PRINT);
  await over;
  desk.closed();
  desk.admit('keys');
  expect(open().printer?.test.slip).toBeNull();
});

it('says that there is no printer', async () => {
  const { desk, ask, open } = deskOf();
  desk.admit('keys');
  const missing = { ok: false, message: '没有配置打印机' };
  expect(open().printer).toBeNull();
  expect(await ask('probe-process-id', 'new-roll')).toEqual([missing, missing]);
  expect(await desk.request(PRINT)).toEqual(missing);
  expect(await desk.request(ANSWER)).toMatchObject({ ok: false });
  expect(await desk.request({ type: 'show-profile', profile: 'vkp80' })).toMatchObject({ ok: false });
});
