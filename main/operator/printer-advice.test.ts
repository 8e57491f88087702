import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PROFILE_NAMES } from '../../drivers/printer/profile.ts';
import { profileOf } from '../../drivers/printer/testing/rig.ts';
import { printerAdviceSchema, SLIP_QUESTIONS, type SlipAnswers } from '../contract/printer-tests.ts';
import { AVAILABLE } from '../rig/config/capabilities.ts';
import { type AdviceFacts, adviseProfile, isAnswerTo, questionsFor } from './printer-advice.ts';

const GOOD: SlipAnswers = { ruler: 'one-line', hanzi: 'right', size: 'right', qr: 'both', cut: 'right' };
const SUPPORTED = { kind: 'supported', reason: '' } as const;
const UNSUPPORTED = { kind: 'unsupported', reason: '' } as const;
const UNKNOWN = { kind: 'unknown', reason: 'timeout' } as const;

function advise(printed: string, answers: SlipAnswers, change: Partial<AdviceFacts> = {}) {
  const advice = adviseProfile({
    printed: profileOf(printed),
    answers,
    probe: null,
    candidates: AVAILABLE['printer.profile'].map(profileOf),
    ruledOut: new Set(),
    configured: { name: 'generic-80', processId: false },
    ...change,
  });
  return printerAdviceSchema.parse(advice);
}

describe('a profile for this printer', () => {
  it('is not named before everything has been answered', () => {
    expect(advise('generic-80', {})).toEqual({
      kind: 'open',
      missing: ['ruler', 'hanzi', 'size', 'qr', 'cut'],
    });
    expect(advise('generic-80', { ...GOOD, qr: undefined })).toEqual({ kind: 'open', missing: ['qr'] });
  });

  it.each(PROFILE_NAMES)('%s fits when its slip is as it should be', (name) => {
    const only: SlipAnswers = { ...GOOD, qr: profileOf(name).qr.command === 'gs-k' ? 'printer' : 'image' };
    for (const answers of [GOOD, only])
      expect(advise(name, answers)).toEqual({
        kind: 'fits',
        profile: name,
        yaml: `printer:\n  profile: ${name}`,
        notes: ['probe-missing'],
      });
  });

  it.each([
    ['generic-80', { ruler: 'wrapped' }, 'generic-58'],
    ['generic-58', { ruler: 'short' }, 'generic-80'],
    ['generic-80', { qr: 'image' }, 'citizen'],
    ['citizen', { qr: 'printer' }, 'generic-80'],
    ['generic-80', { cut: 'uncut' }, 'dumb-clone'],
    ['generic-80', { cut: 'through' }, 'dumb-clone'],
    ['generic-80', { size: 'wrong' }, 'dumb-clone'],
    ['dumb-clone', { size: 'wrong', cut: 'uncut' }, 'generic-80'],
    ['masung', { cut: 'through' }, 'generic-80'],
    ['vkp80', { cut: 'far' }, 'masung'],
    ['cashino', { cut: 'far' }, 'generic-58'],
    ['epson-tm', { qr: 'none' }, 'dumb-clone'],
  ] as const)('%s with %j: %s is worth a slip', (printed, wrong, better) => {
    const advice = advise(printed, { ...GOOD, ...wrong }, { probe: UNSUPPORTED });
    expect(advice).toEqual({ kind: 'try', profile: better, because: expect.any(Array) });
  });

  it('says because of what', () => {
    expect(advise('generic-80', { ...GOOD, ruler: 'wrapped', qr: 'image' })).toMatchObject({
      because: ['ruler', 'qr'],
    });
  });

  it('is never one that was found wrong before, so it comes to an end', () => {
    const answers: SlipAnswers = { ...GOOD, qr: 'image' };
    const ruledOut = new Set<string>();
    const tried: string[] = [];
    for (let advice = advise('generic-80', answers); advice.kind === 'try'; ) {
      tried.push(advice.profile);
      ruledOut.add(advice.profile);
      advice = advise('generic-80', answers, { ruledOut });
    }
    expect(tried).toEqual(['citizen', 'dumb-clone', 'masung', 'vkp80']);
    expect(advise('generic-80', answers, { ruledOut })).toEqual({
      kind: 'none',
      because: ['qr'],
      notes: ['no-profile'],
    });
  });

  it('cannot mend Chinese', () => {
    expect(advise('generic-80', { ...GOOD, hanzi: 'wrong' })).toEqual({
      kind: 'none',
      because: ['hanzi'],
      notes: ['hanzi'],
    });
  });

  it('is there for every possible set of answers, and never the one that was found wrong', () => {
    const every = Object.entries(SLIP_QUESTIONS)
      .filter(([question]) => question !== 'head')
      .reduce<SlipAnswers[]>(
        (sets, [question, answers]) =>
          sets.flatMap((set) => answers.map((answer) => ({ ...set, [question]: answer }))),
        [{}],
      );
    expect(every).toHaveLength(3 * 2 * 2 * 4 * 4);
    for (const printed of PROFILE_NAMES)
      for (const answers of every) {
        const advice = advise(printed, answers);
        expect(advice.kind).not.toBe('open');
        if (advice.kind === 'try') expect(advice.profile).not.toBe(printed);
        if (advice.kind === 'fits') expect(advice.profile).toBe(printed);
      }
  });
});

