import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { vectors } from '../fixtures/status-vectors.json' with { type: 'json' };
import { Mechanism } from './mechanism.ts';

const statusOf = (mechanism: Mechanism): string =>
  toHex(Uint8Array.from([1, 2, 3, 4], (n) => mechanism.realTime(n)));

/** How a person brings the machine into a state of the table. */
const HANDS: Readonly<Record<string, (mechanism: Mechanism) => void>> = {
  ok: () => undefined,
  'near-end': (mechanism) => mechanism.setNearEnd(true),
  'paper-out': (mechanism) => mechanism.endPaper(0),
  'cover-open': (mechanism) => mechanism.openCover(),
  'cutter-error': (mechanism) => {
    mechanism.setFault('cutter', true);
    mechanism.cut();
  },
  jam: (mechanism) => mechanism.setFault('jam', true),
  offline: (mechanism) => mechanism.setFault('offline', true),
};

describe('Mechanism', () => {
  it.each(vectors.filter(({ state }) => state in HANDS))('answers $state as the table says', (vector) => {
    const mechanism = new Mechanism();
    HANDS[vector.state]?.(mechanism);
    expect(statusOf(mechanism)).toBe(toHex(fromHex(vector.realTime)));
    if (vector.inOrder !== null) expect(toHex(Uint8Array.of(mechanism.inOrder()))).toBe(vector.inOrder);
    expect(mechanism.online).toBe(vector.block === null);
  });

  it('reports a hot head as an error that goes away by itself', () => {
    const mechanism = new Mechanism();
    mechanism.setFault('hot', true);
    expect(statusOf(mechanism)).toBe('1A525212');
    mechanism.setFault('hot', false);
    expect(mechanism.online).toBe(true);
  });

  it('runs out of paper after so many millimetres', () => {
    const mechanism = new Mechanism();
    mechanism.endPaper(10);
    mechanism.feed(79);
    expect(mechanism.paperOut).toBe(false);
    mechanism.feed(1);
    expect(mechanism.paperOut).toBe(true);
    mechanism.loadPaper();
    expect(mechanism.online).toBe(true);
    expect(mechanism.fedMm).toBe(10);
  });

  it('notices a stuck knife at the next cut, and holds the error after the cause has gone', () => {
    const mechanism = new Mechanism();
    mechanism.setFault('cutter', true);
    expect(mechanism.online).toBe(true);
    expect(mechanism.cut()).toBe(false);
    expect(mechanism.recoverableError).toBe(true);
    mechanism.recover();
    expect(mechanism.online).toBe(false);
    mechanism.setFault('cutter', false);
    expect(mechanism.online).toBe(false);
    mechanism.openCover();
    mechanism.closeCover();
    expect(mechanism.online).toBe(true);
    expect(mechanism.cut()).toBe(true);
  });
});
