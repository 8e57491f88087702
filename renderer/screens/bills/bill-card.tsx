import type { JSX } from 'react';
import { formatAmount, formatPeriod } from '../../../main/contract/format.ts';
import type { BillView } from '../../../main/contract/snapshot.ts';
import { formatDay } from '../../i18n/date.ts';
import { t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { IntentButton, PressButton } from '../../kit/button.tsx';
import { Words } from '../../kit/words.tsx';
import { TierButton } from './tier-button.tsx';
import { fewTiers } from './tiers.ts';

interface BillCardProps {
  readonly bill: BillView;
  readonly selected: boolean;
  readonly onMoreTiers: () => void;
}

/** One line of what is due; the chosen one shows its tiers. What cannot be paid here says why and stays visible. */
export function BillCard({ bill, selected, onMoreTiers }: BillCardProps): JSX.Element {
  const closed = whyClosed(bill);
  return (
    <article className={`bill ${closed === null ? '' : 'bill--closed'}`} data-selected={selected}>
      <IntentButton
        intent={{ type: 'select-line', billId: bill.billId }}
        id={bill.billId}
        kind="card"
        className="bill__head"
        pressed={selected}
        disabled={closed !== null}
      >
        <span className="bill__tick" aria-hidden="true" />
        <span className="bill__what">
          <span className="strong">
            {t(`insurance.${bill.insurance}`)} {formatPeriod(bill.period)}
          </span>
          <span className="small soft">{bill.item}</span>
          <Details bill={bill} />
        </span>
        <span className="bill__amount">
          {closed === null ? <AmountDue bill={bill} /> : <span className="strong">{closed.label}</span>}
        </span>
      </IntentButton>
      {closed === null ? null : (
        <p className="bill__why soft">
          <Words>{closed.why}</Words>
        </p>
      )}
      {selected && bill.tiers.length > 0 ? <Tiers bill={bill} onMore={onMoreTiers} /> : null}
    </article>
  );
}

function AmountDue({ bill }: { readonly bill: BillView }): JSX.Element {
  return bill.amountFen === null ? (
    <span className="strong">{t('bills.choose-tier')}</span>
  ) : (
    <Amount fen={bill.amountFen} size="card" />
  );
}

function Details({ bill }: { readonly bill: BillView }): JSX.Element | null {
  const late = bill.lateFeeFen > 0;
  if (bill.status !== 'due' || (bill.dueDate === null && !late)) return null;
  return (
    <span className="small bill__details">
      {bill.dueDate === null ? null : <span>{t('bills.due', { date: formatDay(bill.dueDate) })}</span>}
      {late ? <span>{t('bills.late-fee', { amount: formatAmount(bill.lateFeeFen) })}</span> : null}
    </span>
  );
}

function whyClosed(bill: BillView): { readonly label: string; readonly why: string } | null {
  if (bill.status === 'due') {
    return bill.locked ? { label: t('bills.locked'), why: t('bills.locked-how') } : null;
  }
  return { label: t(`bills.${bill.status}`), why: bill.reason ?? t(`bills.${bill.status}-how`) };
}

function Tiers({ bill, onMore }: { readonly bill: BillView; readonly onMore: () => void }): JSX.Element {
  const few = fewTiers(bill);
  return (
    <div className="bill__tiers">
      {few.map((tier) => (
        <TierButton key={tier.tierId} bill={bill} tier={tier} />
      ))}
      {few.length === bill.tiers.length ? null : (
        <PressButton action="more-tiers" onPress={onMore} className="tier">
          {t('action.more-tiers')}
        </PressButton>
      )}
    </div>
  );
}
