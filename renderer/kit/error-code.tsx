import type { JSX } from 'react';
import { type OutOfServiceReason, TROUBLE_NUMBERS, type TroubleCode } from '../../main/contract/trouble.ts';
import { t } from '../i18n/t.ts';

/** For whoever is asked for help; the resident needs no more than to read it out. */
export function ErrorCode({ code }: { readonly code: TroubleCode | OutOfServiceReason }): JSX.Element {
  return (
    <p className="small soft" data-field="error-code" data-value={code}>
      {t('trouble.code', { number: String(TROUBLE_NUMBERS[code]) })}
    </p>
  );
}
