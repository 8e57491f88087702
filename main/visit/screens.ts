import type { Bill } from '../../drivers/agency/port.ts';
import type { BillView, CaseStanding, ReviewLine, Screen, ScreenOf } from '../contract/snapshot.ts';
import { TROUBLES } from '../contract/trouble.ts';
import type { OrderLine, OrderView } from '../ledger/port.ts';
import { LARGE_AMOUNT_FEN } from '../policy/amounts.ts';
import { RECEIPT_DAYS } from '../policy/service.ts';
import { shanghaiDay, shanghaiMinute } from '../policy/workdays.ts';
import { cardInside } from './answers.ts';
import { billAmount, billTotal, isPayable } from './bill-choice.ts';
import type { Offer } from './case-offer.ts';
import {
  offerOf as caseOfferOf,
  caseScreen,
  pastPaymentOf,
  paymentOffersOf,
  printEnd,
  standingOf,
} from './case-screen.ts';
import { required, type VisitContext } from './context.ts';
import { outcomeResult, slipKind } from './order-meaning.ts';
import type { PhoneReceipt } from './ports.ts';
import { printerNotice } from './printer-notice.ts';
import { chosenBill } from './states/bills.ts';
import { walletsToSwitchTo } from './states/pay.ts';
import { chosenLine } from './states/review.ts';
import { canRetry, counterTrouble, offersEcode } from './states/trouble.ts';
import { canReadCards, canScan } from './ways-in.ts';

/** The statechart's value: `attract`, `{ pay: { live: 'told' } }`. */
export type StateValue = string | { readonly [state: string]: StateValue | undefined };

/** One state → one screen of the same name. */
export function screenOf(value: StateValue, context: VisitContext): Screen {
  const [name, inner] = typeof value === 'string' ? [value, undefined] : first(value);
  const project = SCREENS[name as Screen['name']];
  return project(context, inner);
}

function first(value: {
  readonly [state: string]: StateValue | undefined;
}): [string, StateValue | undefined] {
  const [entry] = Object.entries(value);
  if (entry === undefined) throw new Error('a statechart is always somewhere');
  return entry;
}

