import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import type { LeverArg } from '../../base/lever.ts';
import { Signal } from '../../base/subscribe.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import { encodeSlip } from '../escpos/encode-slip.ts';
import { SAMPLE_SLIP } from '../fixtures/sample-slip.ts';
import { FONT, MODELS, profileOf } from '../testing/rig.ts';
import { CLONE_80, DEMO_80, type EmulatedModel, EPSON_TM } from './model.ts';
import { PrinterEmulator } from './printer-emulator.ts';

let clock: VirtualClock;
let host: Signal<Uint8Array>;
let answers: string;
let printer: PrinterEmulator;
let plugs: string[];

/** The host's end as a test holds it: what was answered, and a way to send. */
function plugIn(
  model: EmulatedModel,
  kind: 'serial' | 'tcp' = 'serial',
  options: { readonly takenAfterMs?: number } = {},
): void {
  clock = new VirtualClock();
  host = new Signal();
  answers = '';
  plugs = [];
  const line: EmulatedLine = {
    address: kind === 'serial' ? { kind, path: 'test' } : { kind, host: 'test', port: 9100 },
    write: (bytes) => {
      answers += toHex(bytes);
    },
    onData: (listener) => host.subscribe(listener),
    unplug: async () => void plugs.push('unplug'),
    replug: async () => void plugs.push('replug'),
    close: async () => void plugs.push('close'),
  };
  printer = new PrinterEmulator({ model, line, clock, fontFile: FONT, ...options });
}

const send = (hex: string): void => host.emit(fromHex(hex));
const STATUS = '100401 100402 100403 100404';

/** What the printer answers to `hex`, at once. */
function ask(hex: string): string {
  answers = '';
  send(hex);
  return answers;
}

async function pull(id: string, args: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const result = await printer.levers.find((lever) => lever.id === id)?.apply(args);
  expect(result).toEqual({ ok: true });
}

beforeEach(() => plugIn(DEMO_80));

afterEach(async () => {
  await printer.close();
  expect(clock.pending).toBe(0);
});

describe('time', () => {
  it('prints at the speed of its motor and answers only when the paper has passed', async () => {
    send('41 0A 41 0A 1D2848 0600 3030 20202020');
    await clock.advance(30);
    expect(answers).toBe('');
    await clock.advance(10);
    expect(answers).toBe('37222020202000');
  });

  it('takes its time to cut', async () => {
    send('41 0A 1D564200 1D7201');
    await clock.advance((30 / 8 + 12) * 5 + 290);
    expect(answers).toBe('');
    await clock.advance(20);
    expect(answers).toBe('00');
  });
});

