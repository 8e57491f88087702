import { describe, expect, it } from 'vitest';
import { fromHex } from '../base/bytes.ts';
import { answers, decodeAnswer } from './ccid.ts';

describe('whose answer it is', () => {
  const COMMAND = { name: 'xfrBlock', slot: 1 } as const;
  const answer = (type: string, slot: string, sequence: string) =>
    decodeAnswer(fromHex(`${type} 02000000 ${slot} ${sequence} 00 00 00 9000`));

  it.each([
    ['80', '01', '05', true],
    // The ACR122S manual's own examples answer a data transfer with the code of a slot status.
    ['81', '01', '05', true],
    ['83', '01', '05', false],
    ['80', '00', '05', false],
    ['80', '01', '04', false],
  ])('type %s, slot %s, sequence %s: %s', (type, slot, sequence, expected) => {
    expect(answers(answer(type, slot, sequence), COMMAND, 5)).toBe(expected);
  });

  it('of an escape is nothing else', () => {
    const command = { name: 'escape', slot: 1 } as const;
    expect(answers(answer('83', '01', '05'), command, 5)).toBe(true);
    expect(answers(answer('80', '01', '05'), command, 5)).toBe(false);
  });
});
