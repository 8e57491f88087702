import type { JSX } from 'react';
import { t } from '../i18n/t.ts';

/** For whoever is asked for help; the resident needs no more than to read it out. */
export function ErrorCode({ code }: { readonly code: string }): JSX.Element {
  return (
    <p className="small soft" data-field="error-code" data-value={code}>
      {t('trouble.code', { code })}
    </p>
  );
}
