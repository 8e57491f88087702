import type { JSX } from 'react';
import { formatAmount, formatPeriod } from '../../../main/contract/format.ts';
import type { PastPaymentView } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { IntentButton } from '../../kit/button.tsx';
import { caseAction } from '../../kit/case-action.ts';
import { Notice } from '../../kit/notice.tsx';

/** Something to know, and no reason to stop: paying goes on whatever comes of it. */
export function TwicePaid({ payment }: { readonly payment: PastPaymentView | null }): JSX.Element | null {
  if (payment === null) return null;
  const { voucherNo, item, period, amountFen, standing } = payment;
  return (
    <div className="bills__twice">
      <Notice
        title={t('bills.twice')}
        text={t('bills.twice-what', { period: formatPeriod(period), item, amount: formatAmount(amountFen) })}
      />
      <IntentButton intent={{ type: 'register-case', voucherNo }} id={voucherNo}>
        {caseAction(standing)}
      </IntentButton>
    </div>
  );
}
