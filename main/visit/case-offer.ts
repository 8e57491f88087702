import type { PastPayment } from '../../drivers/agency/port.ts';
import {
  type CaseFacts,
  type CaseFile,
  type CaseKind,
  type CaseMatter,
  matterKey,
} from '../ledger/case-events.ts';
import type { MaskedPerson, OrderView } from '../ledger/port.ts';
import { isFaultWindowOpen } from '../policy/refunds.ts';
import { duplicatePayments } from './duplicate-payments.ts';
import { outcomeResult } from './order-meaning.ts';

/** What somebody may hand in to the agency, or has handed in already: pure rules over orders, payments and cases. */

/** One matter as it stands in front of a resident. */
export interface Offer {
  readonly facts: CaseFacts;
  /** Null = it has not been handed in, or was refused: it may be. */
  readonly file: CaseFile | null;
}

export interface PaymentOffer extends Offer {
  readonly facts: CaseFacts & { readonly matter: Extract<CaseMatter, { by: 'voucher' }> };
}

/**
 * What a resident may hand in about this order: that the bill had been paid already, or that money which was not booked
 * does not come back by itself. The second for 48 hours; after that it is the counter's.
 */
export function caseKindOf(order: OrderView, now: number): CaseKind | null {
  if (order.refund?.reason === 'ALREADY_PAID') return 'duplicate';
  return outcomeResult(order) === 'refund-stuck' && isFaultWindowOpen(order.createdAt, now) ? 'refund' : null;
}

/** Null = nothing can be handed in about this order, and nothing has been. */
export function orderOffer(order: OrderView, cases: readonly CaseFile[], now: number): Offer | null {
  const matter = { by: 'order', orderId: order.id } as const;
  const file = heldCase(cases, matter);
  const kind = file?.kind ?? caseKindOf(order, now);
  if (kind === null) return null;
  const [line] = order.lines;
  const { payer: person, amountFen } = order;
  const { item = '', period = '' } = line ?? {};
  return { facts: { kind, matter, person, item, period, amountFen }, file };
}

/**
 * Payments of earlier years: what was handed in already comes first, whether the agency still lists it or not, then what
 * looks as if it had been paid twice.
 */
export function paymentOffers(
  payments: readonly PastPayment[] | null,
  cases: readonly CaseFile[],
  person: MaskedPerson,
): readonly PaymentOffer[] {
  const held = cases.flatMap((file): readonly PaymentOffer[] => {
    const { kind, matter, item, period, amountFen } = file;
    if (matter.by !== 'voucher' || file.state === 'refused') return [];
    return [{ facts: { kind, matter, person: file.person, item, period, amountFen }, file }];
  });
  const fresh = duplicatePayments(payments ?? []).map((payment): PaymentOffer => {
    const { voucherNo, item, period, amountFen } = payment;
    const matter = { by: 'voucher', voucherNo } as const;
    return { facts: { kind: 'duplicate', matter, person, item, period, amountFen }, file: null };
  });
  return [...held, ...fresh.filter(({ facts }) => heldCase(cases, facts.matter) === null)];
}

/** The list with this case in its newest form, first. */
export function withCase(cases: readonly CaseFile[], file: CaseFile): readonly CaseFile[] {
  const key = matterKey(file.matter);
  return [file, ...cases.filter(({ matter }) => matterKey(matter) !== key)];
}

function heldCase(cases: readonly CaseFile[], matter: CaseMatter): CaseFile | null {
  const key = matterKey(matter);
  return cases.find((each) => matterKey(each.matter) === key && each.state !== 'refused') ?? null;
}
