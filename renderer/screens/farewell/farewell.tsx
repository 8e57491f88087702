import './farewell.css';
import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { IntentButton } from '../../kit/button.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { BelongingsDrawing } from '../../kit/drawings/belongings.tsx';
import { TakeCardDrawing } from '../../kit/drawings/card.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Words } from '../../kit/words.tsx';

/** The card goes home with its owner; the last sentence is about the money once more. */
export function FarewellScreen({ screen }: { readonly screen: ScreenOf<'farewell'> }): JSX.Element {
  const { cardInside, secondsLeft } = screen;
  return (
    <Frame
      name="farewell"
      live
      question={t(cardInside ? 'farewell.take-card' : 'farewell.bye')}
      lead={t(cardInside ? 'farewell.take-card-how' : 'farewell.bye-how')}
      corner={cardInside || secondsLeft === null ? null : <Countdown secondsLeft={secondsLeft} />}
      intro={
        <p className="strong farewell__result" role="status">
          <Words>{t(`farewell.result.${screen.result}`)}</Words>
        </p>
      }
      bar={
        cardInside ? null : (
          <IntentButton intent={{ type: 'finish' }} kind="main">
            {t('action.finish')}
          </IntentButton>
        )
      }
    >
      <div className="farewell__picture">{cardInside ? <TakeCardDrawing /> : <BelongingsDrawing />}</div>
    </Frame>
  );
}
