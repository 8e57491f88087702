/** An answer before it is signed; `body` null = none at all (204). */
export interface Plain {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | null;
  /** A download: these bytes instead of `body`, and never signed. */
  readonly file?: Uint8Array;
}

export function apiError(status: number, code: string, message: string): Plain {
  return { status, body: { code, message } };
}

/** The calls of every wallet, in the words of the port. */
export type WalletOp = 'prepay' | 'query' | 'close' | 'refund' | 'queryRefund' | BillOp;

/** Of the wallets that give terminals a bill: where it is, and the file. */
export type BillOp = 'bill' | 'billFile';

/** What a wallet's books are made of. */
export interface BookParts<State> {
  readonly now: () => number;
  /** Milliseconds from accepting a refund to its end, where that takes time. */
  readonly refundDelayMs: number;
  readonly state: State;
}

/** What a payer's wallet takes the money from. */
export type PayerFunds = 'balance' | 'bank-card' | 'ecny';

/** How an answer's signature is to be wrong, if it is. */
export type SealFlaw = 'bad-signature' | 'unknown-key' | 'skew';

/** How a properly signed answer is to say something that is not ours. */
export type Twist = 'wrong-amount' | 'wrong-merchant';

/** The wallet's books, for invariants: money kept = paid minus given back (a refund under way still counts as kept). */
export interface WalletBooks {
  readonly trades: readonly {
    readonly outTradeNo: string;
    readonly state: string;
    readonly totalFen: number;
    readonly paidFen: number;
    readonly refundedFen: number;
    readonly codeUrl: string;
  }[];
  readonly refunds: readonly {
    readonly outRefundNo: string;
    readonly outTradeNo: string;
    readonly amountFen: number;
    readonly state: string;
  }[];
  readonly keptFen: number;
}
