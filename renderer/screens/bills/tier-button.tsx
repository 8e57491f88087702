import type { JSX } from 'react';
import { formatAmount } from '../../../main/contract/format.ts';
import type { BillView } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { PressButton } from '../../kit/button.tsx';
import { useSend } from '../../store.ts';

interface TierButtonProps {
  readonly bill: BillView;
  readonly tier: BillView['tiers'][number];
  readonly onChosen?: () => void;
}

/** The money in front, the agency's name for it beneath, and which one it was last time. */
export function TierButton({ bill, tier, onChosen }: TierButtonProps): JSX.Element {
  const send = useSend();
  const choose = () => {
    send({ type: 'choose-tier', billId: bill.billId, tierId: tier.tierId });
    onChosen?.();
  };
  return (
    <PressButton
      action="choose-tier"
      onPress={choose}
      id={tier.tierId}
      className="tier"
      pressed={tier.tierId === bill.tierId}
    >
      <span className="tier__amount">¥{formatAmount(tier.amountFen).replace(/\.00$/, '')}</span>
      <span className="tier__label small">
        {tier.tierId === bill.lastTierId ? t('bills.last') : tier.label}
      </span>
    </PressButton>
  );
}
