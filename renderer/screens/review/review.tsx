import './review.css';
import type { JSX } from 'react';
import { formatAmount, formatPeriod } from '../../../main/contract/format.ts';
import type { ReviewLine, ScreenOf, Snapshot } from '../../../main/contract/snapshot.ts';
import { type MessageKey, t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { BackButton, ExitButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { SlipDrawing } from '../../kit/drawings/slip.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Notice } from '../../kit/notice.tsx';
import { Pages } from '../../kit/pages.tsx';
import { noSlip, PrinterState } from '../../kit/printer-state.tsx';
import { walletApps } from '../../kit/wallet-apps.ts';
import { Words } from '../../kit/words.tsx';
import { useSnapshot } from '../../store.ts';
import { LargeAmount } from './large-amount.tsx';

type Review = ScreenOf<'review'>;

type AskedOnce = Exclude<Review['phase'], 'large' | 'large-fresh'>;

const QUESTIONS: Readonly<Record<AskedOnce, MessageKey>> = {
  quoting: 'review.quoting',
  ready: 'review.question',
  opening: 'review.opening',
};

/** The last look before money: who, what for, how much; and whether there will be paper. */
export function ReviewScreen({ screen }: { readonly screen: Review }): JSX.Element {
  const { resident } = useSnapshot();
  if (screen.phase === 'large' || screen.phase === 'large-fresh') return <LargeAmount screen={screen} />;
  const opening = screen.phase === 'opening';
  return (
    <Frame
      name="review"
      step={3}
      live
      question={t(QUESTIONS[screen.phase])}
      lead={t('review.safe')}
      corner={<ExitButton disabled={opening} />}
      intro={<Printing reason={screen.printerNotice} />}
      decision={
        screen.amountFen === null ? null : <Sum fen={screen.amountFen} words={screen.amountInWords} />
      }
      bar={
        <>
          <BackButton disabled={opening} />
          <IntentButton intent={{ type: 'confirm' }} kind="main" disabled={screen.phase !== 'ready'}>
            {t('action.confirm')}
          </IntentButton>
        </>
      }
    >
      <Pages>
        <div className="review__block">
          <Facts>
            {resident === null ? null : <Who resident={resident} />}
            {screen.lines.map((line) => (
              <Line key={line.billId} line={line} />
            ))}
          </Facts>
        </div>
        {screen.channels.length > 1 ? <Channels screen={screen} /> : null}
      </Pages>
    </Frame>
  );
}

/** Told before money is asked for, above everything that can be touched. */
function Printing({ reason }: { readonly reason: Review['printerNotice'] }): JSX.Element {
  const state = (
    <p className="small soft">
      <PrinterState />
    </p>
  );
  return reason === null ? (
    state
  ) : (
    <Notice alert title={noSlip(reason)} text={t('review.notice-how')} drawing={<SlipDrawing paper="none" />}>
      {state}
    </Notice>
  );
}

/** The card may say of itself that its number is odd: then this is the moment to compare, while no money has gone. */
function Who({ resident }: { readonly resident: NonNullable<Snapshot['resident']> }): JSX.Element {
  const odd = resident.cardNotices.includes('number');
  return (
    <Fact label={t('review.who')}>
      {resident.name}
      {odd ? (
        <span className="review__compare" role="status">
          <Words>{t('card-notice.number')}</Words>
        </span>
      ) : null}
    </Fact>
  );
}

function Line({ line }: { readonly line: ReviewLine }): JSX.Element {
  return (
    <>
      <Fact label={t('review.insurance')} official={line.item}>
        {t(`insurance.${line.insurance}`)}
      </Fact>
      <Fact label={t('review.period')}>{formatPeriod(line.period)}</Fact>
      {line.tierLabel === null ? null : <Fact label={t('review.tier')}>{line.tierLabel}</Fact>}
      {line.lateFeeFen > 0 ? (
        <>
          <Fact label={t('review.premium')}>¥{formatAmount(line.amountFen)}</Fact>
          <Fact label={t('review.late-fee')}>¥{formatAmount(line.lateFeeFen)}</Fact>
        </>
      ) : null}
    </>
  );
}

function Sum({ fen, words }: { readonly fen: number; readonly words: string | null }): JSX.Element {
  return (
    <div className="review__sum">
      <p className="review__amount">
        <span className="soft">{t('review.amount')}</span>
        <Amount fen={fen} size="hero" field="total" />
      </p>
      {words === null ? null : <p className="review__words soft">{words}</p>}
    </div>
  );
}

function Channels({ screen }: { readonly screen: Review }): JSX.Element {
  return (
    <div className="review__block">
      <p className="soft">{t('review.channel')}</p>
      <div className="review__channels">
        {screen.channels.map((channel) => (
          <IntentButton
            key={channel}
            id={channel}
            intent={{ type: 'choose-channel', channel }}
            pressed={channel === screen.channel}
            disabled={screen.phase !== 'ready'}
          >
            {t(`channel.${channel}`)}
          </IntentButton>
        ))}
      </div>
      {screen.scannedWith.length === 0 ? null : (
        <p className="small soft review__apps">
          {t('channel.any-wallet', { apps: walletApps(screen.scannedWith) })}
        </p>
      )}
    </div>
  );
}
