import type { JSX } from 'react';
import { t } from '../i18n/t.ts';
import { IntentButton } from './button.tsx';

interface LeaveProps {
  readonly disabled?: boolean;
}

/** Always top right. */
export function ExitButton({ disabled = false }: LeaveProps): JSX.Element {
  return (
    <IntentButton intent={{ type: 'cancel' }} kind="pill" disabled={disabled}>
      {t('action.cancel')}
    </IntentButton>
  );
}

/** Always bottom left. */
export function BackButton({ disabled = false }: LeaveProps): JSX.Element {
  return (
    <IntentButton intent={{ type: 'back' }} disabled={disabled}>
      {t('action.back')}
    </IntentButton>
  );
}
