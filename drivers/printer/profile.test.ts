import { describe, expect, it } from 'vitest';
import { findProfile, PROFILE_NAMES, profileFacts } from './profile.ts';

describe('profiles', () => {
  it('are found by name', () => {
    expect(PROFILE_NAMES).toEqual([
      'generic-80',
      'generic-58',
      'epson-tm',
      'masung',
      'snbc',
      'vkp80',
      'cashino',
      'citizen',
      'dumb-clone',
      'demo-80',
    ]);
    for (const name of PROFILE_NAMES) expect(findProfile(name)).toMatchObject({ ok: true, value: { name } });
  });

  it('give generic printers proof B, Epson and the demo printer proof A, and expect none of a dumb clone', () => {
    const proofs = PROFILE_NAMES.map((name) => {
      const found = findProfile(name);
      return found.ok ? found.value.proof.kind : null;
    });
    expect(proofs.filter((kind) => kind === 'gs-r')).toHaveLength(7);
    expect(findProfile('epson-tm')).toMatchObject({ value: { proof: { kind: 'process-id' } } });
    expect(findProfile('demo-80')).toMatchObject({ value: { proof: { kind: 'process-id' } } });
    expect(findProfile('dumb-clone')).toMatchObject({ value: { proof: { kind: 'none' } } });
  });

  it('fit a Chinese character into two columns of their dots', () => {
    for (const name of PROFILE_NAMES) {
      const found = findProfile(name);
      if (found.ok) expect(found.value.paper.dots).toBe(found.value.paper.columns * 12);
    }
  });

  it('let no software flow control near a printer whose answers may contain its bytes', () => {
    for (const name of PROFILE_NAMES) {
      const found = findProfile(name);
      if (found.ok && found.value.status.extra !== 'none') expect(found.value.line.xonXoff).toBe(false);
    }
  });

  it('are raised to proof A for a unit that answers GS ( H', () => {
    expect(findProfile('generic-58', { processId: true })).toMatchObject({
      value: { name: 'generic-58', proof: { kind: 'process-id' } },
    });
    expect(findProfile('generic-58', { processId: false })).toMatchObject({
      value: { proof: { kind: 'gs-r' } },
    });
  });

  it('name what is accepted when the name is not known', () => {
    expect(findProfile('epson')).toEqual({
      ok: false,
      error: { code: 'UNKNOWN_PROFILE', accepted: PROFILE_NAMES },
    });
    expect(profileFacts('epson')).toEqual([]);
  });

  it('say of every value where it comes from', () => {
    const fields = profileFacts('generic-80').map(({ field }) => field);
    for (const name of PROFILE_NAMES) {
      const facts = profileFacts(name);
      expect(facts.map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
      expect(new Set(facts.map(({ field }) => field)).size).toBe(facts.length);
    }
  });
});
