import type { JSX } from 'react';
import { t } from '../i18n/t.ts';
import { useSnapshot } from '../store.ts';
import { CardAndTimeDrawing } from './drawings/card.tsx';
import { Notice } from './notice.tsx';

/** The agency has let an expired card in: something to know, and no reason to stop. */
export function ExpiredCardNotice(): JSX.Element | null {
  const { resident } = useSnapshot();
  if (resident === null || !resident.cardNotices.includes('expired')) return null;
  return (
    <Notice
      title={t('card-notice.expired')}
      text={t('card-notice.expired-how')}
      drawing={<CardAndTimeDrawing />}
    />
  );
}
