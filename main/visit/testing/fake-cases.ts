import type { CaseDesk, CaseRequest } from '../../../drivers/agency/port.ts';
import type { Clock } from '../../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import type { PrintResult } from '../../../drivers/printer/port.ts';
import type { CaseBook, CaseOf, NewCase } from '../../ledger/case-book.ts';
import {
  type CaseEvent,
  type CaseFile,
  caseAfter,
  intendedCase,
  matterKey,
} from '../../ledger/case-events.ts';
import type { LooseSlip, PrintIntent, PrintRecord } from '../../ledger/port.ts';
import { nextCopy, withPrintBegun, withPrintEnded } from '../../ledger/prints.ts';

/** Cases without a disk: what one is and where it stands is the production code's, and each is asked for once. */
export class FakeCases implements CaseBook {
  /** Slips that belong to nobody. */
  loose: { readonly prints: readonly PrintRecord[] } = { prints: [] };
  writable = true;
  readonly #desk: CaseDesk;
  readonly #clock: Clock;
  readonly #files = new Map<string, CaseFile>();
  #jobs = 0;

  constructor(desk: CaseDesk, clock: Clock) {
    this.#desk = desk;
    this.#clock = clock;
  }

  async handIn({ insuredId, ...facts }: NewCase): Promise<Result<CaseFile, 'JOURNAL'>> {
    if (!this.writable) return err('JOURNAL');
    const key = keyOf({ insuredId, matter: facts.matter });
    const found = this.#files.get(key);
    if (found?.state === 'opened') return ok(found);
    const at = this.#clock.now();
    if (found === undefined) this.#files.set(key, intendedCase({ type: 'CASE_INTENDED', at, facts }));
    else this.#move(key, { type: 'CASE_REPEATED', at });
    const outcome = await this.#desk.openCase(requestOf(insuredId, facts));
    if (outcome.kind === 'ok') return ok(this.#move(key, { type: 'CASE_OPENED', at, opened: outcome.value }));
    if (outcome.kind === 'refused')
      return ok(this.#move(key, { type: 'CASE_REFUSED', at, code: outcome.code }));
    return ok(this.#move(key, { type: 'CASE_UNANSWERED', at, cause: 'timeout' }));
  }

  casesOf(insuredId: string): readonly CaseFile[] {
    return [...this.#files]
      .flatMap(([key, file]) => (key.startsWith(`${insuredId} `) ? [file] : []))
      .reverse();
  }

  beginPrint(of: CaseOf | LooseSlip): Result<PrintIntent, 'JOURNAL'> {
    if (!this.writable) return err('JOURNAL');
    this.#jobs += 1;
    const jobId = `P${this.#jobs}`;
    const kind = typeof of === 'string' ? of : 'case';
    const copy = typeof of === 'string' ? 0 : nextCopy(this.#get(keyOf(of)), 'case');
    const begun = { type: 'PRINT_BEGUN', at: this.#clock.now(), jobId, kind, copy } as const;
    if (typeof of === 'string') this.loose = withPrintBegun(this.loose, begun);
    else this.#move(keyOf(of), begun);
    return ok({ jobId, copy });
  }

  endPrint(jobId: string, result: PrintResult): void {
    const ended = { type: 'PRINT_ENDED', at: this.#clock.now(), jobId, result } as const;
    this.loose = withPrintEnded(this.loose, ended);
    for (const [key, file] of this.#files) {
      if (file.prints.some((print) => print.jobId === jobId)) this.#move(key, ended);
    }
  }

  #move(key: string, event: CaseEvent): CaseFile {
    const file = caseAfter(this.#get(key), event);
    this.#files.set(key, file);
    return file;
  }

  #get(key: string): CaseFile {
    const file = this.#files.get(key);
    if (file === undefined) throw new Error(`no case ${key}`);
    return file;
  }
}

function keyOf({ insuredId, matter }: CaseOf): string {
  return `${insuredId} ${matterKey(matter)}`;
}

function requestOf(insuredId: string, { kind, matter }: Pick<NewCase, 'kind' | 'matter'>): CaseRequest {
  return matter.by === 'order'
    ? { kind, insuredId, note: matter.orderId }
    : { kind, insuredId, voucherNo: matter.voucherNo };
}
