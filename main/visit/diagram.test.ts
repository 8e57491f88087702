import { describe, expect, it } from 'vitest';
import { statechartMermaid } from './diagram.ts';
import { ROADS } from './testing/roads.ts';

const diagram = statechartMermaid();
const lines = diagram.split('\n').map((line) => line.trim());

describe('the statechart as a picture', () => {
  it('is a Mermaid state diagram that begins at attract', () => {
    expect(lines.slice(0, 3)).toEqual(['stateDiagram-v2', '[*] --> attract', 'state "attract" as attract']);
    expect(diagram.endsWith('\n')).toBe(true);
  });

  it('has every state, in its parent', () => {
    for (const name of Object.keys(ROADS)) {
      const path = name.split('.');
      expect(diagram).toContain(`state "${path.at(-1)}" as ${path.join('_').replaceAll('-', '_')}`);
    }
    expect(diagram).toContain(
      '  state "pay" as pay {\n    [*] --> pay_live\n    state "live" as pay_live {\n',
    );
  });

  it('has the main ways, each pair of states once', () => {
    expect(lines).toContain('bills_ready --> review : next');
    expect(lines).toContain('review --> bills : back');
    expect(lines).toContain('review_opening --> pay : answer');
    expect(lines).toContain('review_opening --> trouble : answer, bug');
    expect(lines).toContain('pay_settling --> outcome : after bookingPatience');
    expect(lines).toContain('identify_found --> home');
    expect(lines).toContain('farewell --> attract : card-removed, time-up, finish');
    const pairs = lines.filter((line) => line.includes('-->')).map((line) => line.split(' : ')[0]);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('leaves out what stays', () => {
    expect(diagram).not.toContain('scanner-gone');
    expect(diagram).not.toMatch(/(\w+) --> \1\b/);
  });

  it('uses only names that Mermaid can read, and declares every one that it points to', () => {
    const declared = new Set(lines.flatMap((line) => /^state ".+" as (\w+)/.exec(line)?.[1] ?? []));
    for (const line of lines) {
      const arrow = /^(\[\*\]|\w+) --> (\w+)/.exec(line);
      if (arrow === null) continue;
      const [, from = '', to = ''] = arrow;
      expect(from === '[*]' || declared.has(from)).toBe(true);
      expect(declared.has(to)).toBe(true);
    }
  });
});
