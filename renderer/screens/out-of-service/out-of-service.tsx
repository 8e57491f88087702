import './out-of-service.css';
import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { type MessageKey, t } from '../../i18n/t.ts';
import { Mark } from '../../kit/drawings/mark.tsx';
import { ErrorCode } from '../../kit/error-code.tsx';
import { Frame } from '../../kit/frame.tsx';
import { Words } from '../../kit/words.tsx';
import { useSnapshot } from '../../store.ts';

type OutOfService = ScreenOf<'out-of-service'>;

/** The only way in by name, where there is only one. */
function reasonOf({ reason, gone }: OutOfService): MessageKey {
  const [device, another] = gone;
  const alone = reason === 'NO_IDENTIFICATION' && another === undefined ? device : undefined;
  return alone === undefined ? `out-of-service.${reason}` : `out-of-service.${alone}-gone`;
}

/** Nothing can be done here now; it comes back by itself. */
export function OutOfServiceScreen({ screen }: { readonly screen: OutOfService }): JSX.Element {
  const { terminal } = useSnapshot();
  return (
    <Frame
      name="out-of-service"
      question={t('out-of-service.question')}
      lead={t(reasonOf(screen))}
      intro={
        <p className="strong">
          <Words>{t('out-of-service.now')}</Words>
        </p>
      }
    >
      <div className="out-of-service__picture">
        <Mark kind="pause" />
        <p className="strong">{t('glass.phone', { phone: terminal.phone })}</p>
        <ErrorCode code={screen.reason} />
      </div>
    </Frame>
  );
}
