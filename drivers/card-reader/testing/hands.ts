import { expect } from 'vitest';
import type { CardReaderBench } from '../card-reader.contract.ts';
import type { EmulatedReader } from '../emulator/emulated-reader.ts';
import { pull } from './reader-rig.ts';

/** Somebody at an emulated reader with a slot for contact cards, for the contract: pulls the levers that everybody else pulls. */
export function handsOn(emulator: EmulatedReader): NonNullable<CardReaderBench['hands']> {
  const act = async (id: string, args?: Readonly<Record<string, unknown>>) => {
    expect((await pull(emulator, id, args)).ok).toBe(true);
  };
  return {
    insertGoodCard: () => act('card-insert', { card: 'v2-rare' }),
    insertBankCard: () => act('card-insert', { card: 'bank' }),
    insertWrongWayRound: () => act('card-insert', { card: 'mute' }),
    removeCard: () => act('card-remove'),
    pullDuringNextRead: () => act('card-pull-after', { apdus: 4 }),
    unplug: () => act('card-reader-unplug'),
    replug: () => act('card-reader-replug'),
    expected: {
      name: '阿依古丽·买买提依明尼亚孜木𠮷汗',
      idNumber: '440404190003033035',
      cardNumber: 'YS0000003',
    },
  };
}
