import './receipt.css';
import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { IntentButton } from '../../kit/button.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { PhotoDrawing } from '../../kit/drawings/phone.tsx';
import { SlipDrawing } from '../../kit/drawings/slip.tsx';
import { Frame } from '../../kit/frame.tsx';
import { PrinterState } from '../../kit/printer-state.tsx';
import { SlipButton } from '../../kit/slip-button.tsx';
import { Words } from '../../kit/words.tsx';
import { type Progress, progressOf } from './progress.ts';
import { SlipPreview } from './slip-preview.tsx';

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

/** The same slip on the glass, to be photographed. */
function ElectronicReceipt({ screen }: { readonly screen: Receipt }): JSX.Element {
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
      bar={
        <>
          <SlipButton canPrint={screen.canPrint}>{t('action.print-slip')}</SlipButton>
          <IntentButton intent={{ type: 'finish' }} kind="main">
            {t('action.finish')}
          </IntentButton>
        </>
      }
    >
      <SlipPreview blocks={screen.preview} />
    </Frame>
  );
}

/** The facts that a technician, or a program, reads off the screen. */
function Trace({ screen: { print, mode, voucherNo } }: { readonly screen: Receipt }): JSX.Element {
  return (
    <p className="receipt__trace small soft">
      {voucherNo === null ? null : (
        <span>
          {t('outcome.voucher')} <span data-field="voucher-no">{voucherNo}</span>
        </span>
      )}
      {mode === 'paper' ? (
        <span data-field="print-evidence" data-value={print.evidence}>
          {t(`receipt.evidence.${print.evidence}`)}
        </span>
      ) : null}
      {print.copy > 0 ? <span>{t('receipt.copy', { copy: print.copy })}</span> : null}
      <PrinterState />
    </p>
  );
}
