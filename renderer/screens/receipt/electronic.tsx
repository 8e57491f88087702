import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { formatDate } from '../../i18n/date.ts';
import { t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { ClaimCode } from '../../kit/claim-code.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { PhotoDrawing } from '../../kit/drawings/phone.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Frame } from '../../kit/frame.tsx';
import { PrinterState } from '../../kit/printer-state.tsx';
import { SlipButton } from '../../kit/slip-button.tsx';
import { Words } from '../../kit/words.tsx';
import { SlipPreview } from './slip-preview.tsx';
import { Trace } from './trace.tsx';

type Receipt = ScreenOf<'receipt'>;
type Claim = NonNullable<Receipt['claim']>;

/** The receipt without paper: to be fetched by a phone where that is possible, else to be photographed. */
export function ElectronicReceipt({ screen }: { readonly screen: Receipt }): JSX.Element {
  return screen.claim === null ? (
    <Photographed screen={screen} />
  ) : (
    <Fetched screen={screen} claim={screen.claim} />
  );
}

/** One code and nothing else that could be scanned; it works later as well, so nobody has to wait here. */
function Fetched({ screen, claim }: { readonly screen: Receipt; readonly claim: Claim }): JSX.Element {
  return (
    <Frame
      name="receipt"
      step={5}
      live
      question={t('receipt.claim')}
      lead={t('receipt.claim-how')}
      corner={<Countdown secondsLeft={screen.secondsLeft} />}
      intro={<Found screen={screen} />}
      bar={<Choices screen={screen} />}
    >
      <div className="receipt__claim">
        <p className="receipt__arrival" role="status" data-field="claim-state" data-value={claim.state}>
          <span className="strong">
            <Words>{t(`receipt.claim.${claim.state}`)}</Words>
          </span>
          {claim.state === 'ready' ? null : <Words>{t('receipt.claim-later')}</Words>}
        </p>
        <div className="receipt__card">
          <ClaimCode url={claim.url} />
          <p>
            <span className="soft">{t('receipt.claim-code')} </span>
            <span className="receipt__code" data-field="claim-text">
              {claim.code}
            </span>
          </p>
        </div>
        <p className="soft" data-field="claim-until" data-value={claim.untilDay}>
          <Words>
            {t('receipt.claim-until', { days: claim.keptDays, date: formatDate(claim.untilDay) })}
          </Words>
        </p>
      </div>
    </Frame>
  );
}

/** What the code is about, for whoever has paid for two. */
function Found({ screen: { amountFen, voucherNo } }: { readonly screen: Receipt }): JSX.Element {
  return (
    <>
      <Facts>
        <Fact label={t('outcome.amount')}>
          <Amount fen={amountFen} size="line" />
        </Fact>
        {voucherNo === null ? null : (
          <Fact label={t('outcome.voucher')} field="voucher-no">
            {voucherNo}
          </Fact>
        )}
      </Facts>
      <p className="small soft">
        <PrinterState />
      </p>
    </>
  );
}

/** The same slip on the glass. */
function Photographed({ screen }: { readonly screen: Receipt }): JSX.Element {
  return (
    <Frame
      name="receipt"
      step={5}
      question={t('receipt.electronic')}
      lead={t('receipt.electronic-how')}
      corner={<Countdown secondsLeft={screen.secondsLeft} />}
      intro={
        <>
          <Trace screen={screen} />
          <div className="receipt__photo">
            <PhotoDrawing />
          </div>
        </>
      }
      bar={<Choices screen={screen} />}
    >
      <SlipPreview blocks={screen.preview} />
      <p className="receipt__none soft" data-field="claim-state" data-value="none">
        <Words>{t('receipt.claim.none')}</Words>
      </p>
    </Frame>
  );
}

function Choices({ screen }: { readonly screen: Receipt }): JSX.Element {
  return (
    <>
      <SlipButton canPrint={screen.canPrint}>{t('action.print-slip')}</SlipButton>
      <IntentButton intent={{ type: 'finish' }} kind="main">
        {t('action.finish')}
      </IntentButton>
    </>
  );
}
