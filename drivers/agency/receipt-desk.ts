import type { Outcome } from '../base/outcome.ts';

/**
 * Where a receipt is handed over, so that a phone can fetch it at the agency's address. An extension of the agency interface
 * that an agency need not have (docs/agency-interface.md).
 */
export interface ReceiptDesk {
  /**
   * The same again changes nothing; a newer one of the same claim takes the older one's place. Unknown = it may lie there or
   * not: hand it over again.
   */
  putReceipt(claim: string, receipt: HandedReceipt): Promise<Outcome<void, ReceiptRefusal>>;
}

export interface HandedReceipt {
  /** Our order number; the agency may not have seen it yet. */
  readonly bookingKey: string;
  readonly voucherNo?: string;
  /** What it proves: booked, paid and being booked, refund on its way or done. */
  readonly kind: 'booked' | 'pending' | 'refunding';
  /** One page, names masked. */
  readonly pdfBase64: string;
  /** RFC 3339. */
  readonly madeAt: string;
}

/** `NO_DESK`: this agency takes no receipts at all. `UNEXPECTED`: not this one. */
export type ReceiptRefusal = 'NO_DESK' | 'UNEXPECTED';
