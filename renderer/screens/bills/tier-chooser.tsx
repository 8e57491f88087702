import type { JSX } from 'react';
import { formatPeriod } from '../../../main/contract/format.ts';
import type { BillView } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { ExitButton } from '../../kit/bar-buttons.tsx';
import { PressButton } from '../../kit/button.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Pages } from '../../kit/pages.tsx';
import { TierButton } from './tier-button.tsx';
import { rowsOf } from './tiers.ts';

interface TierChooserProps {
  readonly bill: BillView;
  readonly onClose: () => void;
}

/** Every tier of one bill, in place of the list. */
export function TierChooser({ bill, onClose }: TierChooserProps): JSX.Element {
  return (
    <Frame
      name="bills"
      step={2}
      question={t('bills.tiers-question')}
      lead={`${t(`insurance.${bill.insurance}`)} ${formatPeriod(bill.period)}`}
      corner={<ExitButton />}
      bar={
        <PressButton action="close-tiers" onPress={onClose}>
          {t('action.close-tiers')}
        </PressButton>
      }
    >
      <Pages>
        {rowsOf(bill.tiers).map((row) => (
          <div className="bill__tiers bill__tiers--all" key={row.map(({ tierId }) => tierId).join()}>
            {row.map((tier) => (
              <TierButton key={tier.tierId} bill={bill} tier={tier} onChosen={onClose} />
            ))}
          </div>
        ))}
      </Pages>
    </Frame>
  );
}