describe('buffers', () => {
  it('hear a status query over a serial line even when they are full', async () => {
    plugIn({ ...DEMO_80, bufferBytes: 8 });
    await pull('printer-cover-open');
    send('41 41 41 41 41 41 41 41 41 41');
    expect(ask(STATUS)).toBe('1A161212');
  });

  it('do not let a query pass over a network when they are full', async () => {
    plugIn({ ...DEMO_80, bufferBytes: 8 }, 'tcp');
    await pull('printer-cover-open');
    expect(ask(STATUS)).toBe('1A161212');
    send('41 41 41 41 41 41 41 41 41 41 0A');
    expect(ask(STATUS)).toBe('');
    await pull('printer-cover-close');
    await clock.advance(100);
    expect(answers).toBe('12121212');
    expect(printer.latestText()).toBe('AAAAAAAAAA');
  });

  it('answer a query inside an image and keep its bytes as data', async () => {
    send('1D763000 0100 0400 10 04 01 FF');
    await clock.advance(100);
    expect(answers).toBe('12');
    expect(printer.violations).toEqual([]);
    expect(printer.paper.current.marks).toMatchObject([{ kind: 'image', image: { height: 4 } }]);
  });

  it('take on an image longer than they are, and hear a query behind it, over a network too', async () => {
    plugIn({ ...DEMO_80, bufferBytes: 8 }, 'tcp');
    send(`1D763000 0100 4000 ${'FF'.repeat(0x40)} ${STATUS}`);
    await clock.advance(1_000);
    expect(answers).toBe('12121212');
    expect(printer.violations).toEqual([]);
    expect(printer.paper.current.marks).toMatchObject([{ kind: 'image', image: { height: 0x40 } }]);
  });

  it('do not fill up with queries while the machine stands', async () => {
    await pull('printer-cover-open');
    for (let i = 0; i < 1000; i++) send(STATUS);
    expect(printer.holdsData).toBe(false);
  });

  it('are emptied by DLE DC4 where the model knows it', async () => {
    await pull('printer-paper-out');
    send('41 0A');
    expect(printer.holdsData).toBe(true);
    expect(ask('1014 0801031401060208')).toBe('372500');
    await pull('printer-paper-load');
    await clock.advance(100);
    expect(printer.latestText()).toBe('');
  });

  it('are not emptied by DLE DC4 on a clone, nor by DLE ENQ without an error', async () => {
    plugIn(CLONE_80);
    await pull('printer-paper-out');
    send('41 0A');
    expect(ask('1014 0801031401060208 100502')).toBe('');
    await pull('printer-paper-load');
    await clock.advance(100);
    expect(printer.latestText()).toContain('A');
  });

  it('are emptied by DLE ENQ 2 after an error, which passes when its cause has gone', async () => {
    await pull('printer-paper-jam');
    send('41 0A 100502');
    expect(printer.holdsData).toBe(false);
    expect(ask(STATUS)).toBe('1A521612');
    printer.mechanism.setFault('jam', false);
    send('100501');
    expect(ask(STATUS)).toBe('12121212');
  });

  it('lose everything when the power goes, and hear nothing while it boots', async () => {
    send('41 0A 41 0A 42');
    await pull('printer-power-cycle');
    expect(ask(STATUS)).toBe('');
    await clock.advance(1_600);
    expect(ask(STATUS)).toBe('12121212');
    expect(printer.latestText()).toBe('A');
    await pull('printer-power-cycle');
    await pull('printer-power-cycle');
  });
});

describe('faults', () => {
  it('stops in the middle of a slip when the paper ends, and goes on when it is loaded', async () => {
    await pull('printer-paper-out', { afterMm: 5 });
    send('41 0A 42 0A 43 0A');
    await clock.advance(1_000);
    expect(printer.latestText()).toBe('A\nB');
    expect(ask(STATUS)).toBe('1A32127E');
    await pull('printer-paper-load');
    await clock.advance(1_000);
    expect(printer.latestText()).toBe('A\nB\nC');
  });

  it('does not cut with a stuck knife', async () => {
    await pull('printer-cutter-jam');
    send('41 0A 1D564200 1D7201');
    await clock.advance(1_000);
    expect(printer.paper.slips).toHaveLength(0);
    expect(ask(STATUS)).toBe('1A521A12');
    answers = '';
    await pull('printer-cutter-jam', { clear: true });
    expect(answers).toBe('00');
    expect(ask(STATUS)).toBe('12121212');
  });

  it('loses proofs but answers the rest', async () => {
    await pull('printer-proof-lost');
    expect(ask(`1D7201 1D2848 0600 3030 20202020 ${STATUS}`)).toBe('12121212');
    await pull('printer-proof-lost', { clear: true });
    expect(ask('1D7201')).toBe('00');
  });

  it('falls silent', async () => {
    await pull('printer-silent');
    expect(ask(`1D7201 ${STATUS}`)).toBe('');
    await pull('printer-silent', { clear: true });
    expect(ask(STATUS)).toBe('12121212');
  });

  it('says nothing that can be understood, and prints all the same', async () => {
    await pull('printer-garbled');
    expect(ask(`1D7201 ${STATUS}`)).toBe('9292929280');
    send('41 0A');
    await clock.advance(100);
    expect(printer.latestText()).toBe('A');
    await pull('printer-garbled', { clear: true });
    expect(ask(STATUS)).toBe('12121212');
  });

  it('is unplugged and plugged in again', async () => {
    await pull('printer-unplug');
    await pull('printer-replug');
    expect(plugs).toEqual(['unplug', 'replug']);
  });
});

