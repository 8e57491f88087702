import './identify.css';
import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { TROUBLES, type TroubleCode } from '../../../main/contract/trouble.ts';
import { t } from '../../i18n/t.ts';
import { BackButton, ExitButton } from '../../kit/bar-buttons.tsx';
import { IntentButton } from '../../kit/button.tsx';
import { InsertCardDrawing } from '../../kit/drawings/card.tsx';
import { FaultDrawing } from '../../kit/drawings/faults.tsx';
import { ShowCodeDrawing } from '../../kit/drawings/phone.tsx';
import { ErrorCode } from '../../kit/error-code.tsx';
import { Frame } from '../../kit/frame.tsx';
import { whatNow } from '../../kit/trouble-words.ts';
import { Words } from '../../kit/words.tsx';
import { useSnapshot } from '../../store.ts';

type Identify = ScreenOf<'identify'>;

/** Card in, or phone under the window; and whatever can go wrong with either, each with its own picture. */
export function IdentifyScreen({ screen }: { readonly screen: Identify }): JSX.Element {
  const { question, lead } = wordsFor(screen);
  const fault = faultShown(screen);
  const busy = screen.phase !== 'waiting';
  return (
    <Frame
      name="identify"
      step={1}
      live
      question={question}
      lead={lead}
      corner={<ExitButton disabled={busy} />}
      bar={
        <>
          <BackButton disabled={busy} />
          <OtherWay screen={screen} />
        </>
      }
      intro={fault === null ? null : <Fault code={fault} screen={screen} />}
    >
      <div className="identify__drawing">
        <Picture screen={screen} />
      </div>
    </Frame>
  );
}

/** While something is under way the last trouble is over, but for the one that it has begun with. */
function faultShown({ phase, fault }: Identify): TroubleCode | null {
  return phase === 'waiting' || fault === 'CARD_SWAPPED' ? fault : null;
}

function wordsFor(screen: Identify): { question: string; lead: string } {
  const { method, phase } = screen;
  const fault = faultShown(screen);
  if (fault !== null) return { question: t(`trouble.${fault}.what`), lead: adviceFor(fault, screen) };
  if (phase === 'reading') return { question: t('identify.reading'), lead: t('identify.reading-how') };
  if (phase === 'looking-up') {
    const lead = method === 'card' ? 'identify.looking-up-how' : 'identify.looking-up-scan';
    return { question: t('identify.looking-up'), lead: t(lead) };
  }
  return method === 'card'
    ? { question: t('identify.insert'), lead: t('identify.insert-how') }
    : { question: t('identify.scan'), lead: t('identify.scan-how') };
}

function adviceFor(fault: TroubleCode, { scan, card }: Identify): string {
  return fault === 'SCANNER_TROUBLE' && card ? t('trouble.SCANNER_TROUBLE.now-card') : whatNow(fault, scan);
}

function Picture({ screen }: { readonly screen: Identify }): JSX.Element {
  const fault = faultShown(screen);
  const picture = fault === null ? null : FaultDrawing({ fault, scan: screen.scan });
  if (picture !== null) return picture;
  if (screen.method === 'scan') return <ShowCodeDrawing />;
  return screen.phase === 'waiting' ? <InsertCardDrawing /> : <InsertCardDrawing hint="stay" />;
}

/** Money, what is left to try, whom to call: under what happened and what to do now. */
function Fault({ code, screen }: { readonly code: TroubleCode; readonly screen: Identify }): JSX.Element {
  const { phone } = useSnapshot().terminal;
  const canTry = screen.phase === 'waiting' && screen.method === 'card' && TROUBLES[code].next === 'retry';
  return (
    <div className="identify__fault" role="alert">
      <p>
        <Words>{t('trouble.money.not-paid')}</Words>
      </p>
      {canTry ? (
        <p data-field="tries-left" data-value={screen.triesLeft}>
          {t('identify.tries', { count: screen.triesLeft })}
        </p>
      ) : null}
      {canTry && screen.offer !== 'again' ? (
        <p className="identify__offer">
          <Words>{t(`identify.offer-${screen.offer}`)}</Words>
        </p>
      ) : null}
      <div className="identify__help small soft">
        <span>{t('glass.phone', { phone })}</span>
        <ErrorCode code={code} />
      </div>
    </div>
  );
}

function OtherWay({
  screen: { method, phase, offer, card, scan },
}: {
  readonly screen: Identify;
}): JSX.Element | null {
  const disabled = phase !== 'waiting';
  if (method === 'card' && scan) {
    return (
      <IntentButton
        intent={{ type: 'scan-instead' }}
        kind={offer === 'ecode' && !disabled ? 'main' : 'plain'}
        disabled={disabled}
      >
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
