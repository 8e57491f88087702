import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { Clock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import type { PdfForm } from '../../main/receipt/pdf/render.ts';
import { PdfMaker } from '../../main/receipt/pdf-maker.ts';
import type { PdfDoc } from '../../main/receipt/receipt-doc.ts';
import type { Row } from './row.ts';
import { single, summarise } from './statistics.ts';

/** Receipts as PDF: the thread's start, both forms, a rare name among them, and what the main thread feels of it. */

const PDFS = 60;
/** Wanted of 95 in a hundred, ms. */
const WANTED_P95_MS = 60;
/** One frame: whoever touches the glass meanwhile notices nothing. */
const WANTED_STALL_MS = 16;

export interface PdfDocs {
  readonly plain: PdfDoc;
  /** With a character of the rare fonts. */
  readonly rare: PdfDoc;
}

export async function measurePdfs(
  { plain, rare }: PdfDocs,
  root: string,
  clock: Clock,
): Promise<readonly Row[]> {
  const fonts = join(root, 'dist/assets/fonts');
  const maker = new PdfMaker({
    workerUrl: pathToFileURL(join(root, 'dist/main/pdf-worker.js')),
    fonts: {
      regular: join(fonts, 'NotoSansSC-Regular.ttf'),
      bold: join(fonts, 'NotoSansSC-Bold.ttf'),
      rare: join(fonts, 'rare'),
    },
    clock,
    log: silentLog,
  });
  const make = async (doc: PdfDoc, form: PdfForm) => {
    const from = clock.monotonic();
    const pdf = await maker.make(doc, form);
    if (!pdf.ok) throw new Error(`no PDF: ${pdf.error.code} ${pdf.error.detail}`);
    return { took: clock.monotonic() - from, bytes: pdf.value.length };
  };
  const inForm = async (what: string, doc: PdfDoc, form: PdfForm): Promise<readonly Row[]> => {
    const { bytes } = await make(doc, form);
    const took: number[] = [];
    for (let made = 0; made < PDFS; made++) took.push((await make(doc, form)).took);
    const summary = summarise(took);
    return [
      { what: `receipt as PDF, ${what}`, unit: 'ms', result: summary },
      {
        what: `receipt as PDF, ${what}: 95 in 100 take at most`,
        unit: 'ms',
        result: single(summary.p95),
        target: { of: 'result', max: WANTED_P95_MS },
      },
      { what: `receipt as PDF, ${what}: size`, unit: 'bytes', result: single(bytes) },
    ];
  };

  try {
    const from = clock.monotonic();
    const { rows, first, longestMs } = await watched(async () => {
      const start = await make(plain, 'strip');
      return {
        first: start.took,
        rows: [
          ...(await inForm('80 mm', plain, 'strip')),
          ...(await inForm('A4', plain, 'a4')),
          ...(await inForm('80 mm with a rare name', rare, 'strip')),
        ],
      };
    });
    const idle = await watched(() => pause(clock, clock.monotonic() - from));
    return [
      { what: 'first PDF, its thread and fonts included', unit: 'ms', result: single(first) },
      ...rows,
      {
        what: 'longest stall of the main thread while the thread starts and PDFs are made',
        unit: 'ms',
        result: single(longestMs),
        comparedWith: { what: 'doing nothing as long', result: single(idle.longestMs) },
        target: { of: 'result', max: WANTED_STALL_MS },
      },
    ];
  } finally {
    await maker.close();
  }
}

/** Runs something and tells the longest time for which the event loop did not come round meanwhile. */
async function watched<T extends object>(act: () => Promise<T>): Promise<T & { readonly longestMs: number }> {
  // Resolution 1 ms: what is reported below that is the timer itself.
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const result = await act();
  delay.disable();
  return { ...result, longestMs: delay.max / 1e6 };
}

async function pause(clock: Clock, ms: number): Promise<object> {
  await new Promise<void>((resolve) => {
    clock.after(ms, resolve);
  });
  return {};
}
