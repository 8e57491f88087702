import { type JSX, useState } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { BackButton, ExitButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { ExpiredCardNotice } from '../../kit/card-notice.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Pages } from '../../kit/pages.tsx';
import { BillCard } from './bill-card.tsx';
import { TwicePaid } from './twice-paid.tsx';
import './bills.css';
import { TierChooser } from './tier-chooser.tsx';

type Bills = ScreenOf<'bills'>;

export function BillsScreen({ screen }: { readonly screen: Bills }): JSX.Element {
  const [choosing, setChoosing] = useState<string | null>(null);
  const bill = screen.bills.find(({ billId }) => billId === choosing);
  if (screen.phase === 'ready' && bill !== undefined) {
    return <TierChooser bill={bill} onClose={() => setChoosing(null)} />;
  }
  return <BillList screen={screen} onMoreTiers={setChoosing} />;
}

interface BillListProps {
  readonly screen: Bills;
  readonly onMoreTiers: (billId: string) => void;
}

function BillList({ screen, onMoreTiers }: BillListProps): JSX.Element {
  const { phase, bills, selectedId, totalFen } = screen;
  const [question, lead] = wordsFor(screen);
  return (
    <Frame
      name="bills"
      step={2}
      live
      question={question}
      lead={lead}
      corner={<ExitButton />}
      intro={
        phase === 'ready' ? (
          <>
            <ExpiredCardNotice />
            <TwicePaid payment={screen.twicePaid} />
          </>
        ) : null
      }
      decision={totalFen === null ? null : <Total fen={totalFen} />}
      bar={
        <>
          <BackButton />
          <IntentButton intent={{ type: 'next' }} kind="main" disabled={totalFen === null}>
            {t('action.next')}
          </IntentButton>
        </>
      }
    >
      {phase === 'loading' ? null : (
        <Pages>
          {bills.map((bill) => (
            <BillCard
              key={bill.billId}
              bill={bill}
              selected={bill.billId === selectedId}
              onMoreTiers={() => onMoreTiers(bill.billId)}
            />
          ))}
        </Pages>
      )}
    </Frame>
  );
}

function wordsFor({ phase, bills }: Bills): [question: string, lead: string] {
  if (phase === 'loading') return [t('bills.loading'), t('bills.loading-how')];
  const payable = bills.some(({ status, locked }) => status === 'due' && !locked);
  return payable ? [t('bills.question'), t('bills.lead')] : [t('bills.none'), t('bills.none-how')];
}

function Total({ fen }: { readonly fen: number }): JSX.Element {
  return (
    <p className="bills__total">
      <span className="soft">{t('bills.total')}</span>
      <Amount fen={fen} size="hero" field="total" />
    </p>
  );
}
