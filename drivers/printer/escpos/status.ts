import type { PrinterBlock } from '../port.ts';

/**
 * What a printer's status says, whichever way it was told. Bits differ between DLE EOT and automatic status; the
 * meaning does not. Source: printing notes, section 2, pinned by its table of vectors.
 */
export interface PrinterStatus {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paperOut: boolean;
  readonly paperNearEnd: boolean;
  readonly cutter: boolean;
  readonly jam: boolean;
  readonly unrecoverable: boolean;
  /** Goes away by itself: the head is too hot. */
  readonly selfRecovering: boolean;
  /** An error that none of the detail bits names. */
  readonly otherError: boolean;
  readonly presenterFull: boolean;
}

/** Answers to DLE EOT 1, 2, 3 and 4. Bit 4 of the first is not compared: real Epsons answer 16, Masung's SDK demands it. */
export function fromRealTime(printer: number, cause: number, error: number, paper: number): PrinterStatus {
  const details = error & 0x6c;
  return {
    offline: (printer & 0x08) !== 0,
    coverOpen: (cause & 0x04) !== 0,
    paperOut: (cause & 0x20) !== 0 || (paper & 0x20) !== 0,
    paperNearEnd: (paper & 0x0c) !== 0,
    cutter: (error & 0x08) !== 0,
    jam: (error & 0x04) !== 0,
    unrecoverable: (error & 0x20) !== 0,
    selfRecovering: (error & 0x40) !== 0,
    otherError: (cause & 0x40) !== 0 && details === 0,
    // Citizen PPU-231: bit 6 without bit 5 is paper that waits in the presenter, not the end of the roll.
    presenterFull: (paper & 0x60) === 0x40,
  };
}

/** Automatic status back. Byte 4 is reserved and says 0F on SNBC BTP-M300: not looked at. */
export function fromAutomatic(status: readonly [number, number, number, number]): PrinterStatus {
  const [printer, error, paper] = status;
  return {
    offline: (printer & 0x08) !== 0,
    coverOpen: (printer & 0x20) !== 0,
    paperOut: (paper & 0x0c) !== 0,
    paperNearEnd: (paper & 0x03) !== 0,
    cutter: (error & 0x08) !== 0,
    jam: (error & 0x04) !== 0,
    unrecoverable: (error & 0x20) !== 0,
    selfRecovering: (error & 0x40) !== 0,
    otherError: false,
    presenterFull: false,
  };
}

/** Why the printer cannot print, the cause that a person can act on first; null when it can. */
export function blockOf(status: PrinterStatus): PrinterBlock | null {
  if (status.coverOpen) return 'cover-open';
  if (status.cutter) return 'cutter';
  if (status.jam) return 'jam';
  if (status.paperOut) return 'paper-out';
  if (status.unrecoverable || status.otherError) return 'fault';
  if (status.selfRecovering) return 'overheated';
  if (status.presenterFull) return 'presenter-full';
  if (status.offline) return 'offline';
  return null;
}

/** Of a running job: these pass by themselves (a cooling head, the feed button) and are waited for within its budget. */
export function passesByItself(block: PrinterBlock): boolean {
  return block === 'overheated' || block === 'offline';
}
