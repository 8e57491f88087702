import './home.css';
import type { JSX } from 'react';
import { formatPeriod } from '../../../main/contract/format.ts';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { Amount } from '../../kit/amount.tsx';
import { BackButton, ExitButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { ExpiredCardNotice } from '../../kit/card-notice.tsx';
import { ElderButton } from '../../kit/ease-buttons.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Pages } from '../../kit/pages.tsx';
import { useSnapshot } from '../../store.ts';

type Tile = ScreenOf<'home'>['tiles'][number];
type OrderTile = Extract<Tile, { kind: 'order' }>;
type PayTile = Extract<Tile, { kind: 'pay' }>;

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
        {screen.tiles.map((tile) =>
          tile.kind === 'pay' ? <Pay key="pay" tile={tile} /> : <Order key={tile.orderId} tile={tile} />,
        )}
      </Pages>
    </Frame>
  );
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
      </div>
      <IntentButton
        intent={{ type: 'reprint', orderId: tile.orderId }}
        id={tile.orderId}
        disabled={!tile.slip}
      >
        {t(printer === 'absent' ? 'action.e-receipt' : 'action.reprint')}
      </IntentButton>
    </div>
  );
}