const SCREENS: {
  readonly [Name in Screen['name']]: (context: VisitContext, inner: StateValue | undefined) => ScreenOf<Name>;
} = {
  attract: (context) => ({ name: 'attract', card: canReadCards(context), scan: canScan(context) }),

  identify: (context, inner) => ({
    name: 'identify',
    method: context.method,
    phase: inner === 'reading' ? 'reading' : inner === 'looking-up' ? 'looking-up' : 'waiting',
    fault: context.fault,
    triesLeft: context.triesLeft,
    offer: offerOf(context),
    card: canReadCards(context),
    scan: canScan(context),
  }),

  home: (context) => ({
    name: 'home',
    tiles: [
      { kind: 'pay', amountFen: null, count: 0 },
      ...context.orders.slice(0, 5).map((order) => orderTile(context, order)),
      ...paymentOffersOf(context)
        .slice(0, 3)
        .map((offer) => ({ kind: 'payment', ...pastPaymentOf(offer) }) as const),
    ],
  }),

  bills: (context, inner) => {
    const chosen = chosenBill(context);
    return {
      name: 'bills',
      phase: inner === 'ready' ? 'ready' : 'loading',
      bills: context.bills.map((bill) => billView(context, bill)),
      selectedId: context.selectedId,
      totalFen: chosen === null ? null : billTotal(chosen, context.tierIds),
      twicePaid: inner === 'ready' ? twicePaid(context) : null,
    };
  },

  review: (context, inner) => {
    const { quote, channel, ports } = context;
    return {
      name: 'review',
      phase: reviewPhase(inner),
      lines: [reviewLine(chosenLine(context))],
      amountFen: quote?.amountFen ?? null,
      amountInWords: quote === null ? null : ports.amountInWords(quote.amountFen),
      channels: [...ports.channels],
      channel,
      scannedWith: ports.channels.includes('aggregate') ? [...ports.scannedWith('aggregate')] : [],
      printerNotice: quote === null ? null : context.printerNotice,
      largeOverFen: LARGE_AMOUNT_FEN,
    };
  },

  pay: (context, inner) => {
    const order = required(context.order);
    const leaving = inner === 'closing';
    return {
      name: 'pay',
      orderId: order.id,
      status: payStatus(context, order, inner),
      amountFen: order.amountFen,
      channel: order.channel,
      scannedWith: [...context.ports.scannedWith(order.channel)],
      code: leaving || order.doubtful ? null : order.codeUrl,
      secondsLeft: secondsLeft(context),
      notice: payNotice(context, order, inner),
      canLeave: !leaving && outcomeResult(order) === 'unknown',
      switchTo: isLive(inner) && outcomeResult(order) === 'unknown' ? [...walletsToSwitchTo(context)] : [],
    };
  },

  outcome: (context) => {
    const order = required(context.order);
    const slip = slipKind(order) !== null;
    const result = outcomeResult(order);
    return {
      name: 'outcome',
      orderId: order.id,
      result,
      status: result === 'unknown' ? 'unknown' : order.status,
      amountFen: order.amountFen,
      amountInWords: context.ports.amountInWords(order.amountFen),
      lines: order.lines.map(reviewLine),
      voucherNo: order.voucherNo ?? null,
      funding: order.funding ?? null,
      standing: standingOrNull(caseOfferOf(context)),
      canGoBack: context.outcomeFrom === 'home',
      canPrint: slip && printerNotice(context.ports) === null,
      canShowReceipt: slip,
      printerNotice: slip ? printerNotice(context.ports) : null,
      secondsLeft: secondsLeft(context),
    };
  },

  case: (context, inner) => caseScreen(context, inner),

  receipt: (context, inner) => {
    const order = required(context.order);
    const receipt = required(context.receipt);
    return {
      name: 'receipt',
      orderId: order.id,
      mode: inner === 'electronic' ? 'electronic' : 'paper',
      print: printFacts(receipt, inner),
      canPrint: inner !== 'printing' && printerNotice(context.ports) === null,
      voucherNo: order.voucherNo ?? null,
      amountFen: order.amountFen,
      claim: inner === 'electronic' ? claimOf(context.ports.receipts?.of(order) ?? null) : null,
      preview: receipt.slip.blocks.filter((block) => block.kind !== 'qr'),
      secondsLeft: secondsLeft(context),
    };
  },

  farewell: (context) => ({
    name: 'farewell',
    cardInside: cardInside(context),
    result: context.farewell,
    secondsLeft: cardInside(context) ? null : context.secondsLeft,
  }),

  trouble: (context, inner) => ({
    name: 'trouble',
    code: required(context.trouble).code,
    until: untilOf(context.trouble),
    canRetry: canRetry(context),
    canScan: offersEcode(context),
    cardInside: cardInside(context),
    slip: counterSlip(context, inner),
    secondsLeft: context.secondsLeft,
  }),

  'out-of-service': (context) => ({
    name: 'out-of-service',
    reason: context.outOfService ?? 'NO_IDENTIFICATION',
    gone: goneDevices(context),
  }),
};

function standingOrNull(offer: Offer | null): CaseStanding | null {
  return offer === null ? null : standingOf(offer);
}

/** What has been handed in is shown on home; here stands only what may be. */
function twicePaid(context: VisitContext): ScreenOf<'bills'>['twicePaid'] {
  const fresh = paymentOffersOf(context).find(({ file }) => file === null);
  return fresh === undefined ? null : pastPaymentOf(fresh);
}

function counterSlip(context: VisitContext, inner: StateValue | undefined): ScreenOf<'trouble'>['slip'] {
  const { ports, trouble } = context;
  if (counterTrouble(context) === null) return null;
  if (inner === 'printing') return { print: 'printing', canPrint: false };
  return { print: printEnd(trouble?.printed ?? null), canPrint: printerNotice(ports) === null };
}

/** A second failure is no accident any more, and some cards no try will open: then the other way comes first. */
function offerOf(context: VisitContext): ScreenOf<'identify'>['offer'] {
  const { method, fault, triesLeft } = context;
  const helpless = triesLeft <= 1 || (fault !== null && TROUBLES[fault].next === 'ecode');
  if (method === 'scan' || !helpless) return 'again';
  return canScan(context) ? 'ecode' : 'counter';
}

function goneDevices({ ports }: VisitContext): ScreenOf<'out-of-service'>['gone'] {
  const devices = ['reader', 'scanner'] as const;
  return devices.filter((device) => ports[device]?.state().connection === 'gone');
}

/** 0 while nothing is counted. */
function secondsLeft(context: VisitContext): number {
  return context.secondsLeft ?? 0;
}

