import type { PrinterBlock } from '../port.ts';
import type { PrinterProfile } from '../profile.ts';

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
  /** A slip waits at the exit: the last one has not been taken. */
  readonly presenterFull: boolean;
}

export const CLEAN: PrinterStatus = {
  offline: false,
  coverOpen: false,
  paperOut: false,
  paperNearEnd: false,
  cutter: false,
  jam: false,
  unrecoverable: false,
  selfRecovering: false,
  otherError: false,
  presenterFull: false,
};

/** Which bits differ by model. */
export type StatusBits = Pick<PrinterProfile['status'], 'errorBit2' | 'presenterBit'>;

/** Answers to DLE EOT 1, 2, 3 and 4. Bit 4 of the first is not compared: real Epsons answer 16, Masung's SDK demands it. */
export function fromRealTime(
  [printer, cause, error, paper]: readonly [number, number, number, number],
  { errorBit2, presenterBit }: StatusBits,
): PrinterStatus {
  const details = error & 0x6c;
  const bit2 = (error & 0x04) !== 0;
  return {
    offline: (printer & 0x08) !== 0,
    coverOpen: (cause & 0x04) !== 0,
    paperOut: (cause & 0x20) !== 0 || (paper & 0x20) !== 0,
    paperNearEnd: (paper & 0x0c) !== 0,
    cutter: (error & 0x08) !== 0,
    jam: bit2 && errorBit2 === 'jam',
    unrecoverable: (error & 0x20) !== 0,
    selfRecovering: (error & 0x40) !== 0,
    otherError: ((cause & 0x40) !== 0 && details === 0) || (bit2 && errorBit2 === 'black-mark'),
    // Citizen PPU-231: bit 6 without bit 5 is paper that waits in the presenter, not the end of the roll.
    presenterFull: presenterBit && (paper & 0x60) === 0x40,
  };
}

/** Automatic status back. Byte 4 is reserved and says 0F on SNBC BTP-M300: not looked at. */
export function fromAutomatic(status: readonly [number, number, number, number]): PrinterStatus {
  const [printer, error, paper] = status;
  return {
    ...CLEAN,
    offline: (printer & 0x08) !== 0,
    coverOpen: (printer & 0x20) !== 0,
    paperOut: (paper & 0x0c) !== 0,
    paperNearEnd: (paper & 0x03) !== 0,
    cutter: (error & 0x08) !== 0,
    jam: (error & 0x04) !== 0,
    unrecoverable: (error & 0x20) !== 0,
    selfRecovering: (error & 0x40) !== 0,
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

/** As `blockOf`, but for a job that runs or has just run: the slip at the exit may be its own. */
export function faultOf(status: PrinterStatus): PrinterBlock | null {
  return blockOf({ ...status, presenterFull: false });
}

/** Of a running job: these pass by themselves (a cooling head, the feed button) and are waited for within its budget. */
export function passesByItself(block: PrinterBlock): boolean {
  return block === 'overheated' || block === 'offline';
}
