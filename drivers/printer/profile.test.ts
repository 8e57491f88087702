import { describe, expect, it } from 'vitest';
import { findProfile, PROFILE_NAMES } from './profile.ts';

describe('profiles', () => {
  it('are found by name', () => {
    expect(PROFILE_NAMES).toEqual(['generic-80', 'generic-58', 'demo-80']);
    for (const name of PROFILE_NAMES) expect(findProfile(name)).toMatchObject({ ok: true, value: { name } });
  });

  it('give generic printers proof B and the demo printer proof A', () => {
    const proofs = PROFILE_NAMES.map((name) => {
      const found = findProfile(name);
      return found.ok ? found.value.proof.kind : null;
    });
    expect(proofs).toEqual(['gs-r', 'gs-r', 'process-id']);
  });

  it('fit a Chinese character into two columns of their dots', () => {
    for (const name of PROFILE_NAMES) {
      const found = findProfile(name);
      if (found.ok) expect(found.value.paper.dots).toBe(found.value.paper.columns * 12);
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
  });
});
