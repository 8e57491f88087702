import { describe, expect, it } from 'vitest';
import { ok } from '../../base/result.ts';
import { makeLever, notNow } from './lever-args.ts';

const seen: unknown[] = [];
const lever = makeLever(
  {
    id: 'x-y',
    label: '试验',
    kind: 'action',
    args: [
      { name: 'way', label: '方式', type: 'choice', options: [{ value: 'in', label: '进' }] },
      { name: 'mm', label: '长度', type: 'number', min: 0, max: 10, unit: 'mm', optional: true },
      { name: 'note', label: '备注', type: 'text', maxLength: 3, optional: true },
      { name: 'clear', label: '解除', type: 'boolean', optional: true },
    ],
  },
  async (values) => {
    seen.push([values.text('way'), values.number('mm'), values.text('note'), values.flag('clear')]);
    return values.flag('clear') ? notNow('还不行') : ok();
  },
);

describe('makeLever', () => {
  it('passes checked arguments on', async () => {
    expect(await lever.apply({ way: 'in', mm: 10, note: 'abc', clear: false })).toEqual(ok());
    expect(await lever.apply({ way: 'in', mm: undefined })).toEqual(ok());
    expect(seen).toEqual([
      ['in', 10, 'abc', false],
      ['in', undefined, undefined, false],
    ]);
  });

  it('passes the answer of the device back', async () => {
    expect(await lever.apply({ way: 'in', clear: true })).toEqual({
      ok: false,
      error: { code: 'NOT_NOW', message: '还不行' },
    });
  });

  it('refuses by the name of the argument', async () => {
    const cases: readonly [Record<string, unknown>, string][] = [
      [{}, 'way'],
      [{ way: 'out' }, 'way'],
      [{ way: 7 }, 'way'],
      [{ way: 'in', mm: 11 }, 'mm'],
      [{ way: 'in', mm: '5' }, 'mm'],
      [{ way: 'in', mm: Number.NaN }, 'mm'],
      [{ way: 'in', note: 'abcd' }, 'note'],
      [{ way: 'in', note: 1 }, 'note'],
      [{ way: 'in', clear: 'yes' }, 'clear'],
      [{ way: 'in', other: 1 }, 'other'],
    ];
    for (const [args, argument] of cases) {
      expect(await lever.apply(args), JSON.stringify(args)).toMatchObject({
        ok: false,
        error: { code: 'BAD_ARGUMENT', argument },
      });
    }
  });
});
