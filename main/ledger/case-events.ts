import type { OpenedCase } from '../../drivers/agency/port.ts';
import type { Fen } from '../../drivers/base/money.ts';
import type { UnknownCause } from '../../drivers/base/outcome.ts';
import type { PrintResult } from '../../drivers/printer/port.ts';
import type { MaskedPerson, PrintKind, PrintRecord } from './port.ts';
import { withPrintBegun, withPrintEnded, withPrintsInterrupted } from './prints.ts';

/** Paid twice, or not given back by the wallet. The agency's names (`POST /v1/cases`). */
export type CaseKind = 'duplicate' | 'refund';

/** One matter: an order of this terminal, or a payment that the agency remembers. It is handed in once. */
export type CaseMatter =
  | { readonly by: 'order'; readonly orderId: string }
  | { readonly by: 'voucher'; readonly voucherNo: string };

/** One name for one matter; no character of the agency's can make it another's. */
export function matterKey(matter: CaseMatter): string {
  return matter.by === 'order'
    ? `order:${matter.orderId}`
    : `voucher:${encodeURIComponent(matter.voucherNo)}`;
}

/** What is known when it is handed in; everything that its slip and a later visit need. */
export interface CaseFacts {
  readonly kind: CaseKind;
  readonly matter: CaseMatter;
  readonly person: MaskedPerson;
  /** 征收品目 and 费款所属期 of the payment. */
  readonly item: string;
  readonly period: string;
  readonly amountFen: Fen;
}

/** Where one case stands. Folded from its rows; there are a handful of them, so nothing else is stored. */
export interface CaseFile extends CaseFacts {
  /** Rows so far. */
  readonly version: number;
  /** `intended`: handed in, and nobody knows whether it was taken in. */
  readonly state: 'intended' | 'opened' | 'refused';
  /** An attempt has ended without an answer: the agency may hold the case, whatever it says to a later one. */
  readonly doubt: boolean;
  /** When it last moved, epoch milliseconds; of an opened one: when it was opened. */
  readonly at: number;
  readonly opened: OpenedCase | null;
  readonly prints: readonly PrintRecord[];
}

export type PrintEvent = { readonly at: number } & (
  | { readonly type: 'PRINT_BEGUN'; readonly jobId: string; readonly kind: PrintKind; readonly copy: number }
  | { readonly type: 'PRINT_ENDED'; readonly jobId: string; readonly result: PrintResult }
  /** The process that printed has ended without a result. */
  | { readonly type: 'RESTARTED' }
);

/** What can happen to a case. `at` is the wall clock, epoch milliseconds. */
export type CaseEvent =
  | ({ readonly at: number } & (
      | { readonly type: 'CASE_INTENDED'; readonly facts: CaseFacts }
      /** The same request once more, in the same bytes. */
      | { readonly type: 'CASE_REPEATED' }
      | { readonly type: 'CASE_UNANSWERED'; readonly cause: UnknownCause | 'throttled' }
      | { readonly type: 'CASE_OPENED'; readonly opened: OpenedCase }
      | { readonly type: 'CASE_REFUSED'; readonly code: string }
    ))
  | PrintEvent;

/** A case after its first event. */
export function intendedCase({ at, facts }: Extract<CaseEvent, { type: 'CASE_INTENDED' }>): CaseFile {
  return { ...facts, version: 1, state: 'intended', doubt: false, at, opened: null, prints: [] };
}

/**
 * A case after one more event. It only moves forward: what is opened stays opened under its first number, and a refusal
 * proves nothing once an attempt has gone unanswered, because the agency may refuse what it has taken in already.
 */
export function caseAfter(file: CaseFile, event: CaseEvent): CaseFile {
  return { ...moved(file, event), version: file.version + 1 };
}

function moved(file: CaseFile, event: CaseEvent): CaseFile {
  const { at } = event;
  const isOpen = file.state === 'opened';
  switch (event.type) {
    case 'CASE_INTENDED':
      return file;
    case 'CASE_REPEATED':
      // An attempt that left no second row may have left all the same.
      return isOpen
        ? file
        : { ...file, state: 'intended', doubt: file.doubt || file.state === 'intended', at };
    case 'CASE_UNANSWERED':
      if (isOpen) return file;
      return { ...file, state: 'intended', doubt: file.doubt || event.cause !== 'throttled', at };
    case 'CASE_OPENED':
      return isOpen ? file : { ...file, state: 'opened', opened: event.opened, at };
    case 'CASE_REFUSED':
      return isOpen || file.doubt ? file : { ...file, state: 'refused', at };
    case 'PRINT_BEGUN':
      return withPrintBegun(file, event);
    case 'PRINT_ENDED':
      return withPrintEnded(file, event);
    case 'RESTARTED':
      return withPrintsInterrupted(file);
  }
}
