import './receipt.css';
import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { IntentButton } from '../../kit/button.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { SlipDrawing } from '../../kit/drawings/slip.tsx';
import { Frame } from '../../kit/frame.tsx';
import { SlipButton } from '../../kit/slip-button.tsx';
import { Words } from '../../kit/words.tsx';
import { ElectronicReceipt } from './electronic.tsx';
import { type Progress, progressOf } from './progress.ts';
import { Trace } from './trace.tsx';

type Receipt = ScreenOf<'receipt'>;

export function ReceiptScreen({ screen }: { readonly screen: Receipt }): JSX.Element {
  return screen.mode === 'paper' ? <PaperReceipt screen={screen} /> : <ElectronicReceipt screen={screen} />;
}

/** Says no more than the printer has proven. */
function PaperReceipt({ screen }: { readonly screen: Receipt }): JSX.Element {
  const { print } = screen;
  const progress = progressOf(screen);
  return (
    <Frame
      name="receipt"
      step={5}
      live
      question={t(progress.title)}
      lead={t(progress.how)}
      corner={progress.busy ? null : <Countdown secondsLeft={screen.secondsLeft} />}
      intro={<Trace screen={screen} />}
      bar={<Choices screen={screen} progress={progress} />}
    >
      <div className="receipt__picture">
        <SlipDrawing paper={progress.paper} />
        {print.reason === null ? null : (
          <p>
            <Words>{t('receipt.reason', { reason: t(`printer.${print.reason}`) })}</Words>
          </p>
        )}
        {progress.failed || progress.again ? (
          <p className="receipt__safe">
            <Words>{t('receipt.unaffected')}</Words>
          </p>
        ) : null}
      </div>
    </Frame>
  );
}

interface ChoicesProps {
  readonly screen: Receipt;
  readonly progress: Progress;
}

/** With a slip in hand, or likely so, the way on is out; without one it is the electronic slip. */
function Choices({ screen: { canPrint }, progress: { busy, again, failed } }: ChoicesProps): JSX.Element {
  const reprint = again ? <SlipButton canPrint={canPrint}>{t('action.reprint')}</SlipButton> : null;
  return failed ? (
    <>
      <IntentButton intent={{ type: 'finish' }}>{t('action.no-slip')}</IntentButton>
      {reprint}
      <IntentButton intent={{ type: 'e-receipt' }} kind="main">
        {t('action.e-receipt')}
      </IntentButton>
    </>
  ) : (
    <>
      <IntentButton intent={{ type: 'e-receipt' }} disabled={busy}>
        {t('action.e-receipt')}
      </IntentButton>
      {reprint}
      <IntentButton intent={{ type: 'finish' }} kind="main" disabled={busy}>
        {t('action.finish')}
      </IntentButton>
    </>
  );
}
