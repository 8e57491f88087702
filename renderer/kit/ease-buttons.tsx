import type { JSX } from 'react';
import { t } from '../i18n/t.ts';
import { useSnapshot } from '../store.ts';
import { IntentButton } from './button.tsx';

/** Larger type, more time. Falls back by itself when the visit ends. */
export function ElderButton(): JSX.Element {
  const { elder } = useSnapshot().settings;
  return (
    <IntentButton intent={{ type: 'elder-mode', on: !elder }} kind="pill">
      {t(elder ? 'action.elder-off' : 'action.elder-on')}
    </IntentButton>
  );
}

export function ThemeButton(): JSX.Element {
  const high = useSnapshot().settings.theme === 'high-contrast';
  return (
    <IntentButton intent={{ type: 'theme', theme: high ? 'standard' : 'high-contrast' }} kind="pill">
      {t(high ? 'action.theme-standard' : 'action.theme-high')}
    </IntentButton>
  );
}
