import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { PdfMaker, type PdfMakerOptions } from './pdf-maker.ts';
import { errorDetail } from './pdf-protocol.ts';
import { type PdfDoc, receiptDoc } from './receipt-doc.ts';
import { FONT_FILES } from './testing/fonts.ts';
import { BOOKED_ORDER } from './testing/orders.ts';
import { pdfText } from './testing/pdf-text.ts';
import { rareFontFolder } from './testing/rare-fonts.ts';
import { bundleWorker } from './testing/worker-bundle.ts';

const doc = receiptDoc({
  order: BOOKED_ORDER,
  kind: 'booked',
  copy: 0,
  printedAt: 0,
  terminal: { id: 'K0001', name: '一号机' },
  demo: false,
  phone: '12333',
  chainCode: '812-3F9A1C2B',
});

const clock = new VirtualClock();
/** The worker reads nothing of the rare fonts unless a test draws a character of them. */
const fonts = { ...FONT_FILES, rare: '/nowhere/rare' };
const logged: unknown[] = [];
const log: Log = { event: (id, fields) => logged.push([id, fields]) };
const open: PdfMaker[] = [];

function maker(workerUrl: URL, options: Partial<PdfMakerOptions> = {}): PdfMaker {
  const made = new PdfMaker({ workerUrl, fonts, clock, log, ...options });
  open.push(made);
  return made;
}

/** A real worker thread that misbehaves. */
function script(source: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

/** Counts what it is asked, so that a test sees whether it is still the same thread. */
const COUNTING = script(`
  import { parentPort } from 'node:worker_threads';
  let count = 0;
  parentPort.on('message', () => parentPort.postMessage({ ok: true, made: { bytes: new Uint8Array([++count]), missing: 0 } }));
`);

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  logged.length = 0;
  expect(clock.pending).toBe(0);
});

describe('PdfMaker with the real worker', () => {
  let bundle: Awaited<ReturnType<typeof bundleWorker>>;
  let rare: Awaited<ReturnType<typeof rareFontFolder>>;
  beforeAll(async () => {
    bundle = await bundleWorker();
    rare = await rareFontFolder();
  });
  afterAll(() => {
    bundle.remove();
    rare.remove();
  });

  const withRare = () => maker(bundle.url, { fonts: { ...fonts, rare: rare.path } });
  const named = (name: string): PdfDoc => ({
    demo: false,
    blocks: [{ kind: 'pair', label: '参保人', value: name }],
  });

  it('makes PDFs one after the other, dated by the clock', async () => {
    const pdfs = maker(bundle.url);
    const [first, second] = await Promise.all([pdfs.make(doc), pdfs.make(doc)]);
    if (!first.ok || !second.ok) throw new Error('no PDF');
    expect(pdfText(first.value)).toContain('4404002611240817');
    expect(Buffer.from(second.value).equals(Buffer.from(first.value))).toBe(true);
    expect(Buffer.from(first.value).toString('latin1')).toContain('D:20261124010000Z');
  });

  it('draws characters as dots, those that its fonts hold, and logs how many they lack', async () => {
    const drawn = await withRare().draw(['王', '𬍛', '𠮷', '1', '\u{10FFFD}']);
    if (!drawn.ok) throw new Error('not drawn');
    expect([...drawn.value.normal.keys()]).toEqual(['王', '𬍛', '𠮷', '1']);
    expect(drawn.value.large.get('𠮷')?.rows).toHaveLength(48 * 6);
    expect(logged).toEqual([['characters-missing', { on: 'slip', count: 1 }]]);
  });

  it('writes rare names from the fonts for them, and marks and logs what even those lack', async () => {
    const pdfs = withRare();
    const held = await pdfs.make(named('王𠮷𬺰明'));
    expect(logged).toEqual([]);
    const lacking = await pdfs.make(named('\u{30000}\u{30000}𠮷'));
    if (!held.ok || !lacking.ok) throw new Error('no PDF');
    expect(pdfText(held.value).join('')).toBe('参保人王𠮷𬺰明');
    expect(pdfText(lacking.value).join('')).toBe('参保人〓〓𠮷〓处为本机字库没有的字。');
    expect(logged).toEqual([['characters-missing', { on: 'pdf', count: 1 }]]);
  });

  it('fails, rather than write another name, when the fonts for rare names are gone', async () => {
    const pdfs = maker(bundle.url);
    expect(await pdfs.make(named('王𠮷'))).toEqual({
      ok: false,
      error: { code: 'FAILED', detail: 'ENOENT' },
    });
    expect(await pdfs.draw(['𠮷'])).toEqual({ ok: false, error: { code: 'FAILED', detail: 'ENOENT' } });
    expect(await pdfs.make(named('王明'))).toMatchObject({ ok: true });
  });

  it('names a missing font by the error’s code alone', async () => {
    const pdfs = maker(bundle.url, { fonts: { ...fonts, bold: '/nowhere/font.ttf' } });
    expect(await pdfs.make(doc)).toEqual({ ok: false, error: { code: 'FAILED', detail: 'ENOENT' } });
  });

  it('survives a file that is no font, and says so each time', async () => {
    const pdfs = maker(bundle.url, { fonts: { ...fonts, bold: import.meta.filename } });
    for (let time = 0; time < 2; time++) {
      expect(await pdfs.make(doc)).toMatchObject({ ok: false, error: { code: 'FAILED' } });
    }
  });
});

