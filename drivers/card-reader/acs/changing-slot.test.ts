import { expect, it } from 'vitest';
import { err, ok } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import { ChangingSlot, NO_SLOT } from './changing-slot.ts';

it('is whatever it is told to be, and may be nothing', async () => {
  const calls: string[] = [];
  const device: CardSlot = {
    powerOn: async () => ok(Uint8Array.of(calls.push('powerOn'))),
    transmit: async (tpdu) => ok(Uint8Array.of(calls.push('transmit'), ...tpdu)),
    powerOff: async () => {
      calls.push('powerOff');
    },
    isPresent: async () => ok(calls.push('isPresent') > 0),
  };
  const slot = new ChangingSlot(device);
  expect(await slot.powerOn()).toEqual(ok(Uint8Array.of(1)));
  expect(await slot.transmit(Uint8Array.of(9))).toEqual(ok(Uint8Array.of(2, 9)));
  expect(await slot.isPresent()).toEqual(ok(true));
  await slot.powerOff();
  slot.use(NO_SLOT);
  expect(await slot.powerOn()).toEqual(err({ code: 'NO_CARD' }));
  expect(await slot.transmit(Uint8Array.of(9))).toEqual(err({ code: 'NO_CARD' }));
  expect(await slot.isPresent()).toEqual(ok(false));
  await slot.powerOff();
  expect(calls).toEqual(['powerOn', 'transmit', 'isPresent', 'powerOff']);
});
