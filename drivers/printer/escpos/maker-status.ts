import type { PrinterProfile } from '../profile.ts';
import { ASK_CUSTOM_FULL, ASK_MASUNG_EXIT } from './commands.ts';
import type { PrinterStatus } from './status.ts';

/** A question that only one maker's printers understand, asked behind DLE EOT 1 to 4. */
export interface MakerQuestion {
  readonly ask: Uint8Array;
  /**
   * The answer is one byte without any mark, which looks like that to GS r: never to be asked while one of those is
   * owed.
   */
  readonly looksInOrder: boolean;
  /** What the answer adds to the standard status. */
  add(status: PrinterStatus, answer: readonly number[]): PrinterStatus;
}

/** Source: public port of the Masung SDK. 02h (somebody pulled) is over when it is told. */
const MASUNG_EXIT: MakerQuestion = {
  ask: ASK_MASUNG_EXIT,
  looksInOrder: true,
  add: (status, [exit = 0]) => ({
    ...status,
    jam: status.jam || (exit & 0x09) !== 0,
    otherError: status.otherError || (exit & 0x80) !== 0,
    presenterFull: status.presenterFull || (exit & 0x04) !== 0,
  }),
};

/**
 * Paper, user, recoverable, unrecoverable. Source: KPM210 manual, p. 9, VKP80II command reference. The virtual paper end
 * (40h) counts centimetres and knows nothing of the roll: it is a warning.
 */
const CUSTOM_FULL: MakerQuestion = {
  ask: ASK_CUSTOM_FULL,
  looksInOrder: false,
  add: (status, [paper = 0, user = 0, recoverable = 0, unrecoverable = 0]) => ({
    ...status,
    paperOut: status.paperOut || (paper & 0x01) !== 0,
    paperNearEnd: status.paperNearEnd || (paper & 0x44) !== 0,
    presenterFull: status.presenterFull || (paper & 0x20) !== 0,
    coverOpen: status.coverOpen || (user & 0x03) !== 0,
    selfRecovering: status.selfRecovering || (recoverable & 0x01) !== 0,
    jam: status.jam || (recoverable & 0x40) !== 0,
    cutter: status.cutter || (unrecoverable & 0x01) !== 0,
    unrecoverable: status.unrecoverable || (unrecoverable & 0xfe) !== 0,
  }),
};

const QUESTIONS: Readonly<Record<PrinterProfile['status']['extra'], MakerQuestion | null>> = {
  none: null,
  'masung-exit': MASUNG_EXIT,
  'custom-full': CUSTOM_FULL,
};

export function makerQuestion(status: PrinterProfile['status']): MakerQuestion | null {
  return QUESTIONS[status.extra];
}
