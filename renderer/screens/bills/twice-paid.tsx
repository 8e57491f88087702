import type { JSX } from 'react';
import { formatAmount, formatPeriod } from '../../../main/contract/format.ts';
import type { PastPaymentView } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { IntentButton } from '../../kit/button.tsx';
import { caseAction } from '../../kit/case-action.ts';
import { Words } from '../../kit/words.tsx';

/** Something to know, and no reason to stop: paying goes on whatever comes of it. */
export function TwicePaid({ payment }: { readonly payment: PastPaymentView | null }): JSX.Element | null {
  if (payment === null) return null;
  const { voucherNo, item, period, amountFen, standing } = payment;
  return (
    <div className="bills__twice" role="status">
      <div className="bills__twice-what">
        <p className="strong">
          <Words>{t('bills.twice')}</Words>
        </p>
        <p className="small">{item}</p>
        <p>
          {formatPeriod(period)} ¥{formatAmount(amountFen)}
        </p>
      </div>
      <IntentButton intent={{ type: 'register-case', voucherNo }} id={voucherNo}>
        {caseAction(standing)}
      </IntentButton>
    </div>
  );
}
