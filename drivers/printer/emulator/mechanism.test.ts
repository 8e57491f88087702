import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { vectors } from '../fixtures/status-vectors.json' with { type: 'json' };
import { Mechanism } from './mechanism.ts';
import { CITIZEN, DEMO_80, MASUNG, VKP80 } from './model.ts';

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
    mechanism.cut('full');
  },
  jam: (mechanism) => mechanism.setFault('jam', true),
  offline: (mechanism) => mechanism.setFault('offline', true),
};

describe('a presenter', () => {
  it('has the slip at the exit after the cut, and says so in the bit that it has', () => {
    const mechanism = new Mechanism(CITIZEN);
    mechanism.cut('full');
    expect(statusOf(mechanism)).toBe('12121252');
    mechanism.takeSlip();
    expect(statusOf(mechanism)).toBe('12121212');
  });

  it('tells Masung’s own byte: jam and slip', () => {
    const mechanism = new Mechanism(MASUNG);
    mechanism.cut('full');
    mechanism.present();
    expect(mechanism.masungExit()).toEqual([0x04]);
    mechanism.setFault('jam', true);
    expect(mechanism.masungExit()).toEqual([0x0c]);
    expect(statusOf(mechanism)).toBe('1A521212');
  });

  it('waits to be told on Custom’s, and can draw the slip back', () => {
    const mechanism = new Mechanism(VKP80);
    mechanism.retract();
    expect(mechanism.retracted).toBe(0);
    mechanism.cut('full');
    expect(mechanism.slipAtExit).toBe(false);
    mechanism.present();
    expect(mechanism.customFull()).toEqual([0x10, 0x0f, 0x20, 0, 0, 0]);
    mechanism.retract();
    expect(mechanism.retracted).toBe(1);
    expect(mechanism.slipAtExit).toBe(false);
  });

  it('tells every fault in Custom’s four bytes', () => {
    const mechanism = new Mechanism(VKP80);
    mechanism.endPaper(0);
    mechanism.openCover();
    mechanism.setFault('hot', true);
    mechanism.setFault('jam', true);
    mechanism.setFault('cutter', true);
    mechanism.cut('full');
    expect(mechanism.customFull()).toEqual([0x10, 0x0f, 0x05, 0x02, 0x41, 0x01]);
  });
});

describe('a knife', () => {
  it.each([
    ['that can goes through when it is told to', VKP80, 'full', 'through'],
    ['leaves a bridge when it is told to', VKP80, 'partial', 'tab'],
    ['that cannot go through always leaves one', DEMO_80, 'full', 'tab'],
  ] as const)('%s', (_, model, how, cut) => {
    expect(new Mechanism(model).cut(how)).toBe(cut);
  });

  it('that is blunt leaves a bridge, and no sensor sees it', () => {
    const mechanism = new Mechanism(VKP80);
    mechanism.setFault('blunt', true);
    expect(mechanism.cut('full')).toBe('tab');
    expect(statusOf(mechanism)).toBe('12121212');
    mechanism.setFault('blunt', false);
    expect(mechanism.cut('full')).toBe('through');
  });

  it('that left a bridge makes the slip crumple when it is drawn back', () => {
    const mechanism = new Mechanism(VKP80);
    mechanism.cut('partial');
    mechanism.present();
    expect(mechanism.retract()).toBe(false);
    expect(mechanism.retracted).toBe(0);
    expect(mechanism.slipAtExit).toBe(true);
    expect(mechanism.customFull()).toEqual([0x10, 0x0f, 0x20, 0, 0x40, 0]);
  });
});

describe('Mechanism', () => {
  it.each(vectors.filter(({ state }) => state in HANDS))('answers $state as the table says', (vector) => {
    const mechanism = new Mechanism(DEMO_80);
    HANDS[vector.state]?.(mechanism);
    expect(statusOf(mechanism)).toBe(toHex(fromHex(vector.realTime)));
    if (vector.inOrder !== null) expect(toHex(Uint8Array.of(mechanism.inOrder()))).toBe(vector.inOrder);
    expect(mechanism.online).toBe(vector.block === null);
  });

  it('reports a hot head as an error that goes away by itself', () => {
    const mechanism = new Mechanism(DEMO_80);
    mechanism.setFault('hot', true);
    expect(statusOf(mechanism)).toBe('1A525212');
    mechanism.setFault('hot', false);
    expect(mechanism.online).toBe(true);
  });

  it('runs out of paper after so many millimetres', () => {
    const mechanism = new Mechanism(DEMO_80);
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
    const mechanism = new Mechanism(DEMO_80);
    mechanism.setFault('cutter', true);
    expect(mechanism.online).toBe(true);
    expect(mechanism.cut('full')).toBe('none');
    expect(mechanism.recoverableError).toBe(true);
    mechanism.recover();
    expect(mechanism.online).toBe(false);
    mechanism.setFault('cutter', false);
    expect(mechanism.online).toBe(false);
    mechanism.openCover();
    mechanism.closeCover();
    expect(mechanism.online).toBe(true);
    expect(mechanism.cut('full')).toBe('tab');
  });
});
