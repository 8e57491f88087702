import { join } from 'node:path';
import type { Clock } from '../../drivers/base/clock.ts';
import { encodeSlip } from '../../drivers/printer/escpos/encode-slip.ts';
import { findProfile } from '../../drivers/printer/profile.ts';
import { type ReceiptDoc, receiptDoc } from '../../main/receipt/receipt-doc.ts';
import { BOOKED_ORDER } from '../../main/receipt/testing/orders.ts';
import { measurePdfs } from './pdfs.ts';
import type { Row } from './row.ts';
import { measureSlipEncoding } from './slip-encoding.ts';
import { measureSlipPrinting } from './slip-printing.ts';
import { type Summary, single, summarise } from './statistics.ts';

/** From a booked order's document to the printer's bytes, and to a PDF in its thread while the visit goes on. */

const SLIPS = 1_000;
/** The fastest serial line that printers come set to. */
const PRINTER_BAUD_RATE = 115_200;

export async function measureReceipts(root: string, clock: Clock): Promise<readonly Row[]> {
  const receipt = (name: string): ReceiptDoc =>
    receiptDoc({
      order: { ...BOOKED_ORDER, payer: { ...BOOKED_ORDER.payer, name } },
      kind: 'booked',
      copy: 0,
      printedAt: clock.now(),
      terminal: { id: 'K0001', name: '金湾社区 1号机' },
      demo: false,
      phone: '12333',
      chainCode: '812-3F9A1C2B',
    });
  const doc = receipt(BOOKED_ORDER.payer.name);
  return [
    ...measureSlips(doc, clock),
    ...(await measureSlipEncoding(root, doc, clock)),
    ...(await measureSlipPrinting(doc, join(root, 'dist/assets/fonts/NotoSansSC-Regular.ttf'))),
    ...(await measurePdfs({ plain: doc, rare: receipt('王*𠮷') }, root, clock)),
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

function times(count: number, clock: Clock, action: () => unknown): Summary {
  const samples = Array.from({ length: count }, () => {
    const from = clock.monotonic();
    action();
    return clock.monotonic() - from;
  });
  return summarise(samples);
}
