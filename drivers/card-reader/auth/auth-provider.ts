import type { Result } from '../../base/result.ts';
import type { CardCommand, CardReply } from '../iso7816/command.ts';
import type { Watch } from '../iso7816/trace.ts';
import type { CardError } from '../port.ts';
import type { CardVersion } from '../ssse/fields.ts';

/**
 * Somebody who can prove to a third-generation card that this terminal may read its holder: a security module in the
 * reader's second slot (PsamAuth), or one day the agency's own machine over the network. None at all is the usual case:
 * then the holder's file stays closed and the reading ends with NEEDS_SAM (card notes 1.4).
 */
export interface AuthProvider {
  /**
   * At most once for each reading, while the application is selected and before the holder's file is read. An error is
   * the card's or the reader's; trouble of the provider's own is `unavailable`.
   */
  authenticate(card: AuthSubject): Promise<Result<AuthOutcome, CardError>>;
}

/**
 * `granted`: the card now lets itself be read. `refused`: it did not believe it, which may have cost one of its tries.
 * `unavailable`: nothing was presented to the card.
 */
export type AuthOutcome = 'granted' | 'refused' | 'unavailable';

/** The card that is to be convinced. */
export interface AuthSubject {
  readonly version: CardVersion;
  /** 卡的识别码, tag 01, 16 bytes; empty when the card did not give it. */
  readonly cardIdentifier: Uint8Array;
  /** Historical bytes of the answer to reset; the last eight are the card's serial number. May be empty. */
  readonly historicalBytes: Uint8Array;
  /** A fresh random number of the card, 1–255 bytes; null when it gives none. */
  challenge(length: number): Promise<Result<Uint8Array | null, CardError>>;
  /** To the card, once: a command with data is never repeated by the layers below. */
  send(command: CardCommand): Promise<Result<CardReply, CardError>>;
  /** For a provider that talks to a module of its own, so that a technician sees that too. */
  readonly watch?: Watch;
}