describe('automatic status', () => {
  it('is told while it is wanted, and at once when it is asked for', async () => {
    plugIn(EPSON_TM);
    expect(ask('1D610E')).toBe('1000000F');
    answers = '';
    await pull('printer-cover-open');
    expect(answers).toBe('3800000F');
    await pull('printer-cover-close');
    send('1D6100');
    answers = '';
    await pull('printer-cover-open');
    expect(answers).toBe('');
  });
});

describe('the exit', () => {
  const SLIP = '41 0A 1D564220';
  const heightOf = (png: Buffer | null): number => PNG.sync.read(png ?? Buffer.alloc(0)).height;

  it('shows slips that hang together, with the cut and its bridge between them', async () => {
    send(SLIP);
    await clock.advance(1_000);
    const one = heightOf(printer.latestPng());
    send(SLIP);
    await clock.advance(1_000);
    const png = PNG.sync.read(printer.latestPng() ?? Buffer.alloc(0));
    expect(png.height).toBe(2 * one);
    const shades = Array.from({ length: png.width }, (_, x) => png.data[((one - 1) * png.width + x) * 4]);
    const paper = shades.flatMap((shade, x) => (shade === 0xfa ? [x] : []));
    expect(paper[0]).toBeGreaterThan(300);
    expect(paper.at(-1)).toBeLessThan(340);
    expect(paper.length).toBeGreaterThan(20);
    await pull('printer-take-slip');
    expect(heightOf(printer.latestPng())).toBe(one);
  });

  it('gives up its slips to a lever once', async () => {
    const take = printer.levers.find(({ id }) => id === 'printer-take-slip');
    expect(await take?.apply({})).toMatchObject({ error: { code: 'NOT_NOW' } });
    send(SLIP);
    await clock.advance(1_000);
    await pull('printer-take-slip');
    expect(await take?.apply({})).toMatchObject({ error: { code: 'NOT_NOW' } });
  });

  it('is emptied by whoever stands there, unless nobody does', async () => {
    plugIn(DEMO_80, 'serial', { takenAfterMs: 5_000 });
    send(SLIP);
    await clock.advance(4_000);
    expect(printer.paper.exit).toHaveLength(1);
    await clock.advance(2_000);
    expect(printer.paper.exit).toHaveLength(0);
    await pull('printer-slip-left');
    send(SLIP + SLIP);
    await clock.advance(60_000);
    expect(printer.paper.exit).toHaveLength(2);
    await pull('printer-slip-left', { clear: true });
    await clock.advance(6_000);
    expect(printer.paper.exit).toHaveLength(0);
  });

  it('is left alone in the middle of a slip that comes behind', async () => {
    plugIn(DEMO_80, 'serial', { takenAfterMs: 5_000 });
    send(SLIP);
    await clock.advance(1_000);
    send('42 0A');
    await clock.advance(10_000);
    expect(printer.paper.exit).toHaveLength(0);
    expect(printer.latestText()).toBe('B');
    send(SLIP);
    await clock.advance(1_000);
  });
});

describe('levers', () => {
  it('refuse what the machine’s state does not allow', async () => {
    const lever = (id: string) => printer.levers.find((found) => found.id === id);
    expect(await lever('printer-cover-close')?.apply({})).toMatchObject({ error: { code: 'NOT_NOW' } });
    await pull('printer-cover-open');
    expect(await lever('printer-cover-open')?.apply({})).toMatchObject({ error: { code: 'NOT_NOW' } });
    expect(await lever('printer-paper-out')?.apply({ afterMm: -1 })).toMatchObject({
      error: { code: 'BAD_ARGUMENT', argument: 'afterMm' },
    });
  });

  it('are labelled in Chinese, and every fault can be taken back', () => {
    const ids = printer.levers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, label, kind, args } of printer.levers) {
      expect(id).toMatch(/^printer-[a-z-]+$/);
      expect(label).toMatch(/\p{Script=Han}/u);
      expect(args.some(({ name }: LeverArg) => name === 'clear')).toBe(kind === 'fault');
    }
  });
});

