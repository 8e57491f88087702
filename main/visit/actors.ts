import { fromPromise } from 'xstate';
import type {
  AgencyPort,
  Bill,
  Insured,
  LookupRequest,
  Quote,
  QuoteRequest,
} from '../../drivers/agency/port.ts';
import type { Outcome } from '../../drivers/base/outcome.ts';
import type { Result } from '../../drivers/base/result.ts';
import type { CardError, CardIdentity, CardReaderPort } from '../../drivers/card-reader/port.ts';
import type { PrinterPort, PrintResult } from '../../drivers/printer/port.ts';
import type { TroubleCode } from '../contract/trouble.ts';
import type { NewOrder, OpenOrderError, OrderView, SlipKind } from '../ledger/port.ts';
import type { ReceiptContext } from './context.ts';
import type { VisitPorts } from './ports.ts';
import { askPrinter, type PrinterNotice } from './printer-notice.ts';

/** What a visit asks of the world. Each answers with data for every expected ending; a rejection is a bug. */

export const readCard = fromPromise<Result<CardIdentity, CardError>, { reader: CardReaderPort }>(
  ({ input }) => input.reader.readIdentity(),
);

export type LookupAnswer =
  | { readonly kind: 'found'; readonly insured: Insured }
  /** `until`: RFC 3339, when it ends by itself. */
  | { readonly kind: 'trouble'; readonly code: TroubleCode; readonly until?: string };

export const lookUp = fromPromise<LookupAnswer, { agency: AgencyPort; request: LookupRequest }>(
  async ({ input }) => lookupAnswer(await input.agency.lookup(input.request)),
);

function lookupAnswer(outcome: Awaited<ReturnType<AgencyPort['lookup']>>): LookupAnswer {
  switch (outcome.kind) {
    case 'ok':
      return foundOrBarred(outcome.value);
    case 'refused':
      return { kind: 'trouble', code: LOOKUP_TROUBLE[outcome.code] };
    case 'retry':
    case 'unknown':
      return { kind: 'trouble', code: 'AGENCY_UNREACHABLE' };
  }
}

const LOOKUP_TROUBLE = {
  NOT_INSURED: 'NOT_INSURED',
  TOKEN_EXPIRED: 'CODE_EXPIRED',
  UNEXPECTED: 'AGENCY_REFUSED',
} as const satisfies Record<string, TroubleCode>;

function foundOrBarred(insured: Insured): LookupAnswer {
  if (insured.locked !== undefined) {
    return { kind: 'trouble', code: 'ACCOUNT_LOCKED', until: insured.locked.until };
  }
  const { verification } = insured;
  const free = verification.length === 0 || (verification.includes('none') && insured.verifyAll !== true);
  if (!free) return { kind: 'trouble', code: 'VERIFICATION_NEEDED' };
  return { kind: 'found', insured };
}

export type Loaded<T> =
  | { readonly kind: 'loaded'; readonly value: T }
  | { readonly kind: 'trouble'; readonly code: TroubleCode };

export const loadBills = fromPromise<Loaded<readonly Bill[]>, { agency: AgencyPort; insuredId: string }>(
  async ({ input }) => loaded(await input.agency.bills(input.insuredId), 'AGENCY_REFUSED'),
);

function loaded<T>(outcome: Outcome<T>, onRefused: TroubleCode): Loaded<T> {
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'loaded', value: outcome.value };
    case 'refused':
      return { kind: 'trouble', code: onRefused };
    case 'retry':
    case 'unknown':
      return { kind: 'trouble', code: 'AGENCY_UNREACHABLE' };
  }
}

export interface Priced {
  readonly quote: Quote;
  readonly notice: PrinterNotice;
}

export interface PriceQuestion {
  readonly ports: VisitPorts;
  readonly request: QuoteRequest;
  /** What the bills that the resident has seen come to, late fees included. */
  readonly shownFen: number;
}

/** The price, and the printer's own word on whether it can print: both before money is asked for. */
export const priceUp = fromPromise<Loaded<Priced>, PriceQuestion>(async ({ input }) => {
  const { ports, request, shownFen } = input;
  const [quote, notice] = await Promise.all([ports.agency.quote(request), askPrinter(ports)]);
  const answer = loaded(quote, 'BILL_CHANGED');
  if (answer.kind === 'trouble') return answer;
  // The lines on the glass and on the slip are the bills': a sum that is not theirs belongs to bills nobody has seen.
  if (answer.value.amountFen !== shownFen) return { kind: 'trouble', code: 'BILL_CHANGED' };
  return { kind: 'loaded', value: { quote: answer.value, notice } };
});

export type Opened =
  | { readonly kind: 'opened'; readonly order: OrderView }
  /** The printer stopped being able to print since the resident was told: say so first. */
  | { readonly kind: 'tell-first'; readonly notice: PrinterNotice }
  | { readonly kind: 'trouble'; readonly code: TroubleCode };

/** Whoever walks away in the middle will not pay: the order is closed as soon as it exists. */
export const openOrder = fromPromise<Opened, { ports: VisitPorts; order: NewOrder; told: PrinterNotice }>(
  async ({ input, signal }) => {
    const { ports, order, told } = input;
    const notice = await askPrinter(ports);
    // Whoever has left by now gets no order; this answer, like any other, is heard by nobody.
    if (signal.aborted || (notice !== null && told === null)) return { kind: 'tell-first', notice };
    const opened = await ports.ledger.open(order);
    if (opened.ok && signal.aborted) ports.ledger.cancel(opened.value.id);
    return opened.ok
      ? { kind: 'opened', order: opened.value }
      : { kind: 'trouble', code: OPEN_TROUBLE[opened.error] };
  },
);

const OPEN_TROUBLE = {
  BILL_LOCKED: 'BILL_LOCKED',
  JOURNAL: 'JOURNAL',
  NO_CHANNEL: 'NO_CHANNEL',
  CLOCK_OFF: 'CLOCK_OFF',
} as const satisfies Record<OpenOrderError, TroubleCode>;

export interface Printed extends Pick<ReceiptContext, 'copy' | 'slip'> {
  readonly result: PrintResult;
}

export interface SlipJob {
  readonly ports: VisitPorts;
  readonly printer: PrinterPort;
  readonly order: OrderView;
  readonly kind: SlipKind;
  readonly largeType: boolean;
}

/** Intent in the journal, then paper, then the result in the journal. */
export const printSlip = fromPromise<Printed, SlipJob>(async ({ input }) => {
  const { ports, printer, order, kind, largeType } = input;
  const intent = await ports.ledger.beginPrint(order.id, kind);
  if (!intent.ok) {
    const result = { state: 'FAILED_CLEAN', reason: 'fault' } as const;
    return { copy: 0, slip: ports.slip(order, kind, 0), result };
  }
  const { jobId, copy } = intent.value;
  const slip = ports.slip(order, kind, copy, largeType);
  const result = await printer.print({ jobId, slip });
  await ports.ledger.endPrint(jobId, result);
  return { copy, slip, result };
});
