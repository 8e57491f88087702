import type { Unsubscribe } from '../base/subscribe.ts';
import type { DrawnGlyphs } from './glyphs.ts';
import type { Slip } from './slip.ts';

/** What main may know of a printer. The driver owns the wire, polls, reconnects and reports what changed. */
export interface PrinterPort {
  /**
   * Connects and keeps connected. `remainder`: the journal knows of a slip that was not proven printed when the terminal
   * stopped, so a part of it may still be inside; it is cleared before anything else is printed.
   */
  start(before?: { readonly remainder: boolean }): void;
  state(): PrinterState;
  subscribe(listener: (state: PrinterState) => void): Unsubscribe;
  /** Asks the printer now and answers with what it says: the gate before money is asked for. */
  check(): Promise<PrinterState>;
  /**
   * Prints one slip. One job at a time; a second call waits for the first. Never sends a byte twice by itself. The
   * caller has journalled the intent before; the result is to be journalled after.
   */
  print(job: PrintJob): Promise<PrintResult>;
  close(): Promise<void>;
}

export interface PrintJob {
  /** Ours, unique per attempt, `[0-9A-Za-z-]{1,40}`. */
  readonly jobId: string;
  readonly slip: Slip;
  /** Of `charactersToDraw(slip)`; without them characters that the printer's font lacks stand as 〓. */
  readonly glyphs?: DrawnGlyphs;
}

export interface PrinterState {
  readonly connection: 'connecting' | 'ready' | 'gone';
  /** From the profile and, where it answers, the printer's own identification. */
  readonly model: string;
  readonly firmware: string;
  /** `ready`; `low` = paper near its end, goes on; `blocked` = cannot print now, with the reason. */
  readonly readiness:
    | { readonly kind: 'ready' }
    | { readonly kind: 'low' }
    | { readonly kind: 'blocked'; readonly reason: PrinterBlock };
  /** True while a part of a failed job may still be inside the printer: it must be cleared before the next visit. */
  readonly remainder: boolean;
  /** A slip has been waiting at the exit so long that its owner should be called back. */
  readonly forgotten?: boolean;
}

export type PrinterBlock =
  | 'paper-out'
  | 'cover-open'
  | 'cutter'
  | 'jam'
  | 'overheated'
  | 'offline'
  | 'presenter-full'
  | 'fault'
  | 'silent'
  | 'gone'
  /** The last resident's slip may still come out; withheld until the printer is proven empty. */
  | 'remainder';

/**
 * A = the printer echoed this job's process id after the cut. B = it answered an in-order status request and all
 * real-time status is clean. C = its time budget has passed and real-time status is clean. D = nothing is known.
 */
export type PrintEvidence = 'A' | 'B' | 'C' | 'D';

export type PrintResult =
  | { readonly state: 'PRINTED'; readonly evidence: PrintEvidence }
  /** At least one byte left and completion is not proven. Never resent by itself. */
  | { readonly state: 'UNCERTAIN'; readonly evidence: 'C' | 'D'; readonly reason: PrinterBlock | 'timeout' }
  /** Not one byte of the job left: it may be tried again as an original. */
  | { readonly state: 'FAILED_CLEAN'; readonly reason: PrinterBlock };
