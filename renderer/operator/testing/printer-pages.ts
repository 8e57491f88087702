import {
  type PrinterPageView,
  type PrinterTestView,
  printerPageSchema,
} from '../../../main/contract/printer-tests.ts';

/** What main could have sent about a printer, for tests of its page. */

const NOON = Date.parse('2026-11-24T12:00:00+08:00');

/** An idle printer of the common kind. */
export function printerPage(change: Partial<PrinterPageView> = {}): PrinterPageView {
  return printerPageSchema.parse({
    connection: 'ready',
    readiness: 'ready',
    remainder: false,
    forgotten: false,
    model: 'TM-T82II',
    firmware: '1.2',
    profile: { name: 'generic-80', model: '通用 80 mm 热敏打印机', proof: 'gs-r', extra: 'none' },
    status: [],
    raw: { realTime: [0x12, 0x12, 0x12, 0x12], maker: null },
    counters: {
      since: NOON - 86_400_000,
      mm: 12_430,
      cuts: 97,
      slips: 95,
      unproven: 0,
      roll: { since: NOON, mm: 830, slips: 6, low: null },
    },
    countersKept: 'kept',
    slipsLeft: null,
    test: { busy: null, slip: null, probe: null },
    profiles: [
      { name: 'generic-80', model: '通用 80 mm 热敏打印机', widthMm: 80, columns: 48, proof: 'gs-r' },
      { name: 'generic-58', model: '通用 58 mm 热敏打印机', widthMm: 58, columns: 32, proof: 'gs-r' },
    ],
    shown: {
      name: 'generic-80',
      facts: [
        { field: 'paper.columns', value: '48', source: 'font A', confirmed: true },
        { field: 'line.baudRate', value: '115200', source: 'a guess', confirmed: false },
      ],
    },
    ...change,
  });
}

/** A slip that came out, with these answers and what main makes of them. */
export function printedSlip(
  change: Partial<NonNullable<PrinterTestView['slip']>> = {},
): NonNullable<PrinterTestView['slip']> {
  return {
    profile: 'generic-80',
    result: { state: 'PRINTED', evidence: 'B' },
    answers: {},
    advice: { kind: 'open', missing: ['ruler', 'qr'] },
    ...change,
  };
}
