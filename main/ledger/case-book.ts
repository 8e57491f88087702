import type { CaseDesk, CaseRequest } from '../../drivers/agency/port.ts';
import type { Clock } from '../../drivers/base/clock.ts';
import type { Outcome } from '../../drivers/base/outcome.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { PrintResult } from '../../drivers/printer/port.ts';
import { type CaseEvent, type CaseFacts, type CaseFile, caseAfter, intendedCase } from './case-events.ts';
import { caseSubject, jobOfRow, rowOfJob, slipSubject } from './case-rows.ts';
import type { Journal } from './journal.ts';
import type { LooseSlip, PrintIntent } from './port.ts';
import type { PrintBook } from './print-book.ts';
import { nextCopy } from './prints.ts';

/** What a visit may do for the agency's people: hand something in, and print what somebody takes along to a counter. */
export interface CaseBook extends PrintBook<CaseOf | LooseSlip> {
  /**
   * Hands a matter in, once: what has been taken in keeps its number, and what nobody knows about is sent again in the same
   * bytes. JOURNAL = nothing was sent, because it could not be written down first.
   */
  handIn(request: NewCase): Promise<Result<CaseFile, 'JOURNAL'>>;
  /** Cases of this person that are not too old to ask about, newest first. */
  casesOf(insuredId: string): readonly CaseFile[];
}

export interface CaseOf {
  /** In clear here; only a keyed hash is written to disk. */
  readonly insuredId: string;
  readonly matter: CaseFacts['matter'];
}

export interface NewCase extends CaseFacts {
  readonly insuredId: string;
}

/** How often one request is sent while somebody stands there, and how long it is left alone in between. */
export const CASE_TRIES = 2;
export const CASE_REPEAT_MS = 2_000;
/** The most that somebody who stands there is made to wait when the agency asks for patience. */
const MOST_PATIENCE_MS = 5_000;
/** For how long who comes back is shown a case, as with slips. */
export const CASE_SHOWN_MS = 180 * 24 * 3_600_000;

export interface CaseBookParts {
  readonly journal: Journal;
  readonly desk: CaseDesk;
  readonly clock: Clock;
  /** The journal is closed: nothing can be written any more. */
  isStopped(): boolean;
  diskFailed(): void;
}

/** Cases and slips of their own, in the journal of money and in its chain: intent before the call, result after. */
export class JournalledCases implements CaseBook {
  readonly #parts: CaseBookParts;
  /** Whoever hands in what is being handed in waits for the same answer. */
  readonly #underWay = new Map<string, Promise<Result<CaseFile, 'JOURNAL'>>>();

  constructor(parts: CaseBookParts) {
    this.#parts = parts;
  }

  handIn(request: NewCase): Promise<Result<CaseFile, 'JOURNAL'>> {
    const subject = this.#subject(request);
    const known = this.#underWay.get(subject);
    if (known !== undefined) return known;
    const asked = this.#handIn(subject, request).finally(() => this.#underWay.delete(subject));
    this.#underWay.set(subject, asked);
    return asked;
  }

  casesOf(insuredId: string): readonly CaseFile[] {
    const { journal, clock } = this.#parts;
    const since = clock.now() - CASE_SHOWN_MS;
    return journal.casesOf(journal.key.identity(insuredId)).filter(({ at }) => at >= since);
  }

  /** Of cases: only of one that is opened. */
  beginPrint(of: CaseOf | LooseSlip): Result<PrintIntent, 'JOURNAL'> {
    const { journal, clock } = this.#parts;
    const at = clock.now();
    const jobId = jobOfRow(journal.nextRow);
    if (typeof of === 'string') {
      const begun = { type: 'PRINT_BEGUN', at, jobId, kind: of, copy: 0 } as const;
      return this.#write(slipSubject(journal.nextRow), 1, begun) ? ok({ jobId, copy: 0 }) : err('JOURNAL');
    }
    const subject = this.#subject(of);
    const file = journal.caseOf(subject);
    if (file?.state !== 'opened') throw new Error('a slip for a case that has no number');
    const copy = nextCopy(file, 'case');
    const begun = { type: 'PRINT_BEGUN', at, jobId, kind: 'case', copy } as const;
    return this.#move(subject, file, begun) === null ? err('JOURNAL') : ok({ jobId, copy });
  }

