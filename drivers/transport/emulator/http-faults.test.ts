import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../base/clock.ts';
import { FaultPlan, faultLever, truncated } from './http-faults.ts';
import type { ServerReply } from './http-server.ts';

const OPS = [
  { value: 'ask', label: '问' },
  { value: 'tell', label: '说' },
] as const;
const KINDS = [
  { value: 'drop', label: '断开' },
  { value: 'delay', label: '延迟' },
] as const;

function answer(text: string): ServerReply {
  return { status: 200, headers: {}, body: Buffer.from(text) };
}

function setUp() {
  const clock = new VirtualClock();
  const plan = new FaultPlan<'ask' | 'tell', 'drop'>(clock);
  const lever = faultLever({ id: 'x-fault', label: '故障' }, OPS, KINDS, plan);
  let commits = 0;
  const run = (op: 'ask' | 'tell'): Promise<ServerReply> =>
    plan.run<string>(op, {
      commit: async () => `done ${++commits}`,
      send: answer,
      spoil: (kind, plain) => answer(`${kind} ${plain}`),
    });
  return { clock, plan, lever, run, commits: () => commits };
}

describe('FaultPlan', () => {
  it('changes nothing while it is empty', async () => {
    const { run } = setUp();
    expect(await run('ask')).toEqual(answer('done 1'));
  });

  it('hits before the work is done, as often as told, and only the call that is meant', async () => {
    const { run, lever, commits } = setUp();
    await lever.apply({ op: 'ask', count: 2 });
    expect(await run('tell')).toEqual(answer('done 1'));
    expect(await run('ask')).toEqual(answer('drop null'));
    expect(await run('ask')).toEqual(answer('drop null'));
    expect(await run('ask')).toEqual(answer('done 2'));
    expect(commits()).toBe(2);
  });

  it('hits after the work is done', async () => {
    const { run, lever } = setUp();
    await lever.apply({ phase: 'after-commit', kind: 'drop' });
    expect(await run('tell')).toEqual(answer('drop done 1'));
  });

  it('delays the work, or only the answer', async () => {
    const { run, lever, clock, commits } = setUp();
    await lever.apply({ kind: 'delay', seconds: 5 });
    const late = run('ask');
    await clock.advance(4999);
    expect(commits()).toBe(0);
    await clock.advance(1);
    expect(await late).toEqual(answer('done 1'));

    await lever.apply({ kind: 'delay', phase: 'after-commit' });
    const slow = run('ask');
    await clock.advance(9999);
    expect(commits()).toBe(2);
    await clock.advance(1);
    expect(await slow).toEqual(answer('done 2'));
  });

  it('is taken back, for one call or for all, and lets go what it holds', async () => {
    const { run, lever, clock } = setUp();
    await lever.apply({ op: 'ask', count: 9 });
    await lever.apply({ op: 'tell', kind: 'delay', phase: 'after-commit' });
    const held = run('tell');
    await clock.advance(1);
    await lever.apply({ op: 'ask', clear: true });
    expect(await held).toEqual(answer('done 1'));
    expect(await run('ask')).toEqual(answer('done 2'));
    await lever.apply({ count: 9 });
    await lever.apply({ clear: true });
    expect(await run('tell')).toEqual(answer('done 3'));
    expect(clock.pending).toBe(0);
  });

  it('drops what it holds when the server closes', async () => {
    const { run, lever, plan, clock } = setUp();
    await lever.apply({ kind: 'delay', count: 3 });
    await lever.apply({ kind: 'delay', phase: 'after-commit', op: 'tell' });
    const held = run('ask');
    plan.close();
    expect(await held).toBe('drop');
    expect(await run('ask')).toBe('drop');
    expect(await run('ask')).toBe('drop');
    expect(await run('tell')).toBe('drop');
    expect(clock.pending).toBe(0);
  });
});

describe('truncated', () => {
  it('cuts the body in half, and an empty one off', () => {
    expect(truncated({ status: 200, headers: {}, body: Buffer.from('abcd') })).toMatchObject({ cutAt: 2 });
    expect(truncated({ status: 204, headers: {}, body: Buffer.alloc(0) })).toBe('drop');
  });
});

describe('faults of the wire', () => {
  it('deliver a request twice', async () => {
    const { run, plan, commits } = setUp();
    plan.add({ op: null, phase: 'before', kind: 'duplicate', delayMs: 0, left: 1 });
    expect(await run('ask')).toEqual(answer('done 2'));
    expect(commits()).toBe(2);
  });

  it('answer with what was said before, as long as something was', async () => {
    const { run, plan } = setUp();
    plan.add({ op: null, phase: 'before', kind: 'reordered', delayMs: 0, left: 3 });
    expect(await run('ask')).toEqual(answer('done 1'));
    plan.clear(null);
    expect(await run('ask')).toEqual(answer('done 2'));
    plan.add({ op: null, phase: 'before', kind: 'reordered', delayMs: 0, left: 2 });
    expect(await run('ask')).toEqual(answer('done 2'));
    expect(await run('tell')).toEqual(answer('done 4'));
  });
});
