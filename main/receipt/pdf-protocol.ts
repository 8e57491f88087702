import type { Weight } from './pdf/layout.ts';
import type { ReceiptDoc } from './receipt-doc.ts';

/** What is said between PdfMaker and its worker thread: one job, one answer. Plain data. */

/** Paths of TrueType files; handed over when the thread starts, read once by it. */
export type FontFiles = Readonly<Record<Weight, string>>;

export interface PdfJob {
  readonly doc: ReceiptDoc;
  /** Epoch milliseconds. */
  readonly madeAt: number;
}

/** `detail` is an error's code or class, never its message: that could quote the text being drawn. */
export type PdfAnswer =
  | { readonly ok: true; readonly pdf: Uint8Array }
  | { readonly ok: false; readonly detail: string };

export function errorDetail(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : error.name;
}
