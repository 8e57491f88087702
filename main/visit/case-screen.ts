import type { PrintResult } from '../../drivers/printer/port.ts';
import type { CaseStanding, PastPaymentView, ScreenOf } from '../contract/snapshot.ts';
import { hasHolidays, shanghaiDay, workdaysBetween } from '../policy/workdays.ts';
import { type Offer, orderOffer, type PaymentOffer, paymentOffers } from './case-offer.ts';
import { required, type VisitContext } from './context.ts';
import { maskIdNumber, maskName } from './mask.ts';
import { outcomeResult } from './order-meaning.ts';
import { printerNotice } from './printer-notice.ts';

type CaseScreen = ScreenOf<'case'>;

const PHASES = [
  'registering',
  'registered',
  'unanswered',
  'refused',
  'printing',
] as const satisfies readonly CaseScreen['phase'][];

/** `inner` is the child state, whose names are the phases. */
export function caseScreen(context: VisitContext, inner: unknown): CaseScreen {
  const { facts, file, printed } = required(context.caseFile);
  const { kind, matter, item, period, amountFen } = facts;
  const phase = required(PHASES.find((each) => each === inner) ?? null);
  const today = shanghaiDay(context.ports.clock.now());
  const { caseNo, dueDay } = answerOf(file);
  return {
    name: 'case',
    kind,
    phase,
    ...(matter.by === 'order'
      ? { orderId: matter.orderId, voucherNo: null, result: outcomeResult(required(context.order)) }
      : { orderId: null, voucherNo: matter.voucherNo, result: null }),
    item,
    period,
    amountFen,
    caseNo,
    dueDay,
    workdays: dueDay === null ? null : workdaysBetween(today, dueDay),
    workdaysExact: dueDay !== null && hasHolidays(dueDay),
    print: printEnd(printed),
    canPrint: phase === 'registered' && printerNotice(context.ports) === null,
    secondsLeft: context.secondsLeft,
  };
}

/** About the order that is looked at; null = nothing can be handed in about it, and nothing has been. */
export function offerOf(context: VisitContext, order = context.order): Offer | null {
  const { insured, cases, ports } = context;
  return insured === null || order === null ? null : orderOffer(order, cases, ports.clock.now());
}

/** About payments that are no order of this terminal. */
export function paymentOffersOf({ insured, payments, cases }: VisitContext): readonly PaymentOffer[] {
  if (insured === null) return [];
  const person = { name: maskName(insured.name), idNumber: maskIdNumber(insured.idNumber) };
  return paymentOffers(payments, cases, person);
}

export function paymentOfferOf(context: VisitContext, voucherNo: string | undefined): Offer | null {
  return paymentOffersOf(context).find(({ facts }) => facts.matter.voucherNo === voucherNo) ?? null;
}

export function standingOf({ facts, file }: Offer): CaseStanding {
  const state = file === null ? 'offered' : file.opened === null ? 'unanswered' : 'registered';
  return { kind: facts.kind, state, ...answerOf(file) };
}

export function pastPaymentOf(offer: PaymentOffer): PastPaymentView {
  const { matter, item, period, amountFen } = offer.facts;
  return { voucherNo: matter.voucherNo, item, period, amountFen, standing: standingOf(offer) };
}

function answerOf(file: Offer['file']): Pick<CaseStanding, 'caseNo' | 'dueDay'> {
  const opened = file?.opened ?? null;
  return opened === null
    ? { caseNo: null, dueDay: null }
    : { caseNo: opened.caseNo, dueDay: dayOf(opened.dueDate) };
}

/** The agency may write a day or an instant. */
function dayOf(dueDate: string): string {
  return dueDate.length === 10 ? dueDate : shanghaiDay(Date.parse(dueDate));
}

export function printEnd(printed: PrintResult | null): CaseScreen['print'] {
  switch (printed?.state) {
    case undefined:
      return 'none';
    case 'PRINTED':
      return 'printed';
    case 'UNCERTAIN':
      return 'uncertain';
    case 'FAILED_CLEAN':
      return 'failed';
  }
}
