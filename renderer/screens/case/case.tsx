import './case.css';
import type { JSX } from 'react';
import { formatPeriod } from '../../../main/contract/format.ts';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { formatDay } from '../../i18n/date.ts';
import { type MessageKey, t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { BackButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { Mark, type MarkKind } from '../../kit/drawings/mark.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Frame } from '../../kit/frame.tsx';
import { SlipButton } from '../../kit/slip-button.tsx';
import { Words } from '../../kit/words.tsx';

type Case = ScreenOf<'case'>;

const MARKS: Readonly<Record<Case['phase'], MarkKind>> = {
  registering: 'waiting',
  registered: 'done',
  unanswered: 'question',
  refused: 'pause',
  printing: 'done',
};

/** What has been handed in: the number and the day first, then where the money is meanwhile. */
export function CaseScreen({ screen }: { readonly screen: Case }): JSX.Element {
  const { phase, kind, secondsLeft } = screen;
  return (
    <Frame
      name="case"
      step={screen.orderId === null ? undefined : 5}
      live
      question={t(`case.${phase}`)}
      lead={t(phase === 'registered' ? leadOf(screen) : `case.${phase}-how`)}
      corner={secondsLeft === null ? null : <Countdown secondsLeft={secondsLeft} />}
      intro={
        <div className="case__picture">
          <Mark kind={MARKS[phase]} />
        </div>
      }
      bar={<Choices screen={screen} />}
    >
      <Facts>
        <Fact label={t('case.kind')}>{t(`case.kind.${kind}`)}</Fact>
        {screen.orderId === null ? (
          <Fact label={t('case.premium')}>
            {formatPeriod(screen.period)} <Amount fen={screen.amountFen} size="line" />
          </Fact>
        ) : null}
        {screen.caseNo === null ? (
          <OwnNumber screen={screen} />
        ) : (
          <Fact label={t('case.number')} field="case-no">
            {screen.caseNo}
          </Fact>
        )}
        {screen.dueDay === null ? null : (
          <Fact label={t('case.due')} field="due-date">
            {dueWords(screen.dueDay, screen)}
          </Fact>
        )}
      </Facts>
      <p role="status">
        <Words>{t(screen.result === null ? 'case.payment-safe' : `outcome.${screen.result}-safe`)}</Words>
      </p>
    </Frame>
  );
}

/** By which it is found as long as the agency has given it no number. */
function OwnNumber({ screen: { orderId, voucherNo } }: { readonly screen: Case }): JSX.Element {
  return orderId === null ? (
    <Fact label={t('outcome.voucher')} field="voucher-no">
      {voucherNo}
    </Fact>
  ) : (
    <Fact label={t('outcome.order')} field="order-id">
      {orderId}
    </Fact>
  );
}

/** The slip's news, where there are any. */
function leadOf({ print }: Case): MessageKey {
  return print === 'none' ? 'case.registered-how' : `case.print.${print}`;
}

function dueWords(day: string, { workdays, workdaysExact }: Case): string {
  if (workdays === null) return t('case.due-day', { day: formatDay(day) });
  const key = workdaysExact ? 'case.due-workdays' : 'case.due-about';
  return t(key, { day: formatDay(day), count: workdays });
}

function Choices({ screen: { phase, canPrint, print } }: { readonly screen: Case }): JSX.Element {
  const busy = phase === 'registering' || phase === 'printing';
  const again = phase === 'unanswered';
  const slip = phase === 'registered' && print !== 'printed' && canPrint;
  return (
    <>
      <BackButton disabled={busy} />
      {again ? (
        <IntentButton intent={{ type: 'retry' }} kind="main">
          {t('action.register-again')}
        </IntentButton>
      ) : (
        <IntentButton intent={{ type: 'finish' }} kind={slip ? 'plain' : 'main'} disabled={busy}>
          {t('action.finish')}
        </IntentButton>
      )}
      {phase === 'registered' && print !== 'printed' ? (
        <SlipButton canPrint={canPrint} kind="main">
          {t('action.print-case')}
        </SlipButton>
      ) : null}
    </>
  );
}
