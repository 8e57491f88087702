import type { CaseDesk, CaseRequest, OpenedCase } from '../../../drivers/agency/port.ts';
import type { Outcome } from '../../../drivers/base/outcome.ts';
import type { NewCase } from '../case-book.ts';
import type { CaseEvent, CaseFacts } from '../case-events.ts';

/** Cases for tests: one resident who has paid last year's medical premium twice. */

const FACTS: CaseFacts = {
  kind: 'duplicate',
  matter: { by: 'voucher', voucherNo: 'V2' },
  person: { name: '王*明', idNumber: '440***********0016' },
  item: '城乡居民基本医疗保险费',
  period: '2025',
  amountFen: 38_000,
};

export function newCase(change: Partial<NewCase> = {}): NewCase {
  return { ...FACTS, insuredId: 'P0001', ...change };
}

export function intended(at = 0): Extract<CaseEvent, { type: 'CASE_INTENDED' }> {
  return { type: 'CASE_INTENDED', at, facts: FACTS };
}

export const OPENED: OpenedCase = { caseNo: 'C-1', dueDate: '2026-12-01' };

/** Answers from a list, then with the last answer for ever, and remembers what it was asked. */
export class ScriptedDesk implements CaseDesk {
  readonly asked: string[] = [];
  readonly #answers: Outcome<OpenedCase>[];

  constructor(...answers: Outcome<OpenedCase>[]) {
    this.#answers = answers;
  }

  async openCase(request: CaseRequest): Promise<Outcome<OpenedCase>> {
    this.asked.push(JSON.stringify(request));
    const [answer, ...later] = this.#answers;
    if (answer === undefined) throw new Error('nothing to answer with');
    if (later.length > 0) this.#answers.shift();
    return answer;
  }
}
