import type { JSX } from 'react';
import type { CardNotice } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';
import { useSnapshot } from '../store.ts';
import { ExpiredCardDrawing } from './drawings/card.tsx';
import { EyeDrawing } from './drawings/eye.tsx';
import { Notice } from './notice.tsx';

/** What the resident's own card says against itself: to know, and no reason to stop. */
export function CardNotices({ of }: { readonly of: CardNotice }): JSX.Element | null {
  const { resident } = useSnapshot();
  if (resident === null || !resident.cardNotices.includes(of)) return null;
  return (
    <Notice
      title={t(`card-notice.${of}`)}
      text={t(`card-notice.${of}-how`)}
      drawing={of === 'expired' ? <ExpiredCardDrawing /> : <EyeDrawing open />}
    />
  );
}