describe('the proof in the lines for kiosk.yaml', () => {
  const yamlOf = (advice: ReturnType<typeof advise>): unknown =>
    advice.kind === 'fits' ? parse(advice.yaml) : advice;

  it('is claimed when the probe has succeeded, and the profile does not say so itself', () => {
    expect(yamlOf(advise('snbc', GOOD, { probe: SUPPORTED }))).toEqual({
      printer: { profile: 'snbc', options: { processId: true } },
    });
    expect(yamlOf(advise('epson-tm', GOOD, { probe: SUPPORTED }))).toEqual({
      printer: { profile: 'epson-tm' },
    });
    expect(advise('snbc', GOOD, { probe: SUPPORTED })).toMatchObject({ notes: [] });
  });

  it('stays as it is configured while nothing better is known', () => {
    const configured = { name: 'generic-80', processId: true };
    expect(yamlOf(advise('generic-80', GOOD, { configured }))).toEqual({
      printer: { profile: 'generic-80', options: { processId: true } },
    });
    expect(yamlOf(advise('snbc', GOOD, { configured }))).toEqual({ printer: { profile: 'snbc' } });
  });

  it('goes when the printer cannot give it', () => {
    const configured = { name: 'generic-80', processId: true };
    const advice = advise('generic-80', GOOD, { configured, probe: UNSUPPORTED });
    expect(yamlOf(advice)).toEqual({ printer: { profile: 'generic-80' } });
    expect(advice).toMatchObject({ notes: ['drop-process-id'] });
  });

  it('rules a profile out that lives by it', () => {
    expect(advise('epson-tm', GOOD, { probe: UNSUPPORTED })).toMatchObject({
      kind: 'try',
      profile: 'generic-80',
      because: ['head'],
    });
  });

  it('is looked for on the paper where the machine could not tell', () => {
    expect(questionsFor(UNKNOWN)).toContain('head');
    expect(questionsFor(SUPPORTED)).not.toContain('head');
    expect(advise('generic-80', GOOD, { probe: UNKNOWN })).toEqual({ kind: 'open', missing: ['head'] });
    const seen = (head: 'clean' | 'text') => advise('epson-tm', { ...GOOD, head }, { probe: UNKNOWN });
    expect(seen('text')).toMatchObject({ kind: 'try', because: ['head'] });
    // A clean head alone says nothing: some print no tail, and answer nothing either.
    expect(seen('clean')).toMatchObject({ kind: 'fits', notes: ['probe-missing'] });
  });
});

describe('an answer', () => {
  it('is one of those that were offered', () => {
    expect(isAnswerTo('ruler', 'wrapped')).toBe(true);
    expect(isAnswerTo('ruler', 'both')).toBe(false);
  });
});
