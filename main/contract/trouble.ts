/**
 * The closed catalogue of what can go wrong in front of a resident. Each code has the resident's text in the locales
 * (`trouble.<CODE>.what`, `trouble.<CODE>.now`), the technician's text and the consequence here. Nothing else may be shown.
 */
export interface Trouble {
  /** What a technician reads in the log and on the panel. */
  readonly technician: string;
  /** What is said about the money: nothing was paid yet, or the order decides (see `MoneySafety`). */
  readonly money: 'not-paid' | 'safe';
  /** What the resident may do from here, besides leaving. `ecode`: the electronic card where there is a scanner, else the counter. */
  readonly next: 'retry' | 'leave' | 'counter' | 'ecode';
}

/** 钱还没付 / 已付成功 / 已付，正在入账，不会重复扣款 / 正在退回 / 还不知道，不会重复扣款. */
export type MoneySafety = 'not-paid' | 'paid' | 'booking' | 'refunding' | 'safe';

export const TROUBLES = {
  CARD_MUTE: {
    technician: 'Card is powered but does not answer: usually the wrong way round',
    money: 'not-paid',
    next: 'retry',
  },
  NOT_SOCIAL_CARD: {
    technician: 'Card holds no social security application',
    money: 'not-paid',
    next: 'retry',
  },
  CARD_UNREADABLE: {
    technician: 'The application answers with data that cannot be an identity',
    money: 'not-paid',
    next: 'retry',
  },
  CARD_PULLED: {
    technician: 'Card pulled out while it was being read',
    money: 'not-paid',
    next: 'retry',
  },
  CARD_GIVE_UP: {
    technician: 'Three cards or tries in one visit could not be read',
    money: 'not-paid',
    next: 'ecode',
  },
  CARD_TAKEN: {
    technician: 'Card taken out before payment: the visit was cancelled',
    money: 'not-paid',
    next: 'leave',
  },
  READER_TROUBLE: {
    technician: 'Card reader gone or answering against its protocol',
    money: 'not-paid',
    next: 'ecode',
  },
  CARD_SWAPPED: {
    technician:
      'Another card, or the same one again, came before the visit of the first had ended: it began anew',
    money: 'not-paid',
    next: 'retry',
  },
  CARD_EXPIRED: {
    technician: 'Agency knows no insured person for a card whose validity has ended',
    money: 'not-paid',
    next: 'ecode',
  },
  NEEDS_SAM: {
    technician:
      'Third-generation card: nothing here can open it, and what it gives away is not enough for the agency',
    money: 'not-paid',
    next: 'ecode',
  },
  CODE_EXPIRED: {
    technician: 'Agency says that the electronic card code has expired or was used',
    money: 'not-paid',
    next: 'retry',
  },
  PAYMENT_CODE: {
    technician: 'A payment code was held under the scanner in place of an electronic card: sent to nobody',
    money: 'not-paid',
    next: 'retry',
  },
  FOREIGN_CODE: {
    technician: 'A code that is no electronic card was held under the scanner: sent to nobody',
    money: 'not-paid',
    next: 'retry',
  },
  SCANNER_TROUBLE: {
    technician: 'Code scanner gone while somebody wanted to use it',
    money: 'not-paid',
    next: 'leave',
  },
  NOT_INSURED: {
    technician: 'Agency knows no insured person for this card (404 NOT_INSURED)',
    money: 'not-paid',
    next: 'counter',
  },
  VERIFICATION_NEEDED: {
    technician: 'Agency asks for a verification that this terminal does not offer',
    money: 'not-paid',
    next: 'counter',
  },
  ACCOUNT_LOCKED: {
    technician: 'Agency has locked this person after wrong verifications',
    money: 'not-paid',
    next: 'counter',
  },
  AGENCY_UNREACHABLE: {
    technician: 'Agency did not answer, or not in the agreed form',
    money: 'not-paid',
    next: 'retry',
  },
  AGENCY_REFUSED: {
    technician: 'Agency refused a question of ours that it should answer: our fault or its change',
    money: 'not-paid',
    next: 'counter',
  },
  BILL_CHANGED: {
    technician: 'Quote refused: the bill is no longer due in this form',
    money: 'not-paid',
    next: 'retry',
  },
  BILL_LOCKED: {
    technician: 'An earlier order for this bill is not settled yet',
    money: 'safe',
    next: 'leave',
  },
  WALLET_UNREACHABLE: {
    technician: 'No payment code could be had from the wallet',
    money: 'not-paid',
    next: 'retry',
  },
  NO_CHANNEL: {
    technician: 'No wallet is configured or usable',
    money: 'not-paid',
    next: 'counter',
  },
  CLOCK_OFF: {
    technician:
      'By the wallet’s time this terminal’s clock is off by more than four minutes: set it; open orders go on meanwhile (log: clock-off)',
    money: 'not-paid',
    next: 'counter',
  },
  JOURNAL: {
    technician: 'The journal cannot be written: nothing can be sold',
    money: 'not-paid',
    next: 'counter',
  },
  INTERNAL: {
    technician: 'A bug: an actor failed with an exception; see the log',
    money: 'safe',
    next: 'leave',
  },
} as const satisfies Record<string, Trouble>;

export type TroubleCode = keyof typeof TROUBLES;

export const TROUBLE_CODES: readonly [TroubleCode, ...TroubleCode[]] = Object.keys(TROUBLES) as [
  TroubleCode,
  ...TroubleCode[],
];

/** Why the whole terminal sells nothing at the moment. It comes back by itself when the cause is gone. */
export const OUT_OF_SERVICE_REASONS = ['JOURNAL', 'NO_IDENTIFICATION', 'CLOSED_BY_OPERATOR'] as const;
export type OutOfServiceReason = (typeof OUT_OF_SERVICE_REASONS)[number];

/**
 * What a resident reads out to whoever helps by telephone: a number instead of a word in another language. Never changed
 * and never given to another trouble, because old notes and leaflets refer to them. 1xx card and code, 2xx person and
 * bills, 3xx money, 9xx the terminal.
 */
export const TROUBLE_NUMBERS = {
  CARD_MUTE: 101,
  NOT_SOCIAL_CARD: 102,
  CARD_UNREADABLE: 103,
  CARD_PULLED: 104,
  CARD_GIVE_UP: 105,
  CARD_TAKEN: 106,
  READER_TROUBLE: 107,
  CODE_EXPIRED: 108,
  CARD_SWAPPED: 109,
  CARD_EXPIRED: 110,
  NEEDS_SAM: 111,
  PAYMENT_CODE: 112,
  FOREIGN_CODE: 113,
  SCANNER_TROUBLE: 114,
  NOT_INSURED: 201,
  VERIFICATION_NEEDED: 202,
  ACCOUNT_LOCKED: 203,
  AGENCY_UNREACHABLE: 204,
  AGENCY_REFUSED: 205,
  BILL_CHANGED: 206,
  BILL_LOCKED: 301,
  WALLET_UNREACHABLE: 302,
  NO_CHANNEL: 303,
  CLOCK_OFF: 304,
  JOURNAL: 901,
  NO_IDENTIFICATION: 902,
  CLOSED_BY_OPERATOR: 903,
  INTERNAL: 999,
} as const satisfies Record<TroubleCode | OutOfServiceReason, number>;
