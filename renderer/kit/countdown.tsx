import type { JSX } from 'react';
import { t } from '../i18n/t.ts';

/** When the screen ends by itself; top right, where 退出 stands on screens that wait for the resident. */
export function Countdown({ secondsLeft }: { readonly secondsLeft: number }): JSX.Element {
  return (
    <p className="small soft" data-field="countdown" data-value={secondsLeft}>
      {t('glass.ends', { seconds: secondsLeft })}
    </p>
  );
}
