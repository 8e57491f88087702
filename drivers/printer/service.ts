import type { Unsubscribe } from '../base/subscribe.ts';
import type { RawStatus } from './conversation.ts';
import type { PrinterStatus } from './escpos/status.ts';
import type { PrinterBlock, PrintJob, PrintResult } from './port.ts';
import type { PrinterProfile } from './profile.ts';

/**
 * What only a technician asks of a printer. The same device as a PrinterPort, handed to nobody who serves residents:
 * everything here may waste paper, and a probe may print rubbish.
 */
export interface PrinterService {
  facts(): PrinterFacts;
  /** After every job and every clearing that has moved paper. */
  onPaperUsed(listener: (use: PaperUse) => void): Unsubscribe;
  /**
   * As `print`, but laid out, drawn and cut as another profile says. What is asked of the printer meanwhile, and so the
   * evidence, stays that of the configured profile.
   */
  printAs(job: PrintJob, profile: PrinterProfile): Promise<PrintResult>;
  /** Prints a short strip on which a printer that does not know GS ( H shows it. Source: printing notes, section 1. */
  probeProcessId(): Promise<ProcessIdProbe>;
  /** Slips that were printed before a restart, since the roll was first seen near its end. */
  rememberRoll(slips: number): void;
  /** Somebody has put a full roll in. */
  newRoll(): void;
}

export interface PrinterFacts {
  readonly profile: PrinterProfile;
  /** As last told; null until the first. */
  readonly status: PrinterStatus | null;
  /** The bytes of the last answered question; null until the first. */
  readonly raw: RawStatus | null;
  readonly roll: {
    readonly isLow: boolean;
    /** Since it was first seen near its end. */
    readonly slips: number;
    /** So many may be printed from then on. */
    readonly of: number;
  };
}

export interface PaperUse {
  /** By the layout, with the way to the cutter. Of a job that stopped in the middle the whole, as nobody knows how much came out. */
  readonly mm: number;
  /** False: 以上作废 below what was left of a failed job. */
  readonly slip: boolean;
  /** It has come out, and was cut. */
  readonly proven: boolean;
}

export type ProcessIdProbe =
  /** It echoed the id. */
  | { readonly kind: 'supported' }
  /** It has worked off everything and said nothing; perhaps it has printed the question. */
  | { readonly kind: 'unsupported' }
  /** It said neither: an answer may have been lost, or it answers no question that waits its turn. */
  | { readonly kind: 'unknown'; readonly reason: PrinterBlock | 'timeout' }
  /** Not safe now; nothing was sent. */
  | { readonly kind: 'refused'; readonly reason: PrinterBlock };
