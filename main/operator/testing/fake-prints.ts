import { err, ok, type Result } from '../../../drivers/base/result.ts';
import type { PrintResult } from '../../../drivers/printer/port.ts';
import type { LooseSlip, PrintIntent } from '../../ledger/port.ts';
import type { PrintBook } from '../../ledger/print-book.ts';

/** A journal for slips that belong to nobody, as far as a test of who prints them looks into it. */
export class FakePrints implements PrintBook<LooseSlip> {
  readonly rows: string[] = [];
  isFull = false;
  #jobs = 0;

  beginPrint(of: LooseSlip): Result<PrintIntent, 'JOURNAL'> {
    if (this.isFull) return err('JOURNAL');
    this.#jobs += 1;
    const jobId = `P${this.#jobs}`;
    this.rows.push(`${jobId} ${of}`);
    return ok({ jobId, copy: 0 });
  }

  endPrint(jobId: string, { state }: PrintResult): void {
    this.rows.push(`${jobId} ${state}`);
  }
}
