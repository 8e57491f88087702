import './home.css';
import type { JSX } from 'react';
import { formatPeriod } from '../../../main/contract/format.ts';
import type { CaseStanding, ScreenOf } from '../../../main/contract/snapshot.ts';
import { formatDay } from '../../i18n/date.ts';
import { t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { BackButton, ExitButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { ExpiredCardNotice } from '../../kit/card-notice.tsx';
import { caseAction } from '../../kit/case-action.ts';
import { ElderButton } from '../../kit/ease-buttons.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Pages } from '../../kit/pages.tsx';
import { useSnapshot } from '../../store.ts';

type Tile = ScreenOf<'home'>['tiles'][number];
type OrderTile = Extract<Tile, { kind: 'order' }>;
type PayTile = Extract<Tile, { kind: 'pay' }>;
type PaymentTile = Extract<Tile, { kind: 'payment' }>;

export function HomeScreen({ screen }: { readonly screen: ScreenOf<'home'> }): JSX.Element {
  return (
    <Frame
      name="home"
      question={t('home.question')}
      corner={
        <>
          <ElderButton />
          <ExitButton />
        </>
      }
      intro={<ExpiredCardNotice />}
      bar={<BackButton />}
    >
      <Pages>
        {screen.tiles.map((tile) => (
          <TileOf key={keyOf(tile)} tile={tile} />
        ))}
      </Pages>
    </Frame>
  );
}

function TileOf({ tile }: { readonly tile: Tile }): JSX.Element {
  switch (tile.kind) {
    case 'pay':
      return <Pay tile={tile} />;
    case 'order':
      return <Order tile={tile} />;
    case 'payment':
      return <Payment tile={tile} />;
  }
}

function keyOf(tile: Tile): string {
  switch (tile.kind) {
    case 'pay':
      return 'pay';
    case 'order':
      return tile.orderId;
    case 'payment':
      return tile.voucherNo;
  }
}

function Pay({ tile }: { readonly tile: PayTile }): JSX.Element {
  return (
    <IntentButton intent={{ type: 'pay-bills' }} kind="main" className="home__tile home__tile--pay">
      <span className="home__name">{t('home.pay')}</span>
      <span>{tile.count > 0 ? t('home.pay-count', { count: tile.count }) : t('home.pay-none')}</span>
    </IntentButton>
  );
}

function Order({ tile }: { readonly tile: OrderTile }): JSX.Element {
  const { printer } = useSnapshot().health;
  return (
    <div className="home__tile home__tile--order" data-id={tile.orderId}>
      <div>
        <p className="strong">
          {formatPeriod(tile.period)} <Amount fen={tile.amountFen} size="line" />
        </p>
        <p className="soft small">{tile.item}</p>
        <p data-field="pay-status" data-value={tile.status}>
          {t(`home.result.${tile.result}`)}
        </p>
        {tile.standing?.state === 'registered' ? <Standing standing={tile.standing} /> : null}
      </div>
      {tile.standing === null ? (
        <IntentButton
          intent={{ type: 'reprint', orderId: tile.orderId }}
          id={tile.orderId}
          disabled={!tile.slip}
        >
          {t(printer === 'absent' ? 'action.e-receipt' : 'action.reprint')}
        </IntentButton>
      ) : (
        // More than one thing can be done about it: its own screen says what.
        <IntentButton intent={{ type: 'view-order', orderId: tile.orderId }} id={tile.orderId}>
          {t('action.view-order')}
        </IntentButton>
      )}
    </div>
  );
}

function Payment({ tile }: { readonly tile: PaymentTile }): JSX.Element {
  const { voucherNo, standing } = tile;
  return (
    <div className="home__tile home__tile--order" data-id={voucherNo}>
      <div>
        <p className="strong">
          {formatPeriod(tile.period)} <Amount fen={tile.amountFen} size="line" />
        </p>
        <p className="soft small">{tile.item}</p>
        <Standing standing={standing} />
      </div>
      <IntentButton intent={{ type: 'register-case', voucherNo }} id={voucherNo}>
        {caseAction(standing)}
      </IntentButton>
    </div>
  );
}

function Standing({ standing: { state, dueDay } }: { readonly standing: CaseStanding }): JSX.Element {
  return (
    <p data-field="case-state" data-value={state}>
      {t(`home.case.${state}`, { day: dueDay === null ? '' : formatDay(dueDay) })}
    </p>
  );
}
