import { spawnSync } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import vectors from '../fixtures/encoding-vectors.json' with { type: 'json' };
import { Interpreter } from './interpreter.ts';
import { CLONE_58, CLONE_80, DEMO_80, type EmulatedModel, type Extension, POLITE_CLONE } from './model.ts';
import { type Mark, Paper, textOf } from './paper.ts';

let paper: Paper;
let printer: Interpreter;
let replies: string[];
let fed: number;
let cuts: string[];
let moves: string[];

function use(model: EmulatedModel): void {
  paper = new Paper(0);
  replies = [];
  fed = 0;
  cuts = [];
  moves = [];
  printer = new Interpreter({
    model,
    paper,
    feed: (dots) => {
      fed += dots;
    },
    cut: (how) => {
      cuts.push(how);
      paper.cut('through');
    },
    present: () => moves.push('present'),
    retract: () => moves.push('retract'),
    tellChanges: (on) => moves.push(`tell ${on}`),
    paperStatus: () => 0x03,
    reply: (bytes) => replies.push(toHex(bytes)),
  });
}

/** Runs bytes as they would arrive one by one, and returns what is left unexecuted. */
function run(...parts: (string | Uint8Array)[]): number {
  let buffer = new Uint8Array(0);
  for (const byte of concat(...parts.map((part) => (typeof part === 'string' ? fromHex(part) : part)))) {
    buffer = Uint8Array.from([...buffer, byte]);
    for (let took = printer.step(buffer); took > 0; took = printer.step(buffer)) buffer = buffer.slice(took);
  }
  return buffer.length;
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (): string => textOf(paper.current);
const lines = (): readonly Extract<Mark, { kind: 'line' }>[] =>
  paper.current.marks.filter((mark) => mark.kind === 'line');
const whats = (): readonly string[] => printer.violations.map(({ what }) => what);

beforeEach(() => use(DEMO_80));

describe('text', () => {
  it.each(vectors.texts)('reads $text', ({ text: expected, hex }) => {
    run(hex, '0A');
    expect(text()).toBe(expected);
    expect(printer.violations).toEqual([]);
  });

  it.skipIf(spawnSync('iconv', ['--version']).error !== undefined)(
    'agrees with the system’s iconv on every GB 2312 character',
    () => {
      let wanted = '';
      for (let lead = 0xb0; lead <= 0xf7; lead++) {
        const row = Uint8Array.from({ length: 94 * 2 }, (_, i) => (i % 2 === 0 ? lead : 0xa1 + (i >> 1)));
        const bytes = lead === 0xd7 ? row.subarray(0, 89 * 2) : row;
        run(bytes, '0A');
        wanted += spawnSync('iconv', ['-f', 'GB18030', '-t', 'UTF-8'], { input: bytes }).stdout.toString();
      }
      expect(text().replaceAll('\n', '')).toBe(wanted);
    },
  );

  it('takes a four-byte code for what its font makes of it: rubbish, and an error', () => {
    run('81 30 84 36 0A');
    expect(text()).toBe('\ufffd0\ufffd6');
    expect(whats()).toEqual(['81 30 is no character here', '84 36 is no character here']);
  });

  it('does not know the euro sign of old GBK fonts, nor half a character', () => {
    run('80 41 FF 41 0A');
    expect(text()).toBe('\ufffdA\ufffdA');
    expect(printer.violations).toHaveLength(2);
  });

  it('knows no Chinese outside Chinese mode', () => {
    run('1C2E C9E7 0A 1C26 C9E7 0A');
    expect(text()).toBe('\ufffd\ufffd\n社');
    expect(printer.violations).toHaveLength(2);
  });

  it('breaks a line that runs over the edge, and remembers it', () => {
    use(CLONE_58);
    run(ascii('x'.repeat(33)), '0A');
    expect(lines().map(({ cells }) => cells.length)).toEqual([32, 1]);
    expect(whats()).toEqual(['line runs over the edge']);
    expect(printer.violations[0]?.offset).toBe(32);
  });

  it('forgets a line that was not fed when it is reset', () => {
    run('41 1B40 42 0A');
    expect(text()).toBe('B');
  });
});

describe('formats', () => {
  const first = () => lines()[0]?.cells.map(({ scaleX, scaleY }) => `${scaleX}x${scaleY}`);

  it('doubles both scripts with GS !, and the last of GS ! and FS ! wins for Chinese', () => {
    run('1D2111 41 C9E7 1C2100 C9E7 1C210C 1D2100 C9E7 0A');
    expect(first()).toEqual(['2x2', '2x2', '1x1', '1x1']);
  });

  it('resets only ASCII with ESC !', () => {
    run('1D2111 1B2100 41 C9E7 1B21B8 41 1B2100 0A');
    expect(first()).toEqual(['1x1', '2x2', '2x2']);
    expect(lines()[0]?.cells[2]).toMatchObject({ bold: true, underline: true });
  });

  it('takes bold, inverse, spacing and pitch', () => {
    run('1B4501 1D4201 1C530204 1B3328 C9E7 0A 1B4500 1D4200 41 0A');
    expect(lines()[0]?.cells[0]).toMatchObject({ bold: true, inverse: true, advance: 30 });
    expect(lines()[1]?.cells[0]).toMatchObject({ bold: false, inverse: false, advance: 12 });
    expect(fed).toBe(2 * 40);
  });

  it('gives a large line the room it needs', () => {
    run('1D2111 41 0A');
    expect(fed).toBe(48);
  });

  it.each([
    ['00', 0],
    ['01', 282],
    ['32', 564],
  ])('aligns with ESC a %s', (n, x) => {
    run('1B61', n, '41 0A');
    expect(lines()[0]?.x).toBe(x);
  });

  it('refuses an alignment that does not exist, and any inside a line', () => {
    run('1B6105 41 1B6101 0A');
    expect(whats()).toEqual(['ESC a: no such alignment', 'ESC a inside a line']);
  });

  it('wants Chinese mode to be switched at the start of a line', () => {
    run('41 1C2E 1C26 0A');
    expect(whats()).toEqual(['FS . inside a line', 'FS & inside a line']);
  });
});

describe('paper', () => {
  it('feeds lines and dots, printing what waits first', () => {
    run('41 1B4A10 1B6402');
    expect(text()).toBe('A');
    expect(fed).toBe(30 + 16 + 2 * 30);
  });

  it.each([
    ['1B69', 'full'],
    ['1B6D', 'partial'],
    ['1D5600', 'full'],
    ['1D5601', 'partial'],
    ['1D5630', 'full'],
    ['1D5631', 'partial'],
  ])('cuts where it stands: %s, %s', (command, how) => {
    run('41 0A', command);
    expect(cuts).toEqual([how]);
    expect(fed).toBe(30);
  });

  it.each([
    ['1D564120', 'full'],
    ['1D564220', 'partial'],
  ])('cuts behind its own way to the knife: %s, %s', (command, how) => {
    run('41 0A', command);
    expect(cuts).toEqual([how]);
    expect(fed).toBe(30 + 12 * 8 + 0x20);
  });

  it('does not cut through a line, nor in another way than the manual’s', () => {
    run('41 1B69 41 1D564200 1D5602');
    expect(whats()).toEqual(['cut inside a line', 'cut inside a line', 'GS V: no such cut']);
  });

  it('prints an image, and remembers one that is too wide', () => {
    run(vectors.raster8x2);
    const [mark] = paper.current.marks;
    if (mark?.kind !== 'image') throw new Error('no image');
    expect([0, 1, 2, 3].map((x) => mark.image.isBlack(x, 0))).toEqual([true, false, true, false]);
    expect(mark.image).toMatchObject({ width: 8, height: 2 });
    expect(fed).toBe(2);
    run('1D763000 4900 0100', new Uint8Array(0x49));
    expect(whats()).toEqual(['image of 584 dots runs over the edge']);
  });
});

describe('QR code', () => {
  const store = (data: string) => {
    const length = (data.length + 3).toString(16).padStart(2, '0');
    return concat(fromHex(`1D286B ${length}00 315030`), ascii(data));
  };
  const PRINT = '1D286B0300315130';

  it('is drawn at its module size and error correction', () => {
    run('1D286B040031413200 1D286B0300314304 1D286B0300314533', store('12333'), PRINT);
    const [mark] = paper.current.marks;
    if (mark?.kind !== 'image') throw new Error('no symbol');
    expect(mark.image.width).toBe(21 * 4);
    expect(mark.image.isBlack(0, 0)).toBe(true);
    expect(mark.image.isBlack(7 * 4, 0)).toBe(false);
    expect(printer.violations).toEqual([]);
  });

  it.each([
    ['a model that it does not draw', '1D286B040031413100', 'GS ( k: only model 2'],
    ['an error correction that does not exist', '1D286B0300314539', 'GS ( k: no such error correction'],
    ['a function that does not exist', '1D286B0300317730', 'GS ( k: no such function'],
    ['another kind of symbol', '1D286B0300305130', 'GS ( k: no such function'],
    ['printing nothing', PRINT, 'GS ( k: nothing stored'],
  ])('remembers %s', (_, hex, what) => {
    run(hex);
    expect(whats()).toEqual([what]);
  });

  it('does not stand inside a line', () => {
    run(store('x'), '41', PRINT);
    expect(whats()).toEqual(['QR code inside a line']);
  });
});

describe('inquiries', () => {
  it('answers process id, paper status and identification', () => {
    run('1D2848 0600 3030 20 21 7D 7E', '1D7201', '1D4943', '1D4941');
    expect(replies).toEqual([
      '372220217D7E00',
      '03',
      `5F${toHex(ascii(DEMO_80.name))}00`,
      `5F${toHex(ascii(DEMO_80.firmware))}00`,
    ]);
  });

  it('remembers a process id outside 20h to 7Eh, another function, and an identification it has not', () => {
    run('1D2848 0600 3030 20 21 7D 7F', '1D2848 0600 3130 20202020', '1D2848 0400 3030 2020', '1D4901');
    expect(replies).toEqual([]);
    expect(printer.violations).toHaveLength(4);
  });

  it('prints the tail of a process id that a clone does not know', () => {
    use(CLONE_80);
    run('1D2848 0600 3030 30303031 0A');
    expect(text()).toBe('000001');
    expect(whats()).toEqual(['unknown command 1D 28 48', 'unknown command 06']);
  });

  it('passes over a counted command that a well-mannered clone does not know, but over no other', () => {
    use(POLITE_CLONE);
    expect(run('1D2848 06')).toBe(4);
    expect(run('1D2848 0600 3030 30303031 41 0A')).toBe(0);
    expect(text()).toBe('A');
    expect(printer.violations).toEqual([]);
    run('1D61');
    expect(whats()).toEqual(['unknown command 1D 61']);
  });
});

describe('everything else', () => {
  it('skips zeros, returns, and real-time commands that were obeyed when they arrived', () => {
    run('00 0D 100401 1005 02 1014 0801031401060208 41 0A');
    expect(text()).toBe('A');
    expect(printer.violations).toEqual([]);
    expect(toHex(paper.current.bytes)).toBe('000D410A');
  });

  it('waits for the rest of a command', () => {
    expect(run('1D')).toBe(1);
    expect(run('1D286B')).toBe(3);
    expect(run('1D7630 00 0100')).toBe(6);
    expect(run('C9')).toBe(1);
    expect(printer.violations).toEqual([]);
  });

  it('drops the prefix of a command that nobody knows, and says where', () => {
    run('41 1B7A 1D285A 07 0A');
    expect(printer.violations).toEqual([
      { offset: 1, what: 'unknown command 1B 7A' },
      { offset: 3, what: 'unknown command 1D 28 5A' },
      { offset: 6, what: 'unknown command 07' },
    ]);
    expect(text()).toBe('A');
  });
});

describe('extensions', () => {
  const all = (...knows: readonly Extension[]): void =>
    use({ ...CLONE_80, knows: new Set([...CLONE_80.knows, ...knows]) });

  it('move the ejector and switch automatic status', () => {
    all('ejector', 'automatic');
    run('1D650301 1D6502 1D610E 1D6100 1D6501');
    expect(moves).toEqual(['present', 'retract', 'tell true', 'tell false']);
    expect(whats()).toEqual(['GS e: no such movement']);
  });

  it('store an image and print it', () => {
    all('graphics');
    run('1D284C 0C00 307030 0101 31 0800 0200 AA55', '1D284C 0200 3032');
    expect(paper.current.marks).toMatchObject([{ kind: 'image', image: { width: 8, height: 2 } }]);
    expect(printer.violations).toEqual([]);
    run('1D284C 0200 3032', '1D284C 0B00 307030 0101 31 0800 0200 AA');
    expect(whats()).toEqual([
      'GS ( L: no such function, or nothing stored',
      'GS ( L: data do not fill the image',
    ]);
  });

  it('make bold with ESC G', () => {
    all('escG');
    run('1B4701 41 0A');
    expect(lines()[0]?.cells[0]).toMatchObject({ char: 'A', bold: true });
  });
});
