import type { Bill, Insured, LookupRequest, PastPayment, Quote } from '../../drivers/agency/port.ts';
import type { CardIdentity } from '../../drivers/card-reader/port.ts';
import type { ChannelId } from '../../drivers/payment/port.ts';
import type { PrintResult } from '../../drivers/printer/port.ts';
import type { Slip } from '../../drivers/printer/slip.ts';
import type { ScreenOf, Snapshot } from '../contract/snapshot.ts';
import type { OutOfServiceReason, TroubleCode } from '../contract/trouble.ts';
import type { CaseFile } from '../ledger/case-events.ts';
import type { OrderView, SlipKind } from '../ledger/port.ts';
import type { Offer } from './case-offer.ts';
import type { VisitPorts } from './ports.ts';
import type { PrinterNotice } from './printer-notice.ts';

/** What one visit knows. Everything about the person is gone when it ends: see `blank`. */
export interface VisitContext {
  readonly ports: VisitPorts;
  readonly settings: Pick<Snapshot['settings'], 'elder' | 'theme'>;

  readonly method: 'card' | 'scan';
  /** How this resident was identified; a card that leaves the reader then ends the visit, as long as nothing can be paid. */
  readonly identifiedBy: 'card' | 'code' | null;
  readonly fault: TroubleCode | null;
  readonly triesLeft: number;
  /** The card in the reader has been tried, and no card has been taken out since: it is not tried again before that. */
  readonly cardTried: boolean;
  /** The electronic card's token that the agency was asked about last: it is not asked twice. */
  readonly spentToken: string | null;
  /** What the card that was read says of itself, besides the person. */
  readonly card: Pick<CardIdentity, 'outcome' | 'warnings'> | null;
  /** In clear, for the agency only. */
  readonly lookup: LookupRequest | null;

  readonly insured: Insured | null;
  readonly revealed: boolean;
  readonly orders: readonly OrderView[];
  /** What this person has handed in to the agency. */
  readonly cases: readonly CaseFile[];
  /** What this person has paid before; null = the agency has not said. */
  readonly payments: readonly PastPayment[] | null;

  readonly bills: readonly Bill[];
  readonly selectedId: string | null;
  /** billId → the tier the resident chose; bills without tiers have none. */
  readonly tierIds: Readonly<Record<string, string>>;

  readonly quote: Quote | null;
  readonly channel: ChannelId | null;
  /** What the resident has been told about the printer on the review screen. */
  readonly printerNotice: PrinterNotice;

  readonly order: OrderView | null;
  /** Where its outcome is looked at from, and 返回 leads back to. */
  readonly outcomeFrom: 'pay' | 'home';
  /** A payment code of this order has been on the glass, so somebody may have scanned it. */
  readonly codeShown: boolean;
  /** The resident has asked to leave the payment. */
  readonly leaving: boolean;
  /** The wallet that the resident wants instead, as soon as the code of the one before is proven to be of no use. */
  readonly switchingTo: ChannelId | null;

  readonly receipt: ReceiptContext | null;
  readonly caseFile: CaseContext | null;
  readonly trouble: {
    readonly code: TroubleCode;
    readonly retry: RetryTarget | null;
    /** Epoch milliseconds: when it ends by itself. */
    readonly until?: number;
    /** What has become of the slip for the counter. */
    readonly printed?: PrintResult;
  } | null;
  readonly outOfService: OutOfServiceReason | null;
  readonly farewell: ScreenOf<'farewell'>['result'];

  readonly secondsLeft: number | null;
  readonly idleSeconds: number | null;
  /** The last call to the agency got no usable answer. */
  readonly agencyDown: boolean;
}

/** For a fact that a state cannot be entered without. If one ever is, that must surface as a bug and not as an empty screen. */
export function required<T>(value: T | null): T {
  if (value === null) throw new Error('a state was entered without its facts');
  return value;
}

export type RetryTarget = 'identify' | 'bills' | 'review';

export interface ReceiptContext {
  readonly kind: SlipKind;
  readonly from: 'outcome' | 'home';
  readonly copy: number;
  readonly slip: Slip;
  readonly result: PrintResult | null;
}

/** The matter that is being handed in, or has been, and what has become of its slip on this screen. */
export interface CaseContext extends Offer {
  readonly from: 'outcome' | 'home' | 'bills';
  readonly printed: PrintResult | null;
}

export const CARD_TRIES = 3;

/** A visit that has not begun: what remains of a resident after it has ended. */
export function blank(ports: VisitPorts): VisitContext {
  return {
    ports,
    settings: { elder: false, theme: 'standard' },
    method: 'card',
    ...nobody(),
    fault: null,
    triesLeft: CARD_TRIES,
    cardTried: false,
    spentToken: null,
    trouble: null,
    outOfService: null,
    farewell: 'nothing',
    secondsLeft: null,
    idleSeconds: null,
    agencyDown: false,
  };
}

/** Everything that belongs to a person, empty. */
export function nobody(): Pick<
  VisitContext,
  | 'identifiedBy'
  | 'card'
  | 'lookup'
  | 'insured'
  | 'revealed'
  | 'orders'
  | 'cases'
  | 'payments'
  | 'bills'
  | 'selectedId'
  | 'tierIds'
  | 'quote'
  | 'channel'
  | 'printerNotice'
  | 'order'
  | 'outcomeFrom'
  | 'codeShown'
  | 'leaving'
  | 'switchingTo'
  | 'receipt'
  | 'caseFile'
> {
  return {
    identifiedBy: null,
    card: null,
    lookup: null,
    insured: null,
    revealed: false,
    orders: [],
    cases: [],
    payments: null,
    bills: [],
    selectedId: null,
    tierIds: {},
    quote: null,
    channel: null,
    printerNotice: null,
    order: null,
    outcomeFrom: 'pay',
    codeShown: false,
    leaving: false,
    switchingTo: null,
    receipt: null,
    caseFile: null,
  };
}
