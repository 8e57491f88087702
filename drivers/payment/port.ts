import type { Fen } from '../base/money.ts';
import type { Outcome } from '../base/outcome.ts';

export type ChannelId = 'wechat' | 'alipay' | 'aggregate';

/** What people scan payment codes with; `ecny` = an e-CNY wallet (数字人民币). */
export type WalletApp = 'unionpay' | 'wechat' | 'alipay' | 'ecny';

/** Where the money came from. A channel that tells e-CNY apart has it named on screens, slips and receipts. */
export type Funding = 'balance' | 'bank-card' | 'ecny';

/**
 * One wallet's wire, without state. The ledger decides; a channel only asks and classifies. Bodies are built once,
 * journalled, and sent byte for byte the same on every attempt; nonce, timestamp and signature are fresh each time.
 */
export interface PaymentChannel {
  readonly id: ChannelId;
  /** What its codes can be scanned with, in the order in which screens name it; at least one. */
  readonly scannedWith: readonly WalletApp[];
  /** Pure. The exact body of the prepay request, to be journalled before it is sent. */
  prepayBody(order: PrepayOrder): string;
  /** ok → the string to draw as a QR code. Refusals are the wallet's codes (ORDERPAID, OUT_TRADE_NO_USED, …). */
  prepay(body: string): Promise<Outcome<{ readonly codeUrl: string }>>;
  query(outTradeNo: string): Promise<Outcome<Trade>>;
  /** ok = closed by signed proof. ORDER_PAID, ACQ.TRADE_NOT_EXIST and the like are refusals: the next query decides. */
  close(outTradeNo: string): Promise<Outcome<void>>;
  /** Pure. The exact body of the refund request, to be journalled before it is sent. */
  refundBody(refund: RefundOrder): string;
  /** ok = accepted, not yet done, unless the state says so. The same body may be repeated for ever. */
  refund(body: string): Promise<Outcome<Refund>>;
  /** ok(null) = the wallet has never seen this refund number. Alipay finds it only below its order. */
  queryRefund(outRefundNo: string, outTradeNo: string): Promise<Outcome<Refund | null>>;
  /** How far the wallet's time is ahead of this terminal's, ms, by its last answer. Absent: its answers tell no time. */
  clockOffMs?(): number;
  shutdown(): Promise<void>;
}

export interface PrepayOrder {
  /**
   * 6–32 of [0-9A-Z]: fits every wallet. The ledger's own end with the day in China (yymmdd) and ten characters more;
   * acquirers that ask for an order's day read it there.
   */
  readonly outTradeNo: string;
  readonly description: string;
  readonly amountFen: Fen;
  /** Last instant at which the payer may pay, epoch milliseconds. */
  readonly expiresAt: number;
  readonly terminalId: string;
}

export interface RefundOrder {
  readonly outTradeNo: string;
  /** `R` + outTradeNo + `x` + n: one number per refund decision, not per attempt. */
  readonly outRefundNo: string;
  readonly amountFen: Fen;
  readonly totalFen: Fen;
  readonly reason: string;
}

/** A verified answer about one order, normalised over the wallets. */
export type Trade =
  | { readonly state: 'NOT_CREATED' }
  /**
   * Alipay only: nobody has scanned yet, so no trade exists; the code lives to its own end and cannot be closed. The same
   * answer for a number that was never ordered. Proof of nothing before that end and a margin.
   */
  | { readonly state: 'NOT_SCANNED' }
  | { readonly state: 'UNPAID' }
  | {
      readonly state: 'PAID';
      readonly transactionId: string;
      readonly amountFen: Fen;
      /** RFC 3339. */
      readonly paidAt: string;
      /** Where the money came from, as far as the wallet says: for the arrival text on slips. */
      readonly funding?: Funding;
    }
  | { readonly state: 'CLOSED' }
  /** Some refund exists, so it was paid. */
  | { readonly state: 'REFUNDED'; readonly transactionId?: string }
  /** A signed answer about another merchant, app, order or currency than ours: freeze and alarm. */
  | { readonly state: 'MISMATCH'; readonly field: string };

export interface Refund {
  readonly state: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';
  readonly refundId?: string;
  readonly amountFen: Fen;
}
