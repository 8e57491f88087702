import './attract.css';
import type { JSX, ReactNode } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { IntentButton } from '../../kit/button.tsx';
import { CardDrawing } from '../../kit/drawings/card.tsx';
import { PhoneDrawing } from '../../kit/drawings/phone.tsx';
import { SlipDrawing } from '../../kit/drawings/slip.tsx';
import { ElderButton, ThemeButton } from '../../kit/ease-buttons.tsx';
import { Frame } from '../../kit/frame.tsx';
import { PrinterState } from '../../kit/printer-state.tsx';
import { Words } from '../../kit/words.tsx';
import { useSnapshot } from '../../store.ts';

/** Three pictures and one key as large as the glass. Nothing moves and no clock runs while nobody is there. */
export function AttractScreen({ screen }: { readonly screen: ScreenOf<'attract'> }): JSX.Element {
  const { terminal, health } = useSnapshot();
  const slips = health.printer === 'ready' || health.printer === 'low';
  return (
    <Frame
      name="attract"
      question={t('attract.question')}
      lead={t(screen.card ? 'attract.lead' : 'attract.lead-scan')}
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
          <Step number={1} title={t('attract.card')} how={t('attract.card-how')} drawing={<CardDrawing />} />
        ) : (
          <Step number={1} title={t('attract.scan')} how={t('attract.scan-how')} drawing={<PhoneDrawing />} />
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
