import './outcome.css';
import type { JSX } from 'react';
import { formatPeriod } from '../../../main/contract/format.ts';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { formatDay } from '../../i18n/date.ts';
import { type MessageKey, t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { BackButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { caseAction } from '../../kit/case-action.ts';
import { Countdown } from '../../kit/countdown.tsx';
import { Mark, type MarkKind } from '../../kit/drawings/mark.tsx';
import { SlipDrawing } from '../../kit/drawings/slip.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Notice } from '../../kit/notice.tsx';
import { noSlip, PrinterState } from '../../kit/printer-state.tsx';
import { SlipButton } from '../../kit/slip-button.tsx';
import { Words } from '../../kit/words.tsx';
import { useSnapshot } from '../../store.ts';

type Outcome = ScreenOf<'outcome'>;

const MARKS: Readonly<Record<Outcome['result'], MarkKind>> = {
  booked: 'done',
  pending: 'done',
  refunding: 'back',
  refunded: 'back',
  'refund-stuck': 'pause',
  closed: 'stop',
  unscanned: 'stop',
  unknown: 'question',
  frozen: 'pause',
};

/** Paying anew is safe, and the amount is not the news. */
function tookNothing(result: Outcome['result']): boolean {
  return result === 'closed' || result === 'unscanned';
}

/** What became of the money, in the largest words there are, before any slip is printed. */
export function OutcomeScreen({ screen }: { readonly screen: Outcome }): JSX.Element {
  const { result } = screen;
  const { printer } = useSnapshot().health;
  const arrival = arrivalKey(screen);
  const safety: MessageKey =
    result === 'pending' && printer === 'absent'
      ? 'outcome.pending-safe-no-printer'
      : `outcome.${result}-safe`;
  return (
    <Frame
      name="outcome"
      step={screen.canGoBack ? undefined : 5}
      live
      question={t(`outcome.${result}`)}
      corner={<Countdown secondsLeft={screen.secondsLeft} />}
      intro={
        <>
          <div className="outcome__mark">
            <Mark kind={MARKS[result]} />
          </div>
          {tookNothing(result) ? null : (
            <p className="outcome__amount">
              <Amount fen={screen.amountFen} size="hero" />
            </p>
          )}
          <p className="outcome__safe" role="status">
            <span data-field="pay-status" data-value={screen.status}>
              <Words>{t(safety) + (arrival === null ? '' : t(arrival))}</Words>
            </span>
          </p>
        </>
      }
      bar={<Choices screen={screen} />}
    >
      <Details screen={screen} />
      <Case standing={screen.standing} />
      <SlipQuestion screen={screen} />
    </Frame>
  );
}

/**
 * When the money is where it belongs, by where it came from: a wallet's own money moves at once, a bank's by the working
 * day, also after the wallet has called a refund done. null = there is nothing to wait for.
 */
function arrivalKey({ result, funding }: Outcome): MessageKey | null {
  switch (result) {
    case 'pending':
      return funding === 'bank-card' ? 'outcome.pending-bank-card' : null;
    case 'refunding':
      return `outcome.arrival.${funding ?? 'unsaid'}`;
    case 'refunded':
      return funding === 'bank-card' || funding === null ? 'outcome.arrival.bank-card' : null;
    default:
      return null;
  }
}

function Details({ screen }: { readonly screen: Outcome }): JSX.Element {
  const { elder } = useSnapshot().settings;
  return (
    <Facts>
      {screen.lines.map((line) => (
        <Fact key={line.billId} label={t('review.insurance')}>
          {t(`insurance.${line.insurance}`)} {formatPeriod(line.period)}
        </Fact>
      ))}
      {tookNothing(screen.result) ? (
        // No money moved: the amount is a fact among others, not the news.
        <Fact label={t('outcome.amount')}>
          <Amount fen={screen.amountFen} size="line" />
        </Fact>
      ) : elder ? null : (
        <Fact label={t('outcome.words')}>{screen.amountInWords}</Fact>
      )}
      {screen.funding === 'ecny' ? <Fact label={t('outcome.funding')}>{t('app.ecny')}</Fact> : null}
      {screen.voucherNo === null ? (
        <Fact label={t('outcome.order')} field="order-id">
          {screen.orderId}
        </Fact>
      ) : (
        <Fact label={t('outcome.voucher')} field="voucher-no">
          {screen.voucherNo}
        </Fact>
      )}
    </Facts>
  );
}

/** Beside the news, never in its place: most people only want to know where their money is. */
function Case({ standing }: { readonly standing: Outcome['standing'] }): JSX.Element | null {
  const { phone } = useSnapshot().terminal;
  if (standing === null) return null;
  const { kind, state, caseNo, dueDay } = standing;
  return (
    <div className="outcome__case">
      {caseNo === null || dueDay === null ? null : (
        <Facts>
          <Fact label={t('case.number')} field="case-no">
            {caseNo}
          </Fact>
          <Fact label={t('case.due')} field="due-date">
            {t('case.due-day', { day: formatDay(dueDay) })}
          </Fact>
        </Facts>
      )}
      <p>
        <Words>
          {state === 'offered' ? t(`outcome.case.${kind}`) : t(`outcome.case.${state}`, { phone })}
        </Words>
      </p>
      {caseNo === null ? (
        <IntentButton intent={{ type: 'register-case' }}>{caseAction(standing)}</IntentButton>
      ) : (
        // The number stands here already: what is left is its slip.
        <CaseSlip />
      )}
    </div>
  );
}

function CaseSlip(): JSX.Element | null {
  const { printer } = useSnapshot().health;
  if (printer === 'absent') return null;
  return <IntentButton intent={{ type: 'register-case' }}>{t('action.case-slip')}</IntentButton>;
}

function SlipQuestion({ screen }: { readonly screen: Outcome }): JSX.Element | null {
  const { canPrint, canShowReceipt, printerNotice, result, standing } = screen;
  if (result === 'unknown' || result === 'frozen') {
    return <Notice title={t('outcome.later')} text={t(`outcome.${result}-later`)} />;
  }
  // One question at a time: the keys below ask this one by themselves.
  if (canPrint && standing !== null) return <Paper />;
  if (canPrint) {
    return (
      <Notice title={t('outcome.slip-question')} text={t('outcome.slip-how')} drawing={<SlipDrawing />}>
        <Paper />
      </Notice>
    );
  }
  if (!canShowReceipt || printerNotice === null) return null;
  return (
    <Notice
      title={noSlip(printerNotice)}
      text={t(printerNotice === 'absent' ? 'outcome.only-e-how' : 'outcome.e-how')}
      drawing={<SlipDrawing paper="none" />}
    >
      <Paper />
    </Notice>
  );
}

function Paper(): JSX.Element {
  return (
    <p className="small soft">
      <PrinterState />
    </p>
  );
}

/** One main action: the slip where there is one, the electronic one where there is no paper, else going on. */
function Choices({
  screen: { result, canPrint, canShowReceipt, canGoBack },
}: {
  readonly screen: Outcome;
}): JSX.Element {
  const again = tookNothing(result);
  const slip = canPrint || canShowReceipt;
  const leave: MessageKey = slip ? 'action.no-slip' : again ? 'action.not-paying' : 'action.finish';
  return (
    <>
      {canGoBack ? (
        <BackButton />
      ) : (
        <IntentButton intent={{ type: 'finish' }} kind={slip || again ? 'plain' : 'main'}>
          {t(leave)}
        </IntentButton>
      )}
      {canShowReceipt ? (
        <IntentButton intent={{ type: 'e-receipt' }} kind={canPrint ? 'plain' : 'main'}>
          {t('action.e-receipt')}
        </IntentButton>
      ) : null}
      {slip ? (
        <SlipButton canPrint={canPrint} kind="main">
          {t('action.print-slip')}
        </SlipButton>
      ) : null}
      {again ? (
        <IntentButton intent={{ type: 'retry' }} kind="main">
          {t('action.pay-again')}
        </IntentButton>
      ) : null}
    </>
  );
}
