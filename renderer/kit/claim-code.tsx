import type { JSX } from 'react';
import { t } from '../i18n/t.ts';
import { QrCode } from './pay-code.tsx';

/** What a phone scans to fetch the receipt. The exact string is in `data-value` for programs without a camera. */
export function ClaimCode({ url }: { readonly url: string }): JSX.Element {
  return (
    <div
      className="pay-code"
      data-field="claim-code"
      data-value={url}
      role="img"
      aria-label={t('receipt.claim-label')}
    >
      <QrCode text={url} />
    </div>
  );
}
