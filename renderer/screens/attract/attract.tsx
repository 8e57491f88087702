import './attract.css';
import type { JSX, ReactNode } from 'react';
import type { ScreenOf, Snapshot } from '../../../main/contract/snapshot.ts';
import { type MessageKey, t } from '../../i18n/t.ts';
import { IntentButton } from '../../kit/button.tsx';
import { CardDrawing, CardOrPhoneDrawing } from '../../kit/drawings/card.tsx';
import { PhoneDrawing, ShowPhoneDrawing } from '../../kit/drawings/phone.tsx';
import { SlipDrawing } from '../../kit/drawings/slip.tsx';
import { ElderButton, ThemeButton } from '../../kit/ease-buttons.tsx';
import { Frame } from '../../kit/frame.tsx';
import { PrinterState } from '../../kit/printer-state.tsx';
import { Words } from '../../kit/words.tsx';
import { useSnapshot } from '../../store.ts';

type Attract = ScreenOf<'attract'>;

/** What can be done here, and which of the two ways in is broken at the moment; one that is not fitted is not missed. */
function leadFor({ card, scan }: Attract, { reader, scanner }: Snapshot['health']): MessageKey {
  if (reader === 'gone' && scan) return 'attract.reader-gone';
  if (scanner === 'gone' && card) return 'attract.scanner-gone';
  if (card && scan) return 'attract.lead-both';
  return card ? 'attract.lead' : 'attract.lead-scan';
}

/** Three pictures and one key as large as the glass. Nothing moves and no clock runs while nobody is there. */
export function AttractScreen({ screen }: { readonly screen: Attract }): JSX.Element {
  const { terminal, health } = useSnapshot();
  const slips = health.printer === 'ready' || health.printer === 'low';
  return (
    <Frame
      name="attract"
      question={t('attract.question')}
      lead={t(leadFor(screen, health))}
      corner={
        <>
          <ElderButton />
          <ThemeButton />
        </>
      }
      decision={
        <IntentButton intent={{ type: 'start' }} kind="main" className="attract__start">
          <Words>{t(screen.card ? 'action.start' : 'attract.start-scan')}</Words>
        </IntentButton>
      }
      bar={
        <p className="attract__status small soft">
          <PrinterState />
          <span>{t(`attract.network.${health.network}`)}</span>
          <span>{t('glass.phone', { phone: terminal.phone })}</span>
        </p>
      }
    >
      <ol className="attract__steps">
        {screen.card ? (
          <Step
            number={1}
            title={t('attract.card')}
            how={t(screen.scan ? 'attract.or-scan' : 'attract.card-how')}
            drawing={screen.scan ? <CardOrPhoneDrawing /> : <CardDrawing />}
          />
        ) : (
          <Step
            number={1}
            title={t('attract.scan')}
            how={t('attract.scan-how')}
            drawing={<ShowPhoneDrawing />}
          />
        )}
        <Step number={2} title={t('attract.pay')} how={t('attract.pay-how')} drawing={<PhoneDrawing />} />
        <Step
          number={3}
          title={t(slips ? 'attract.slip' : 'attract.e-slip')}
          how={t(slips ? 'attract.slip-how' : 'attract.e-slip-how')}
          drawing={<SlipDrawing />}
        />
      </ol>
    </Frame>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly how: string;
  readonly drawing: ReactNode;
}

function Step({ number, title, how, drawing }: StepProps): JSX.Element {
  return (
    <li>
      <div className="attract__drawing">{drawing}</div>
      <div>
        <p className="attract__title">
          {number} {title}
        </p>
        <p className="soft">
          <Words>{how}</Words>
        </p>
      </div>
    </li>
  );
}
