import './identify.css';
import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import type { TroubleCode } from '../../../main/contract/trouble.ts';
import { type MessageKey, t } from '../../i18n/t.ts';
import { BackButton, ExitButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { InsertCardDrawing } from '../../kit/drawings/card.tsx';
import { ShowCodeDrawing } from '../../kit/drawings/phone.tsx';
import { ErrorCode } from '../../kit/error-code.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Words } from '../../kit/words.tsx';

type Identify = ScreenOf<'identify'>;

export function IdentifyScreen({ screen }: { readonly screen: Identify }): JSX.Element {
  const { question, lead } = wordsFor(screen);
  const busy = screen.phase !== 'waiting';
  return (
    <Frame
      name="identify"
      step={1}
      live
      question={t(question)}
      lead={t(lead)}
      corner={<ExitButton disabled={busy} />}
      bar={
        <>
          <BackButton disabled={busy} />
          <OtherWay screen={screen} />
        </>
      }
      intro={
        screen.fault === null || busy ? null : <Fault code={screen.fault} triesLeft={screen.triesLeft} />
      }
    >
      <div className="identify__drawing">
        <Picture screen={screen} />
      </div>
    </Frame>
  );
}

function wordsFor({ method, phase, fault }: Identify): { question: MessageKey; lead: MessageKey } {
  if (phase === 'reading') return { question: 'identify.reading', lead: 'identify.reading-how' };
  if (phase === 'looking-up') {
    const lead = method === 'card' ? 'identify.looking-up-how' : 'identify.looking-up-scan';
    return { question: 'identify.looking-up', lead };
  }
  if (fault !== null) return { question: `trouble.${fault}.what`, lead: `trouble.${fault}.now` };
  return method === 'card'
    ? { question: 'identify.insert', lead: 'identify.insert-how' }
    : { question: 'identify.scan', lead: 'identify.scan-how' };
}

function Picture({ screen: { method, phase, fault } }: { readonly screen: Identify }): JSX.Element {
  if (method === 'scan') return <ShowCodeDrawing />;
  if (phase !== 'waiting') return <InsertCardDrawing hint="stay" />;
  if (fault === 'CARD_MUTE') return <InsertCardDrawing hint="turn" />;
  if (fault === 'NOT_SOCIAL_CARD') return <InsertCardDrawing hint="wrong" />;
  return <InsertCardDrawing />;
}

function Fault({ code, triesLeft }: { readonly code: TroubleCode; readonly triesLeft: number }): JSX.Element {
  return (
    <div className="identify__fault" role="alert">
      <p>
        <Words>{t('trouble.money.not-paid')}</Words>
      </p>
      {triesLeft > 0 ? <p>{t('identify.tries', { count: triesLeft })}</p> : null}
      <ErrorCode code={code} />
    </div>
  );
}

function OtherWay({
  screen: { method, phase, card, scan },
}: {
  readonly screen: Identify;
}): JSX.Element | null {
  const disabled = phase !== 'waiting';
  if (method === 'card' && scan) {
    return (
      <IntentButton intent={{ type: 'scan-instead' }} disabled={disabled}>
        {t('action.scan-instead')}
      </IntentButton>
    );
  }
  if (method === 'scan' && card) {
    return (
      <IntentButton intent={{ type: 'insert-instead' }} disabled={disabled}>
        {t('action.insert-instead')}
      </IntentButton>
    );
  }
  return null;
}
