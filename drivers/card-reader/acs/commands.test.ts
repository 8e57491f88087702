import { expect, it } from 'vitest';
import { ok } from '../../base/result.ts';
import type { CcidLink } from '../card-slot.ts';
import { interrogate } from './commands.ts';

it('a reader that fails to say its name is a reader all the same', async () => {
  const link: CcidLink = {
    exchange: async () =>
      ok({
        type: 0x83,
        slot: 1,
        sequence: 0,
        card: 'absent',
        failed: true,
        timeExtension: false,
        error: 0x0a,
        data: new Uint8Array(0),
      }),
  };
  expect(await interrogate(link)).toEqual(ok({ model: 'unknown', firmware: '', isAcr122: false }));
});