describe('what a person sees', () => {
  it('is nothing before the first job', () => {
    expect(printer.latestPng()).toBeNull();
    expect(printer.latestText()).toBe('');
    expect(printer.latestBytes()).toHaveLength(0);
  });

  it.each(['demo-80', 'generic-58'])(
    'is the slip that %s was told to print, to the last word',
    async (name) => {
      const profile = profileOf(name);
      const { bytes, textLines, lengthMm } = encodeSlip(SAMPLE_SLIP, profile);
      plugIn(MODELS[name] ?? DEMO_80);
      let grown = 0;
      printer.onPaper((event) => {
        if (event === 'grew') grown += 1;
      });
      host.emit(bytes);
      await clock.advance(20_000);
      expect(printer.violations).toEqual([]);
      expect(printer.latestText().split('\n')).toEqual(textLines.filter((text) => text !== ''));
      expect(toHex(printer.latestBytes())).toBe(toHex(bytes));
      expect(printer.mechanism.fedMm).toBeCloseTo(lengthMm, 1);
      expect(grown).toBeGreaterThan(20);
      expect(printer.paper.slips).toHaveLength(1);

      const png = PNG.sync.read(printer.latestPng() ?? Buffer.alloc(0));
      expect(png.width).toBe(profile.paper.widthMm * 8);
      expect(png.height).toBe(printer.paper.slips[0]?.heightDots);
      const code = jsqr(new Uint8ClampedArray(png.data), png.width, png.height);
      const block = SAMPLE_SLIP.blocks.find(({ kind }) => kind === 'qr');
      expect(code?.data).toBe(block?.kind === 'qr' ? block.data : '');
    },
  );

  it('is drawn again only when it has changed', async () => {
    send('41 0A');
    await clock.advance(100);
    const first = printer.latestPng();
    expect(printer.latestPng()).toBe(first);
    send('42 0A');
    await clock.advance(100);
    expect(printer.latestPng()).not.toBe(first);
    send('1B4A10');
    await clock.advance(100);
    const fed = printer.latestPng();
    expect(PNG.sync.read(fed ?? Buffer.alloc(0)).height).toBe(96 + 30 + 30 + 16);
    expect(printer.pngOf(printer.paper.current)).toBe(fed);
  });

  it('shows bold, underline, inverse and size as they were burnt', async () => {
    const inkOf = async (hex: string): Promise<number> => {
      plugIn(DEMO_80);
      send(`${hex} C9E7 41 0A`);
      await clock.advance(100);
      const { data } = PNG.sync.read(printer.latestPng() ?? Buffer.alloc(0));
      let ink = 0;
      for (let at = 0; at < data.length; at += 4) if (Number(data[at]) < 0x80) ink += 1;
      await printer.close();
      return ink;
    };
    const plain = await inkOf('');
    expect(plain).toBeGreaterThan(80);
    expect(await inkOf('1B4501')).toBeGreaterThan(plain * 1.2);
    expect(await inkOf('1B2180')).toBeGreaterThan(plain + 12);
    expect(await inkOf('1D4201')).toBe((24 + 12) * 24 - plain);
    expect(await inkOf('1D2111')).toBeGreaterThan(plain * 3);
  });

  it('stands on a common bottom edge when sizes are mixed', async () => {
    send('1D2111 41 1D2100 41 0A');
    await clock.advance(100);
    const png = PNG.sync.read(printer.latestPng() ?? Buffer.alloc(0));
    const lowest = (from: number, to: number): number => {
      for (let y = png.height - 1; y >= 0; y--) {
        for (let x = from; x < to; x++) if (Number(png.data[(y * png.width + x) * 4]) < 0x80) return y;
      }
      return -1;
    };
    const margin = (640 - 576) / 2;
    expect(Math.abs(lowest(margin, margin + 24) - lowest(margin + 24, margin + 36))).toBeLessThanOrEqual(4);
  });

  it('is cut off at the edge of the paper, not wrapped around', async () => {
    send(`1D763000 5000 0100 ${'FF'.repeat(80)}`);
    await clock.advance(100);
    const { data } = PNG.sync.read(printer.latestPng() ?? Buffer.alloc(0));
    let ink = 0;
    for (let at = 0; at < data.length; at += 4) if (Number(data[at]) < 0x80) ink += 1;
    expect(ink).toBe(576);
  });
});
