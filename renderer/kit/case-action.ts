import type { CaseStanding } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';

/** What the key says that leads to a case: hand it in, hand it in again, or look at it. */
export function caseAction({ kind, state }: Pick<CaseStanding, 'kind' | 'state'>): string {
  switch (state) {
    case 'offered':
      return t(`action.register-${kind}`);
    case 'unanswered':
      return t('action.register-again');
    case 'registered':
      return t('action.view-case');
  }
}
