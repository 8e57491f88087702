import { expect } from 'vitest';
import type { CardReaderBench } from '../card-reader.contract.ts';
import type { EmulatedReader } from '../emulator/emulated-reader.ts';
import { pull } from './reader-rig.ts';

/** Somebody at an emulated reader, for the contract: pulls the levers that everybody else pulls. */
export function handsOn(emulator: EmulatedReader): NonNullable<CardReaderBench['hands']> {
  const act = async (id: string, args?: Readonly<Record<string, unknown>>) => {
    expect((await pull(emulator, id, args)).ok).toBe(true);
  };
  const insert = (card: string) => () => act('card-insert', { card });
  return {
    insertGoodCard: insert('v2-rare'),
    insertBankCard: insert('bank'),
    // On an antenna no side is the wrong one.
    ...(emulator.slots.includes('contact') ? { insertWrongWayRound: insert('mute') } : {}),
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
