import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { Format } from './format.ts';
import { Paper, type PaperEvent, textOf } from './paper.ts';

const line = (text: string) => [...text].map((char) => new Format().cell(char, 12));

describe('Paper', () => {
  it('is blank at the top for the way from knife to head', () => {
    const paper = new Paper(96);
    expect(paper.current).toMatchObject({ marks: [], heightDots: 96 });
    expect(paper.latest()).toBeNull();
    paper.line(0, line('a'), 30);
    paper.feed(96 + 40);
    paper.cut('through');
    expect(paper.slips).toMatchObject([{ heightDots: 96 + 30 + 40 }]);
    expect(paper.current.heightDots).toBe(96);
  });

  it('shows what is coming out, else the last slip', () => {
    const paper = new Paper(0);
    paper.line(0, line('first'), 30);
    expect(textOf(paper.latest() ?? paper.current)).toBe('first');
    paper.cut('through');
    expect(paper.latest()).toBe(paper.slips[0]);
    paper.line(0, line('second'), 30);
    expect(paper.latest()).toMatchObject({ heightDots: 30 });
    expect(textOf(paper.latest() ?? paper.current)).toBe('second');
  });

  it('gives an inquiry behind the cut to the slip before it, and one between jobs to none', () => {
    const paper = new Paper(0);
    paper.record(fromHex('1D49 43'), true);
    paper.record(fromHex('1B40'), false);
    paper.record(fromHex('1D7201'), true);
    paper.cut('through');
    paper.record(fromHex('1D7201'), true);
    expect(toHex(paper.slips[0]?.bytes ?? new Uint8Array(0))).toBe('1B401D72011D7201');
    paper.record(fromHex('41'), false);
    paper.record(fromHex('1D7201'), true);
    expect(toHex(paper.current.bytes)).toBe('411D7201');
  });

  it('keeps the last twenty slips', () => {
    const paper = new Paper(0);
    for (let i = 0; i < 25; i++) {
      paper.line(0, line(String(i)), 30);
      paper.cut('through');
    }
    expect(paper.slips.map(textOf)).toEqual(Array.from({ length: 20 }, (_, i) => String(i + 5)));
  });

  it('tells when it grows and when it is cut', () => {
    const paper = new Paper(0);
    const events: PaperEvent[] = [];
    const stop = paper.subscribe((event) => events.push(event));
    paper.line(0, [], 30);
    paper.image(0, { width: 8, height: 8, isBlack: () => true });
    paper.cut('through');
    stop();
    paper.feed(1);
    expect(events).toEqual(['grew', 'grew', 'cut']);
    expect(paper.slips[0]?.marks).toHaveLength(1);
    expect(textOf(paper.slips[0] ?? paper.current)).toBe('');
  });

  it('gives a hand all that lies at the exit or hangs there, once', () => {
    const paper = new Paper(0);
    const events: PaperEvent[] = [];
    paper.subscribe((event) => events.push(event));
    expect(paper.take()).toEqual([]);
    paper.line(0, line('first'), 30);
    paper.cut('tab');
    paper.line(0, line('second'), 30);
    paper.cut('through');
    expect(paper.take().map(textOf)).toEqual(['first', 'second']);
    expect(paper.exit).toEqual([]);
    expect(paper.take()).toEqual([]);
    expect(events.filter((event) => event === 'taken')).toHaveLength(1);
    expect(paper.slips).toHaveLength(2);
  });

  it('hangs together where it was not cut through', () => {
    const paper = new Paper(0);
    expect(paper.piece()).toEqual([]);
    const piece = () => paper.piece().map(textOf);
    for (const [text, how] of [
      ['a', 'through'],
      ['b', 'tab'],
      ['c', 'tab'],
    ] as const) {
      paper.line(0, line(text), 30);
      paper.cut(how);
    }
    expect(piece()).toEqual(['b', 'c']);
    paper.record(fromHex('1D7201'), true);
    expect(piece()).toEqual(['b', 'c']);
    paper.line(0, line('d'), 30);
    expect(piece()).toEqual(['b', 'c', 'd']);
    paper.take();
    expect(piece()).toEqual(['d']);
    paper.cut('tab');
    paper.take();
    expect(piece()).toEqual(['d']);
  });
});