  /** Without a disk the result is not kept: the job then counts as uncertain, which is what it is to the next process. */
  endPrint(jobId: string, result: PrintResult): void {
    const { journal, clock } = this.#parts;
    const row = rowOfJob(jobId);
    if (row === null || this.#parts.isStopped()) return;
    const subject = journal.subjectOfRow(row);
    if (subject === null) return;
    const version = journal.story(subject).length + 1;
    this.#write(subject, version, { type: 'PRINT_ENDED', at: clock.now(), jobId, result });
  }

  async #handIn(subject: string, { insuredId, ...facts }: NewCase): Promise<Result<CaseFile, 'JOURNAL'>> {
    const found = this.#parts.journal.caseOf(subject);
    if (found?.state === 'opened') return ok(found);
    let file = this.#intend(subject, found, facts);
    if (file === null) return err('JOURNAL');
    const request = requestOf(insuredId, file);
    for (let left = CASE_TRIES; left > 0; left -= 1) {
      const outcome = await this.#parts.desk.openCase(request);
      // What cannot be written has not been learnt: it is asked again, as if the process had died in between.
      const next = this.#move(subject, file, this.#learnt(outcome));
      if (next === null) return ok(file);
      file = next;
      if (isFinal(outcome)) return ok(file);
      if (left > 1) await this.#wait(outcome);
    }
    return ok(file);
  }

  #intend(subject: string, found: CaseFile | null, facts: CaseFacts): CaseFile | null {
    const at = this.#parts.clock.now();
    if (found !== null) return this.#move(subject, found, { type: 'CASE_REPEATED', at });
    const intended = { type: 'CASE_INTENDED', at, facts } as const;
    return this.#write(subject, 1, intended) ? intendedCase(intended) : null;
  }

  #learnt(outcome: Awaited<ReturnType<CaseDesk['openCase']>>): CaseEvent {
    const at = this.#parts.clock.now();
    switch (outcome.kind) {
      case 'ok':
        return { type: 'CASE_OPENED', at, opened: outcome.value };
      case 'refused':
        return { type: 'CASE_REFUSED', at, code: outcome.code };
      case 'unknown':
        return { type: 'CASE_UNANSWERED', at, cause: outcome.cause };
      case 'retry':
        return { type: 'CASE_UNANSWERED', at, cause: 'throttled' };
    }
  }

  async #wait(outcome: Outcome<unknown>): Promise<void> {
    const asked = outcome.kind === 'retry' ? outcome.afterMs : CASE_REPEAT_MS;
    await new Promise<void>((resolve) => {
      this.#parts.clock.after(Math.min(asked, MOST_PATIENCE_MS), resolve);
    });
  }

  #subject({ insuredId, matter }: CaseOf): string {
    return caseSubject(this.#parts.journal.key.identity(insuredId), matter);
  }

  /** null = it could not be written, and nothing has moved. */
  #move(subject: string, file: CaseFile, event: CaseEvent): CaseFile | null {
    const next = caseAfter(file, event);
    return this.#write(subject, next.version, event) ? next : null;
  }

  #write(subject: string, version: number, event: CaseEvent): boolean {
    const { journal } = this.#parts;
    if (this.#parts.isStopped()) return false;
    const written = journal.append(subject, version, event).ok;
    if (!written) this.#parts.diskFailed();
    return written;
  }
}

function isFinal({ kind }: Outcome<unknown>): boolean {
  return kind === 'ok' || kind === 'refused';
}

/** Made of the first intent, so that every attempt, whenever it is made, sends the same bytes. */
function requestOf(insuredId: string, { kind, matter }: CaseFacts): CaseRequest {
  return matter.by === 'order'
    ? { kind, insuredId, note: matter.orderId }
    : { kind, insuredId, voucherNo: matter.voucherNo };
}
