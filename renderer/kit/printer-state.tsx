import type { JSX } from 'react';
import type { PrinterStateValue } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';
import { useSnapshot } from '../store.ts';

function wordsFor(state: PrinterStateValue): string {
  return state === 'ready' || state === 'low' || state === 'absent'
    ? t(`printer-state.${state}`)
    : t('printer-state.blocked');
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