function orderTile(context: VisitContext, order: OrderView): ScreenOf<'home'>['tiles'][number] {
  const [line] = order.lines;
  return {
    kind: 'order',
    orderId: order.id,
    status: order.status,
    item: line?.item ?? '',
    period: line?.period ?? '',
    amountFen: order.amountFen,
    result: outcomeResult(order),
    slip: slipKind(order) !== null,
    standing: standingOrNull(caseOfferOf(context, order)),
  };
}

function billView({ insured, ports, tierIds }: VisitContext, bill: Bill): BillView {
  return {
    billId: bill.billId,
    insurance: bill.insurance,
    item: bill.item,
    period: bill.period,
    status: bill.status,
    locked: bill.status === 'due' && !isPayable(bill, required(insured).insuredId, ports.ledger),
    reason: bill.reason ?? null,
    dueDate: bill.dueDate ?? null,
    tiers: (bill.tiers ?? []).map(({ tierId, label, amountFen }) => ({ tierId, label, amountFen })),
    lastTierId: bill.lastTierId ?? null,
    tierId: tierIds[bill.billId] ?? null,
    amountFen: billAmount(bill, tierIds),
    lateFeeFen: bill.lateFeeFen ?? 0,
  };
}

function reviewLine(line: OrderLine): ReviewLine {
  return {
    billId: line.billId,
    insurance: line.insurance,
    item: line.item,
    period: line.period,
    tierLabel: line.tierLabel ?? null,
    amountFen: line.amountFen,
    lateFeeFen: line.lateFeeFen ?? 0,
  };
}

function untilOf(trouble: VisitContext['trouble']): string | null {
  return trouble?.until === undefined ? null : shanghaiMinute(trouble.until);
}

function reviewPhase(inner: StateValue | undefined): ScreenOf<'review'>['phase'] {
  if (typeof inner === 'object') return inner.large === 'ready' ? 'large' : 'large-fresh';
  return inner === 'ready' || inner === 'opening' ? inner : 'quoting';
}

function isAsking(inner: StateValue | undefined): boolean {
  return typeof inner === 'object' && inner.live === 'asked';
}

/** While nobody answers, a code that was on the glass may have been paid: then nothing may say that the money is not. */
function payStatus(
  { codeShown }: VisitContext,
  order: OrderView,
  inner: StateValue | undefined,
): OrderView['status'] {
  if (order.status !== 'waiting') return order.status;
  if (isAsking(inner)) return 'checking';
  return order.doubtful && codeShown ? 'unknown' : 'waiting';
}

function isLive(inner: StateValue | undefined): boolean {
  return typeof inner === 'object' && inner.live !== undefined;
}

function payNotice(
  { switchingTo }: VisitContext,
  order: OrderView,
  inner: StateValue | undefined,
): ScreenOf<'pay'>['notice'] {
  const closing = switchingTo === null ? 'closing' : 'switching';
  switch (order.state) {
    case 'PREPARING':
    case 'QR_LIVE':
      if (inner === 'closing') return closing;
      if (order.doubtful) return 'network-down';
      if (order.state === 'PREPARING') return 'preparing';
      return liveNotice(inner);
    case 'CLOSING':
      return closing;
    default:
      return null;
  }
}

function liveNotice(inner: StateValue | undefined): ScreenOf<'pay'>['notice'] {
  const live = typeof inner === 'object' ? inner.live : undefined;
  if (live === 'told') return 'not-yet-paid';
  return live === 'code-held' || live === 'card-held' ? live : null;
}

function claimOf(receipt: PhoneReceipt | null): ScreenOf<'receipt'>['claim'] {
  if (receipt === null) return null;
  const { url, code, state, until } = receipt;
  return { url, code, state, untilDay: shanghaiDay(until), keptDays: RECEIPT_DAYS };
}

function printFacts(
  { copy, result }: NonNullable<VisitContext['receipt']>,
  inner: StateValue | undefined,
): ScreenOf<'receipt'>['print'] {
  if (inner === 'printing') return { state: 'printing', evidence: 'none', reason: null, copy };
  if (result === null) return { state: 'none', evidence: 'none', reason: null, copy };
  switch (result.state) {
    case 'PRINTED':
      return { state: 'printed', evidence: result.evidence, reason: null, copy };
    case 'UNCERTAIN':
      return { state: 'uncertain', evidence: result.evidence, reason: result.reason, copy };
    case 'FAILED_CLEAN':
      return { state: 'failed', evidence: 'none', reason: result.reason, copy };
  }
}
