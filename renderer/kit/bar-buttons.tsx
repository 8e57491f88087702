import type { JSX } from 'react';
import { type MessageKey, t } from '../i18n/t.ts';
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

interface BackProps extends LeaveProps {
  /** What going back is for, where 返回 would not say it. */
  readonly label?: MessageKey;
}

/** Always bottom left. */
export function BackButton({ disabled = false, label = 'action.back' }: BackProps): JSX.Element {
  return (
    <IntentButton intent={{ type: 'back' }} disabled={disabled}>
      {t(label)}
    </IntentButton>
  );
}
