import type { Intent } from '../contract/intent.ts';
import type { OrderView } from '../ledger/port.ts';

/** Everything that can reach a visit: the resident's hand, the devices, the money, the receipts, the clocks. */
export type VisitEvent = Intent | DeviceEvent | MoneyEvent | ReceiptEvent | TimeEvent;

export type DeviceEvent =
  | { readonly type: 'reader-ready' }
  | { readonly type: 'reader-gone' }
  | { readonly type: 'card-inserted' }
  | { readonly type: 'card-removed' }
  | { readonly type: 'scanner-ready' }
  | { readonly type: 'scanner-gone' }
  /** Opaque; may be an electronic card's token. Never logged. */
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'printer-changed' }
  /** A technician has closed the terminal to residents, or opened it again. */
  | { readonly type: 'service-changed' };

export type MoneyEvent = { readonly type: 'order-changed'; readonly order: OrderView };

/** A receipt has reached the agency, or may not be taken there: whichever it was. */
export type ReceiptEvent = { readonly type: 'receipts-changed' };

export type TimeEvent =
  /** Once a second while a screen counts down. */
  | { readonly type: 'tick'; readonly secondsLeft: number }
  /** Once a second while the idle warning shows; null takes the warning away. */
  | { readonly type: 'idle-tick'; readonly secondsLeft: number | null }
  /** The screen's own time, or the resident's silence, has come to its end. */
  | { readonly type: 'time-up' }
  /** Name and number go back behind the mask. */
  | { readonly type: 'conceal' };

export type VisitEventType = VisitEvent['type'];
export type EventOf<Type extends VisitEventType> = Extract<VisitEvent, { readonly type: Type }>;

/** The same list at run time, for the test that walks every state × event. */
export const VISIT_EVENT_TYPES = Object.keys({
  start: true,
  'scan-instead': true,
  'insert-instead': true,
  back: true,
  cancel: true,
  next: true,
  retry: true,
  'pay-bills': true,
  'select-line': true,
  'choose-tier': true,
  'choose-channel': true,
  confirm: true,
  'i-paid': true,
  'print-slip': true,
  'e-receipt': true,
  reprint: true,
  'view-order': true,
  'register-case': true,
  finish: true,
  'more-time': true,
  touch: true,
  'elder-mode': true,
  theme: true,
  reveal: true,
  'operator-open': true,
  'reader-ready': true,
  'reader-gone': true,
  'card-inserted': true,
  'card-removed': true,
  'scanner-ready': true,
  'scanner-gone': true,
  code: true,
  'printer-changed': true,
  'service-changed': true,
  'order-changed': true,
  'receipts-changed': true,
  tick: true,
  'idle-tick': true,
  'time-up': true,
  conceal: true,
} satisfies Record<VisitEventType, true>) as VisitEventType[];
