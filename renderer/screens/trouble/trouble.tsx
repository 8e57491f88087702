import './trouble.css';
import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { TROUBLES } from '../../../main/contract/trouble.ts';
import { formatMinute } from '../../i18n/date.ts';
import { t } from '../../i18n/t.ts';
import { IntentButton } from '../../kit/button.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { TakeCardDrawing } from '../../kit/drawings/card.tsx';
import { Mark } from '../../kit/drawings/mark.tsx';
import { ErrorCode } from '../../kit/error-code.tsx';
import { Frame } from '../../kit/frame.tsx';
import { SlipButton } from '../../kit/slip-button.tsx';
import { whatNow } from '../../kit/trouble-words.ts';
import { Words } from '../../kit/words.tsx';
import { useSnapshot } from '../../store.ts';

/** What happened · is my money safe · what to do now · whom to call. */
export function TroubleScreen({ screen }: { readonly screen: ScreenOf<'trouble'> }): JSX.Element {
  const { terminal } = useSnapshot();
  const { code, canRetry, canScan, cardInside, slip, secondsLeft } = screen;
  const busy = slip?.print === 'printing';
  const offersSlip = slip !== null && slip.print !== 'printed';
  const isSlipMain = offersSlip && slip.canPrint && !canRetry && !canScan;
  return (
    <Frame
      name="trouble"
      live
      question={t(`trouble.${code}.what`)}
      corner={secondsLeft === null ? null : <Countdown secondsLeft={secondsLeft} />}
      intro={
        <div className="trouble__picture">
          {cardInside && !canRetry ? <TakeCardDrawing /> : <Mark kind="stop" />}
        </div>
      }
      bar={
        <>
          <IntentButton
            intent={{ type: 'cancel' }}
            kind={canRetry || canScan || isSlipMain ? 'plain' : 'main'}
            disabled={busy}
          >
            {t(cardInside ? 'action.leave-with-card' : 'action.cancel')}
          </IntentButton>
          {offersSlip ? (
            <SlipButton canPrint={slip.canPrint} kind={isSlipMain ? 'main' : 'plain'}>
              {t('action.print-counter')}
            </SlipButton>
          ) : null}
          {canRetry ? (
            <IntentButton intent={{ type: 'retry' }} kind="main" disabled={busy}>
              {t('action.retry')}
            </IntentButton>
          ) : null}
          {canScan ? (
            <IntentButton intent={{ type: 'scan-instead' }} kind="main" disabled={busy}>
              {t('action.scan-instead')}
            </IntentButton>
          ) : null}
        </>
      }
    >
      <div className="trouble__answers">
        <Answer question={t('trouble.money')} answer={t(`trouble.money.${TROUBLES[code].money}`)} />
        <Answer
          question={t('trouble.now')}
          answer={screen.until === null ? whatNow(code, canScan) : whatUntil(screen.until)}
        />
        {slip === null || (slip.print === 'none' && !slip.canPrint) ? null : (
          <Answer question={t('trouble.slip')} answer={t(`trouble.slip.${slip.print}`)} />
        )}
        <Answer question={t('trouble.phone')} answer={t('trouble.phone-how', { phone: terminal.phone })} />
        <ErrorCode code={code} />
      </div>
    </Frame>
  );
}

/** Only a locked account tells when it opens. */
function whatUntil(until: string): string {
  return t('trouble.ACCOUNT_LOCKED.now-until', { until: formatMinute(until) });
}

function Answer({ question, answer }: { readonly question: string; readonly answer: string }): JSX.Element {
  return (
    <div className="trouble__answer">
      <h2 className="soft small">{question}</h2>
      <p>
        <Words>{answer}</Words>
      </p>
    </div>
  );
}
