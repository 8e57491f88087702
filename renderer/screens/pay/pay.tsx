import './pay.css';
import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { formatSeconds } from '../../i18n/date.ts';
import { type MessageKey, t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { BackButton, ExitButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { CardAndTimeDrawing } from '../../kit/drawings/card.tsx';
import { Mark } from '../../kit/drawings/mark.tsx';
import { PhoneDrawing } from '../../kit/drawings/phone.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Notice } from '../../kit/notice.tsx';
import { PayCode } from '../../kit/pay-code.tsx';
import { walletApps } from '../../kit/wallet-apps.ts';
import { Words } from '../../kit/words.tsx';
import { adviceFor } from './advice.ts';

type Pay = ScreenOf<'pay'>;

/** The amount beside the code; or, whenever nobody should scan, no code and what to do instead. */
export function PayScreen({ screen }: { readonly screen: Pay }): JSX.Element {
  const advice = adviceFor(screen);
  const hint = hintFor(screen);
  return (
    <Frame
      name="pay"
      step={4}
      live
      question={t(screen.code === null ? advice.title : 'pay.question')}
      corner={<ExitButton disabled={!screen.canLeave} />}
      intro={
        <>
          <p className="pay__amount">
            <span className="soft">{t('pay.amount')}</span>
            <Amount fen={screen.amountFen} size="hero" />
          </p>
          <Status screen={screen} />
        </>
      }
      decision={
        hint === null ? (
          <OtherWallets channels={screen.switchTo} />
        ) : (
          <Notice alert title={t(advice.title)} text={t(advice.how)} drawing={hint} />
        )
      }
      bar={
        <>
          <BackButton disabled={!screen.canLeave} />
          <IntentButton intent={{ type: 'i-paid' }} kind="main" disabled={!advice.canAsk}>
            {t('action.i-paid')}
          </IntentButton>
        </>
      }
    >
      {screen.code === null ? (
        <div className="pay__wait">
          <div className="pay__mark">
            <Mark kind={advice.mark} />
          </div>
          <p className="pay__how">
            <Words>{t(advice.how)}</Words>
          </p>
        </div>
      ) : (
        <div className="pay__scan">
          <div className="pay__card">
            <PayCode code={screen.code} />
            <p className="strong">
              {t(`pay.app.${screen.channel}`, { apps: walletApps(screen.scannedWith) })}
            </p>
          </div>
          {hint === null ? (
            <p className="pay__how" role="status">
              {advice.title === 'pay.question' ? null : <span className="strong">{t(advice.title)}</span>}
              <Words>{t(advice.how)}</Words>
            </p>
          ) : null}
        </div>
      )}
    </Frame>
  );
}

/** What somebody did that is of no use here has its own picture. */
function hintFor({ notice }: Pay): JSX.Element | null {
  if (notice === 'code-held') return <PhoneDrawing />;
  return notice === 'card-held' ? <CardAndTimeDrawing /> : null;
}

/** Whoever has the other app changes here; what has been shown is closed first. */
function OtherWallets({ channels }: { readonly channels: Pay['switchTo'] }): JSX.Element | null {
  if (channels.length === 0) return null;
  return (
    <div className="pay__others">
      {channels.map((channel) => (
        <IntentButton key={channel} id={channel} intent={{ type: 'choose-channel', channel }}>
          {t(`pay.switch.${channel}`)}
        </IntentButton>
      ))}
    </div>
  );
}

/** Once there is a code to scan, the wallet's last word may be a moment old: then nobody may say that nothing was paid. */
function moneyWords({ status, code }: Pay): MessageKey {
  return status === 'waiting' && code === null ? 'pay.money.nothing-yet' : `pay.money.${status}`;
}

/** Where the money is, and how long the code lives; said in words, with the machine's values for programs. */
function Status({ screen }: { readonly screen: Pay }): JSX.Element {
  return (
    <p className="pay__status">
      <span className="pay__state" data-field="pay-status" data-value={screen.status}>
        {t(moneyWords(screen))}
      </span>
      {screen.code === null ? null : (
        <span data-field="countdown" data-value={screen.secondsLeft}>
          {t('pay.left')} {formatSeconds(screen.secondsLeft)}
        </span>
      )}
    </p>
  );
}
