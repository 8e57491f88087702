import type { AgencyPort, PaymentHistory } from '../../drivers/agency/port.ts';
import type { Clock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { CardReaderPort } from '../../drivers/card-reader/port.ts';
import type { CodeScannerPort } from '../../drivers/code-scanner/port.ts';
import type { ChannelId, WalletApp } from '../../drivers/payment/port.ts';
import type { PrinterPort } from '../../drivers/printer/port.ts';
import type { Slip } from '../../drivers/printer/slip.ts';
import type { CaseBook } from '../ledger/case-book.ts';
import type { CaseFile } from '../ledger/case-events.ts';
import type { Ledger, OrderView, SlipKind } from '../ledger/port.ts';
import type { Timings } from '../policy/timings.ts';
import type { CounterTrouble } from '../receipt/counter-slip.ts';
import type { EventOf } from './events.ts';

/** Everything a visit may touch. Built once by the composition root; null = not fitted. */
export interface VisitPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly reader: CardReaderPort | null;
  readonly scanner: CodeScannerPort | null;
  readonly printer: PrinterPort | null;
  readonly agency: AgencyPort;
  readonly history: PaymentHistory;
  readonly cases: CaseBook;
  readonly ledger: Ledger;
  /** Wallets that are configured, in the order in which they are offered. */
  readonly channels: readonly ChannelId[];
  /** What a wallet's codes can be scanned with; nothing for one that is not configured (any more). */
  scannedWith(channel: ChannelId): readonly WalletApp[];
  /** Receipts that phones fetch from the agency; null = not set up. */
  readonly receipts: PhoneReceipts | null;
  /** The one document that paper, PDF and glass show. `largeType` here and below: on paper, for whoever has chosen elder mode. */
  slip(order: OrderView, kind: SlipKind, copy: number, largeType?: boolean): Slip;
  /** What somebody takes home who has handed a case in. Only of one that is open. */
  caseSlip(file: CaseFile, copy: number, largeType: boolean): Slip;
  /** What somebody takes to a counter who could not be helped here. */
  counterSlip(trouble: CounterTrouble, largeType: boolean): Slip;
  /** 大写. */
  amountInWords(fen: number): string;
  readonly timings: Timings;
  /** The technician's hidden gesture was made, or the key pressed. */
  openOperator(by: EventOf<'operator-open'>['by']): void;
  /** A technician works on the terminal: nobody is served. */
  isClosed(): boolean;
}

/** Hands receipts over to the agency by itself; the visit only looks, and never waits. */
export interface PhoneReceipts {
  /** null = this receipt cannot be fetched, now or later. */
  of(order: OrderView): PhoneReceipt | null;
  /** Somebody is about to scan it: what is still owed is tried at once. */
  want(order: OrderView): void;
  /** What `of` says may have changed. */
  subscribe(listener: () => void): Unsubscribe;
}

export interface PhoneReceipt {
  /** What the code on the glass says, exactly. Always the same for an order. */
  readonly url: string;
  /** The secret part of it, grouped for reading. */
  readonly code: string;
  /** `sending`: the agency has no receipt yet, or an older one; the address will not change. */
  readonly state: 'ready' | 'sending';
  /** Epoch milliseconds: fetched until then. */
  readonly until: number;
}
