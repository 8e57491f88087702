import type { Fen } from '../base/money.ts';
import type { Outcome } from '../base/outcome.ts';

/**
 * Where a wallet's own list of a day comes from. Beside `PaymentChannel`, not in it: a bill is large and slow, has limits
 * of its own, moves no order, and not every contract lets a terminal have it.
 */
export interface BillSource {
  /**
   * The bill of one Asia/Shanghai day, YYYY-MM-DD, cut down to the orders of this terminal: a merchant's bill holds those
   * of all its terminals. `ok` = the whole bill, complete by its own count and undamaged by its own check sum, or nothing.
   * `refused('NO_BILL')` = the wallet has no bill of that day: nothing was traded, or it is late; which of the two, it does
   * not say. Everything else proves nothing either.
   */
  bill(day: string, isOurs: (outTradeNo: string) => boolean): Promise<Outcome<WalletBill>>;
  shutdown(): Promise<void>;
}

export const NO_BILL = 'NO_BILL';

export interface WalletBill {
  readonly trades: readonly BilledTrade[];
  readonly refunds: readonly BilledRefund[];
}

/** Money that came in. */
export interface BilledTrade {
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly amountFen: Fen;
  /** RFC 3339. */
  readonly paidAt: string;
}

/** Money that went back, or is on its way. */
export interface BilledRefund {
  readonly outTradeNo: string;
  /** Ours, `R` + order + `x` + n; somebody else's when the refund was made in the merchant's console. */
  readonly outRefundNo: string;
  readonly amountFen: Fen;
  /** RFC 3339. */
  readonly at: string;
}

/** What is fetched is bounded: packed, a bill of a hundred thousand trades is some 10 MB. */
export const MOST_PACKED_BYTES = 32 * 1024 * 1024;
export const MOST_BILL_BYTES = 256 * 1024 * 1024;
/** For one answer, the file itself included, milliseconds. */
export const BILL_PATIENCE_MS = 120_000;
