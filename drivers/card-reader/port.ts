import type { Result } from '../base/result.ts';
import type { Unsubscribe } from '../base/subscribe.ts';

/** What main may know of a card reader. The driver starts by itself, reconnects by itself and reports what changed. */
export interface CardReaderPort {
  /** Connects, interrogates, watches for cards. Returns at once; progress comes as events. */
  start(): void;
  state(): ReaderState;
  subscribe(listener: (event: ReaderEvent) => void): Unsubscribe;
  /**
   * Powers the inserted card, selects the social security application and reads the identity. One read at a time: a
   * second call while one is under way answers BUSY. The card stays in the reader; power is taken off after reading.
   * `watch` hears every exchange with the card, for a technician; it holds nothing of the card's data.
   */
  readIdentity(watch?: (exchange: CardExchange) => void): Promise<Result<CardIdentity, CardError>>;
  /**
   * Lets the card that was read last check its holder's PIN: exactly six digits, anything else throws. Goes only to the
   * very card of that reading (NO_CARD once it has left), is sent once and never by itself: every sending costs one of
   * few tries, and after an error nobody knows whether it did. The digits are kept, logged and traced nowhere.
   */
  verifyPin(pin: string): Promise<Result<PinAnswer, CardError>>;
  close(): Promise<void>;
}

export interface ReaderState {
  readonly connection: 'connecting' | 'ready' | 'gone';
  /** From the reader's own answer to the interrogation, e.g. `ACR1281S`; empty before the first contact. */
  readonly model: string;
  readonly firmware: string;
  readonly cardPresent: boolean;
}

export type ReaderEvent =
  | { readonly type: 'reader-ready'; readonly model: string; readonly firmware: string }
  | { readonly type: 'reader-gone'; readonly cause: string }
  | { readonly type: 'card-inserted' }
  | { readonly type: 'card-removed' };

/**
 * The holder as the card tells it, validated but NOT masked: for the agency look-up only. Fields that the card did not
 * yield are absent. Never logged, never sent to the renderer as it is.
 */
export interface CardIdentity {
  readonly outcome: 'complete' | 'NEEDS_SAM';
  /** Card generation from tag 03: '1', '2', '3' (first digit), or 'unknown'. */
  readonly version: '1' | '2' | '3' | 'unknown';
  /** 社会保障号码, tag 08, as on the card (15 or 18 characters). */
  readonly idNumber?: string;
  /** 姓名, tags 09 and 4E joined as bytes, decoded as GB18030. */
  readonly name?: string;
  /** 卡号, tag 07. */
  readonly cardNumber?: string;
  /** 卡的识别码, tag 01: 32 upper-case hex digits with padding. */
  readonly cardIdentifier?: string;
  /** GB/T 2260 code of the issuing region: the first 6 digits of the identifier. */
  readonly region?: string;
  /** `YYYY-MM-DD` or `YYYY` (old cards hold only a year); absent when the card holds neither. */
  readonly issuedOn?: string;
  readonly expiresOn?: string;
  /** 规范版本, tag 03, as on the card: `1.0`, `2.00`, `3.00`. */
  readonly specification?: string;
  /** 卡复位信息: the historical bytes of the answer to reset, upper-case hex; 26 digits on a card with contacts. */
  readonly resetInfo?: string;
  /** Things a human or the agency should weigh; they never block by themselves. */
  readonly warnings: readonly CardWarning[];
}

/**
 * CHECK_DIGIT: the identity number's check character is wrong. ID_FORMAT: the number has none of the known shapes, or no
 * day of birth in it; local numbers exist. EXPIRED: 卡有效期 has passed. The agency decides about all of them.
 */
export type CardWarning = 'CHECK_DIGIT' | 'ID_FORMAT' | 'EXPIRED';

/** What the card says of a PIN. */
export type PinAnswer =
  | { readonly outcome: 'right' }
  /** `triesLeft` is at least 1; null where the card does not tell. */
  | { readonly outcome: 'wrong'; readonly triesLeft: number | null }
  /** No tries left, now or before: only the counter can help. */
  | { readonly outcome: 'blocked' };

/** One exchange with a card, as a technician may see it: masked where it is made. */
export interface CardExchange {
  readonly step:
    | 'power-on'
    | 'select-master-file'
    | 'select-application'
    | 'select-file'
    | 'read-record'
    | 'get-response'
    | 'authenticate'
    | 'verify-pin'
    | 'other';
  /** Header in upper-case hex, `00 B2 01 05 00`: CLA INS P1 P2 and Lc or Le. Names of files are shown, other data never. */
  readonly command: string;
  /** Status word, `9000`, or the reader's error code. */
  readonly answer: string;
  /** Records of the answer as tag and length, `01:16 02:1`, or `24 bytes`; values never. */
  readonly shape: string;
  readonly ms: number;
}

export interface CardError {
  readonly code:
    | 'NO_CARD'
    /** Pulled out while it was read; partial data has been discarded. */
    | 'CARD_REMOVED'
    /** Powered but does not answer: usually inserted the wrong way round. */
    | 'CARD_MUTE'
    /** Answers, but holds no social security application (a bank card, for example). */
    | 'NOT_SOCIAL_CARD'
    /** The application answers with data that cannot be an identity. */
    | 'UNREADABLE'
    | 'READER_GONE'
    /** The reader itself misbehaves (protocol, hardware). */
    | 'READER_FAULT'
    | 'BUSY';
  /** For the technician: status word or reader error in hex. Holds no data of the card. */
  readonly detail?: string;
}
