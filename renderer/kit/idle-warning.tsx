import './idle-warning.css';
import { type JSX, useEffect, useRef } from 'react';
import type { ScreenName } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';
import { IntentButton } from './button.tsx';
import { Words } from './words.tsx';

/** Screens on which no order exists yet, so that it is true that nothing was paid. */
const BEFORE_MONEY: ReadonlySet<ScreenName> = new Set(['identify', 'bills', 'review']);

interface IdleWarningProps {
  readonly screen: ScreenName;
  readonly secondsLeft: number;
}

/** Lies over the screen and asks for a sign of life, with a visible count. */
export function IdleWarning({ screen, secondsLeft }: IdleWarningProps): JSX.Element {
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => dialog.current?.focus(), []);
  return (
    <div className="idle">
      <div
        className="idle__box"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="idle-question"
        tabIndex={-1}
        ref={dialog}
      >
        <h2 id="idle-question">{t('idle.question')}</h2>
        <p className="idle__left" data-field="countdown" data-value={secondsLeft}>
          <Words>{t('idle.left', { seconds: secondsLeft })}</Words>
        </p>
        {BEFORE_MONEY.has(screen) ? (
          <p className="soft">
            <Words>{t('idle.not-paid')}</Words>
          </p>
        ) : null}
        <div className="idle__actions">
          <IntentButton intent={{ type: 'cancel' }}>{t('action.cancel')}</IntentButton>
          <IntentButton intent={{ type: 'more-time' }} kind="main">
            {t('action.more-time')}
          </IntentButton>
        </div>
      </div>
    </div>
  );
}
