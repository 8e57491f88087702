import type { Result } from '../../drivers/base/result.ts';
import type { PrintResult } from '../../drivers/printer/port.ts';
import type { PrintIntent } from './port.ts';

/** Where slips are written down that are no order's. */
export interface PrintBook<Of> {
  /** Journals the intent before a byte leaves. */
  beginPrint(of: Of): Result<PrintIntent, 'JOURNAL'>;
  endPrint(jobId: string, result: PrintResult): void;
}

/**
 * Intent in the journal, then paper, then the result in the journal: whatever dies in between, the next process knows that
 * a part of the slip may still be inside the printer. What cannot be written down first is not printed.
 */
export async function printJournalled<Of>(
  book: PrintBook<Of>,
  of: Of,
  print: (intent: PrintIntent) => Promise<PrintResult>,
): Promise<PrintResult> {
  const intent = book.beginPrint(of);
  if (!intent.ok) return { state: 'FAILED_CLEAN', reason: 'fault' };
  const result = await print(intent.value);
  book.endPrint(intent.value.jobId, result);
  return result;
}
