import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { Clock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { encodeSlip } from '../../drivers/printer/escpos/encode-slip.ts';
import { findProfile } from '../../drivers/printer/profile.ts';
import { PdfMaker } from '../../main/receipt/pdf-maker.ts';
import { type ReceiptDoc, receiptDoc } from '../../main/receipt/receipt-doc.ts';
import { BOOKED_ORDER } from '../../main/receipt/testing/orders.ts';
import type { Row } from './row.ts';
import { measureSlipEncoding } from './slip-encoding.ts';
import { measureSlipPrinting } from './slip-printing.ts';
import { type Summary, single, summarise } from './statistics.ts';

/** From a booked order's document to the printer's bytes, and to a PDF in its thread while the visit goes on. */

const SLIPS = 1_000;
const PDFS = 10;
/** The fastest serial line that printers come set to. */
const PRINTER_BAUD_RATE = 115_200;

export async function measureReceipts(root: string, clock: Clock): Promise<readonly Row[]> {
  const doc = receiptDoc({
    order: BOOKED_ORDER,
    kind: 'booked',
    copy: 0,
    printedAt: clock.now(),
    terminal: { id: 'K0001', name: '金湾社区 1号机' },
    demo: false,
    phone: '12333',
    chainCode: '812-3F9A1C2B',
  });
  return [
    ...measureSlips(doc, clock),
    ...(await measureSlipEncoding(root, doc, clock)),
    ...(await measureSlipPrinting(doc, join(root, 'dist/assets/fonts/NotoSansSC-Regular.ttf'))),
    ...(await measurePdfs(doc, root, clock)),
  ];
}

function measureSlips(doc: ReceiptDoc, clock: Clock): readonly Row[] {
  const profile = findProfile('generic-80');
  if (!profile.ok) throw new Error('there is no profile generic-80');
  const encode = () => encodeSlip(doc, profile.value).bytes.length;
  const bytes = encode();
  times(SLIPS, clock, encode);
  return [
    {
      what: 'slip encoded (after as many to warm up)',
      unit: 'ms',
      result: times(SLIPS, clock, encode),
      comparedWith: {
        what: `its bytes on a line at ${PRINTER_BAUD_RATE} baud`,
        result: single((bytes * 10 * 1_000) / PRINTER_BAUD_RATE),
      },
    },
    { what: 'slip, size', unit: 'bytes', result: single(bytes) },
  ];
}

async function measurePdfs(doc: ReceiptDoc, root: string, clock: Clock): Promise<readonly Row[]> {
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
  const make = async () => {
    const from = clock.monotonic();
    const pdf = await maker.make(doc);
    if (!pdf.ok) throw new Error(`no PDF: ${pdf.error.code} ${pdf.error.detail}`);
    return clock.monotonic() - from;
  };
  try {
    const first = await make();
    // Resolution 1 ms: what is reported below that is the timer itself.
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const took: number[] = [];
    for (let made = 0; made < PDFS; made++) took.push(await make());
    delay.disable();
    return [
      { what: 'receipt as PDF', unit: 'ms', result: summarise(took) },
      { what: 'first PDF, its thread and fonts included', unit: 'ms', result: single(first) },
      {
        what: 'longest stall of the main thread while PDFs are made',
        unit: 'ms',
        result: single(delay.max / 1e6),
      },
    ];
  } finally {
    await maker.close();
  }
}

function times(count: number, clock: Clock, action: () => unknown): Summary {
  const samples = Array.from({ length: count }, () => {
    const from = clock.monotonic();
    action();
    return clock.monotonic() - from;
  });
  return summarise(samples);
}