describe('PdfMaker with a thread that misbehaves', () => {
  it('gives a silent thread up after its time', async () => {
    const pdfs = maker(
      script('import("node:worker_threads").then((w) => w.parentPort.on("message", () => {}));'),
      {
        timeoutMs: 500,
      },
    );
    const result = pdfs.make(doc);
    await clock.advance(500);
    expect(await result).toEqual({ ok: false, error: { code: 'TIMEOUT', detail: '' } });
  });

  it('reports a thread that ends, or cannot start, and tries a new one', async () => {
    const ending = maker(script('process.exit(3)'));
    expect(await ending.make(doc)).toEqual({ ok: false, error: { code: 'FAILED', detail: 'exit 3' } });
    expect(await ending.make(doc)).toEqual({ ok: false, error: { code: 'FAILED', detail: 'exit 3' } });
    const broken = maker(script('throw new TypeError("王明")'));
    expect(await broken.make(doc)).toEqual({ ok: false, error: { code: 'FAILED', detail: 'TypeError' } });
  });

  it('replaces a thread that died after its answer', async () => {
    const pdfs = maker(
      script(`
        import { parentPort } from 'node:worker_threads';
        parentPort.on('message', () => {
          parentPort.postMessage({ ok: true, made: { bytes: new Uint8Array([1]), missing: 0 } });
          setImmediate(() => process.exit(0));
        });
      `),
    );
    for (let time = 0; time < 3; time++) {
      const result = await pdfs.make(doc);
      // The thread may die before or after the second job reaches it; either way the one after that is served.
      if (result.ok) expect(result.value).toEqual(new Uint8Array([1]));
      else expect(result.error.code).toBe('FAILED');
    }
  });
});

describe('the thread’s life', () => {
  it('keeps the thread while there is work and ends it when there is none', async () => {
    const pdfs = maker(COUNTING, { idleMs: 1_000 });
    const counts = async () => {
      const result = await pdfs.make(doc);
      return result.ok ? result.value[0] : result.error;
    };
    expect(await counts()).toBe(1);
    await clock.advance(999);
    expect(await counts()).toBe(2);
    await clock.advance(1_000);
    expect(await counts()).toBe(1);
  });

  it('a document that cannot even be handed over costs no other, nor the closing', async () => {
    const pdfs = maker(COUNTING);
    const bug: PdfDoc = { demo: false, blocks: [Object.assign(() => undefined, { kind: 'rule' } as const)] };
    await expect(pdfs.make(bug)).rejects.toThrow('could not be cloned');
    expect(await pdfs.make(doc)).toMatchObject({ ok: true });
    await clock.advance(15_000);
    expect(await pdfs.make(doc)).toMatchObject({ ok: true });
  });

  it('answers CLOSED to whoever waits when it is closed, and ever after', async () => {
    const pdfs = maker(script('setInterval(() => {}, 1000)'));
    const waiting = [pdfs.make(doc), pdfs.make(doc)];
    // Let the first job reach the thread, so that closing has something to interrupt.
    await Promise.resolve();
    await Promise.resolve();
    await pdfs.close();
    await pdfs.close();
    const closed = { ok: false, error: { code: 'CLOSED', detail: '' } };
    expect(await Promise.all(waiting)).toEqual([closed, closed]);
    expect(await pdfs.make(doc)).toEqual(closed);
  });
});

it('names errors without their words', () => {
  expect(errorDetail(Object.assign(new Error('secret'), { code: 'EACCES' }))).toBe('EACCES');
  expect(errorDetail(new RangeError('secret'))).toBe('RangeError');
  expect(errorDetail('secret')).toBe('string');
});
