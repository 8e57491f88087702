import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import type { MessageKey } from '../../i18n/t.ts';

/** What may be said about a print, and what may be done about it. */
export interface Progress {
  readonly title: MessageKey;
  readonly how: MessageKey;
  readonly paper: 'none' | 'short' | 'whole';
  /** The printer is at work: nothing can be chosen. */
  readonly busy: boolean;
  /** No proof of a slip: another one is offered, and the money is spoken of. */
  readonly again: boolean;
  /** Surely no slip. */
  readonly failed: boolean;
}

const AT_WORK = { paper: 'short', busy: true, again: false, failed: false } as const;
const PROVEN = { paper: 'whole', busy: false, again: false, failed: false } as const;
const UNPROVEN = { paper: 'short', busy: false, again: true, failed: false } as const;
const NO_SLIP = { paper: 'none', busy: false, again: true, failed: true } as const;

export function progressOf({ print, canPrint }: ScreenOf<'receipt'>): Progress {
  switch (print.state) {
    case 'none':
      return { title: 'receipt.none', how: 'receipt.printing-how', ...AT_WORK };
    case 'printing':
      return { title: 'receipt.printing', how: 'receipt.printing-how', ...AT_WORK };
    case 'printed':
      return print.evidence === 'A' || print.evidence === 'B'
        ? { title: 'receipt.printed', how: 'receipt.printed-how', ...PROVEN }
        : { title: 'receipt.sent', how: 'receipt.sent-how', ...UNPROVEN };
    case 'uncertain':
      return { title: 'receipt.uncertain', how: 'receipt.uncertain-how', ...UNPROVEN };
    case 'failed':
      return {
        title: 'receipt.failed',
        how: canPrint ? 'receipt.failed-how' : 'receipt.failed-only-e',
        ...NO_SLIP,
      };
  }
}
