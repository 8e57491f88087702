import type { Bill, QuoteLine } from '../../drivers/agency/port.ts';
import type { Ledger, OrderLine } from '../ledger/port.ts';

/** Choosing what to pay: pure rules over the agency's bills. */

type Tiers = Readonly<Record<string, string>>;

/** Can be paid here and now. */
export function isPayable(bill: Bill, insuredId: string, ledger: Pick<Ledger, 'isBillLocked'>): boolean {
  return bill.status === 'due' && !ledger.isBillLocked(insuredId, bill.billId);
}

export interface Preselection {
  readonly selectedId: string | null;
  readonly tierIds: Tiers;
}

/** Last year's tier where there is one (上次), and the first bill that can be paid as it stands. */
export function preselect(bills: readonly Bill[], payable: (bill: Bill) => boolean): Preselection {
  const tierIds: Record<string, string> = {};
  for (const bill of bills) {
    const last = bill.tiers?.find(({ tierId }) => tierId === bill.lastTierId);
    if (last !== undefined) tierIds[bill.billId] = last.tierId;
  }
  const ready = bills.find((bill) => payable(bill) && billAmount(bill, tierIds) !== null);
  const first = ready ?? bills.find(payable);
  return { selectedId: first?.billId ?? null, tierIds };
}

/** Fen without late fee; null while a tier has to be chosen first. */
export function billAmount(bill: Bill, tierIds: Tiers): number | null {
  if (bill.tiers === undefined || bill.tiers.length === 0) return bill.amountFen ?? null;
  return bill.tiers.find(({ tierId }) => tierId === tierIds[bill.billId])?.amountFen ?? null;
}

/** What the resident would pay for this bill, late fee included; null while a tier has to be chosen first. */
export function billTotal(bill: Bill, tierIds: Tiers): number | null {
  const amount = billAmount(bill, tierIds);
  return amount === null ? null : amount + (bill.lateFeeFen ?? 0);
}

export function quoteLine(insuredId: string, bill: Bill, tierIds: Tiers): QuoteLine {
  const tierId = tierIds[bill.billId];
  return tierId === undefined
    ? { insuredId, billId: bill.billId }
    : { insuredId, billId: bill.billId, tierId };
}

/** The line as it will stand in the journal and on the slip. `null` while no amount is known. */
export function orderLine(bill: Bill, tierIds: Tiers): OrderLine | null {
  const amountFen = billAmount(bill, tierIds);
  if (amountFen === null) return null;
  const tierLabel = bill.tiers?.find(({ tierId }) => tierId === tierIds[bill.billId])?.label;
  return {
    billId: bill.billId,
    insurance: bill.insurance,
    item: bill.item,
    period: bill.period,
    amountFen,
    ...(tierLabel === undefined ? {} : { tierLabel }),
    ...(bill.lateFeeFen === undefined ? {} : { lateFeeFen: bill.lateFeeFen }),
  };
}
