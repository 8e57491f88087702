import type { JSX } from 'react';
import type { PrinterStateValue, ScreenOf } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';
import { useSnapshot } from '../store.ts';

function wordsFor(state: PrinterStateValue): string {
  return state === 'ready' || state === 'low' || state === 'absent'
    ? t(`printer-state.${state}`)
    : t('printer-state.blocked');
}

/** Why there will be no slip. 暂时 is said only of a printer that exists. */
export function noSlip(reason: NonNullable<ScreenOf<'review'>['printerNotice']>): string {
  return reason === 'absent' ? t('printer.absent') : t('review.notice', { reason: t(`printer.${reason}`) });
}

/** Whether a slip can be had, always visible where it matters. */
export function PrinterState(): JSX.Element {
  const { printer } = useSnapshot().health;
  return (
    <span data-field="printer-state" data-value={printer}>
      {wordsFor(printer)}
    </span>
  );
}
