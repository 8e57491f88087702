import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import type { MessageKey } from '../../i18n/t.ts';

/** What may be said about a print, and what may be done about it. */
export interface Progress {
  readonly title: MessageKey;
  readonly how: MessageKey;
  readonly paper: 'none' | 'short' | 'whole';
  /** The printer is at work: nothing can be chosen. */
  readonly busy: boolean;
  /** The slip is not certain: another one is offered, and the money is spoken of. */
  readonly again: boolean;
  readonly doubt: boolean;
}

const BUSY = { paper: 'short', busy: true, again: false, doubt: false } as const;

export function progressOf({ print, canPrint }: ScreenOf<'receipt'>): Progress {
  switch (print.state) {
    case 'none':
      return { title: 'receipt.none', how: 'receipt.printing-how', ...BUSY };
    case 'printing':
      return { title: 'receipt.printing', how: 'receipt.printing-how', ...BUSY };
    case 'printed':
      return print.evidence === 'A' || print.evidence === 'B'
        ? { ...at('whole'), title: 'receipt.printed', how: 'receipt.printed-how', again: false, doubt: false }
        : { ...at('short'), title: 'receipt.sent', how: 'receipt.sent-how', again: true, doubt: false };
    case 'uncertain':
      return {
        ...at('short'),
        title: 'receipt.uncertain',
        how: 'receipt.uncertain-how',
        again: true,
        doubt: true,
      };
    case 'failed':
      return {
        ...at('none'),
        title: 'receipt.failed',
        how: canPrint ? 'receipt.failed-how' : 'receipt.failed-only-e',
        again: true,
        doubt: true,
      };
  }
}

function at(paper: Progress['paper']): Pick<Progress, 'paper' | 'busy'> {
  return { paper, busy: false };
}
