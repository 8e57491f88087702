import type { JSX } from 'react';
import { formatAmount, formatPeriod } from '../../../main/contract/format.ts';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { BackButton, ExitButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Words } from '../../kit/words.tsx';

/** One question about one number: is this amount meant? */
export function LargeAmount({ screen }: { readonly screen: ScreenOf<'review'> }): JSX.Element {
  return (
    <Frame
      name="review"
      step={3}
      live
      question={t('review.large')}
      lead={t('review.large-how', { amount: formatAmount(screen.largeOverFen).replace('.00', '') })}
      corner={<ExitButton />}
      intro={
        screen.amountFen === null ? null : (
          <div className="review__large">
            <Amount fen={screen.amountFen} size="hero" field="total" />
            <p className="strong">{screen.amountInWords}</p>
          </div>
        )
      }
      bar={
        <>
          <BackButton label="action.check-again" />
          <IntentButton intent={{ type: 'confirm' }} kind="main" disabled={screen.phase !== 'large'}>
            {t('action.confirm-large')}
          </IntentButton>
        </>
      }
    >
      <Facts>
        {screen.lines.map((line) => (
          <Fact key={line.billId} label={t('review.insurance')} official={line.item}>
            {t(`insurance.${line.insurance}`)} {formatPeriod(line.period)}
          </Fact>
        ))}
      </Facts>
      <p>
        <Words>{t('review.large-safe')}</Words>
      </p>
    </Frame>
  );
}
