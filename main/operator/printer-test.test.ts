import { describe, expect, it } from 'vitest';
import { charactersToDraw } from '../../drivers/printer/escpos/raster-line.ts';
import { printerTestSchema, type SlipAnswers, type SlipQuestion } from '../contract/printer-tests.ts';
import { AVAILABLE } from '../rig/config/capabilities.ts';
import { PrinterTest } from './printer-test.ts';
import { FakePrints } from './testing/fake-prints.ts';
import { FakeService } from './testing/fake-service.ts';

const GOOD: SlipAnswers = { ruler: 'one-line', hanzi: 'right', size: 'right', qr: 'both', cut: 'right' };

function bench(service = new FakeService()) {
  const logged: unknown[] = [];
  const prints = new FakePrints();
  const test = new PrinterTest({
    service,
    profiles: AVAILABLE['printer.profile'],
    prints,
    log: { event: (id, fields) => logged.push({ id, ...fields }) },
  });
  const view = () => printerTestSchema.parse(test.view());
  /** The next change after which nothing is under way. */
  const rest = () =>
    new Promise<void>((resolve) => {
      const stop = test.subscribe(() => {
        if (test.isBusy) return;
        stop();
        resolve();
      });
    });
  return {
    service,
    prints,
    test,
    logged,
    view,
    async print(profile: string) {
      const over = rest();
      expect(test.print(profile)).toBe(true);
      await over;
    },
    async probe() {
      const over = rest();
      expect(test.probe()).toBe(true);
      await over;
    },
    answer(answers: SlipAnswers) {
      for (const [question, what] of Object.entries(answers))
        expect(test.answer(question as SlipQuestion, what)).toBe(true);
    },
  };
}

describe('a technician’s test of the printer', () => {
  it('prints the calibration slip of a profile, one at a time, and tells what came of it', async () => {
    const { test, view, print, service, prints } = bench();
    expect(view()).toEqual({ busy: null, slip: null, probe: null });
    const busy: unknown[] = [];
    test.subscribe(() => busy.push(view().busy));
    const over = print('generic-58');
    expect([test.print('generic-80'), test.probe(), test.answer('ruler', 'one-line')]).toEqual([
      false,
      false,
      false,
    ]);
    expect(view().slip).toMatchObject({ profile: 'generic-58', result: null });
    await over;
    expect(busy).toEqual(['slip', null]);
    expect(view().slip?.result).toEqual({ state: 'PRINTED', evidence: 'B' });
    expect(service.jobs).toMatchObject([{ as: 'generic-58', job: { jobId: 'P1' } }]);
    expect(prints.rows).toEqual(['P1 calibration', 'P1 PRINTED']);
    // Nothing on it has to be drawn beforehand.
    expect(service.jobs.flatMap(({ job }) => charactersToDraw(job.slip))).toEqual([]);
  });

  it('knows only profiles that kiosk.yaml can name', () => {
    expect(bench().test.print('demo-80')).toBe(false);
    expect(bench().test.print('epson')).toBe(false);
  });

  it.each([
    [
      { state: 'UNCERTAIN', evidence: 'D', reason: 'jam' },
      { state: 'UNCERTAIN', reason: 'jam' },
    ],
    [
      { state: 'FAILED_CLEAN', reason: 'paper-out' },
      { state: 'FAILED_CLEAN', reason: 'paper-out' },
    ],
  ] as const)('is honest about %j', async (result, told) => {
    const { service, view, print } = bench();
    service.result = result;
    await print('generic-80');
    expect(view().slip?.result).toEqual(told);
  });

  it('takes no answer about a slip that cannot have come out', async () => {
    const { service, view, print, test } = bench();
    service.result = { state: 'FAILED_CLEAN', reason: 'paper-out' };
    await print('generic-80');
    expect(test.answer('ruler', 'short')).toBe(false);
    expect(view().slip?.answers).toEqual({});
  });

  it('a bug of ours is recorded and ends the test', async () => {
    const { service, view, print, probe, logged } = bench();
    service.bug = new TypeError('x');
    await print('generic-80');
    expect(view()).toMatchObject({ busy: null, slip: { result: { state: 'BUG' } } });
    await probe();
    expect(view().probe).toBeNull();
    expect(logged).toMatchObject([
      { id: 'bug', where: 'printer test', error: 'TypeError' },
      { id: 'bug', where: 'printer test', error: 'TypeError' },
    ]);
  });

  it('takes answers about the slip, and advises', async () => {
    const { view, print, answer, test } = bench();
    expect(test.answer('ruler', 'one-line')).toBe(false);
    await print('generic-80');
    expect(test.answer('ruler', 'nonsense')).toBe(false);
    answer({ ...GOOD, ruler: 'wrapped' });
    expect(view().slip?.advice).toMatchObject({ kind: 'try', profile: 'generic-58' });
    await print('generic-58');
    expect(view().slip).toMatchObject({ answers: {}, advice: { kind: 'open' } });
    answer(GOOD);
    expect(view().slip?.advice).toMatchObject({ kind: 'fits', profile: 'generic-58' });
  });

  it('does not go round in circles', async () => {
    const { view, print, answer } = bench();
    await print('generic-80');
    answer({ ...GOOD, qr: 'image' });
    expect(view().slip?.advice).toMatchObject({ kind: 'try', profile: 'citizen' });
    await print('citizen');
    answer({ ...GOOD, qr: 'printer' });
    // Back to the first one would be the smallest change; it was wrong.
    expect(view().slip?.advice).toMatchObject({ kind: 'try', profile: 'snbc' });
    // Printed again and found right after all.
    await print('generic-80');
    answer(GOOD);
    await print('citizen');
    answer({ ...GOOD, qr: 'printer' });
    expect(view().slip?.advice).toMatchObject({ kind: 'try', profile: 'generic-80' });
  });

  it('the probe’s result is a part of the advice', async () => {
    const { view, print, probe, answer, service } = bench();
    await print('generic-80');
    answer(GOOD);
    await probe();
    expect(view().probe).toEqual({ kind: 'supported', reason: '' });
    expect(view().slip?.advice).toMatchObject({ yaml: expect.stringContaining('processId: true') });
    service.answer = { kind: 'unknown', reason: 'timeout' };
    await probe();
    expect(view().probe).toEqual({ kind: 'unknown', reason: 'timeout' });
    expect(view().slip?.advice).toEqual({ kind: 'open', missing: ['head'] });
  });

  it('knows what kiosk.yaml claims', async () => {
    const { view, print, answer } = bench(new FakeService('generic-80', true));
    await print('generic-80');
    answer(GOOD);
    expect(view().slip?.advice).toMatchObject({ yaml: expect.stringContaining('processId: true') });
  });

  it('forgets everything when it is put away, also what is still being printed', async () => {
    const { view, print, test } = bench();
    const over = print('generic-80');
    test.end();
    expect(view()).toMatchObject({ busy: 'slip', slip: null });
    await over;
    expect(view()).toEqual({ busy: null, slip: null, probe: null });
  });
});
