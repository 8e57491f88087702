import './pay-code.css';
import { create } from 'qrcode';
import { type JSX, useMemo } from 'react';
import { t } from '../i18n/t.ts';

/** Modules of white around the code that scanners need (ISO/IEC 18004). */
const QUIET = 4;

interface QrDrawing {
  /** Modules along one side, quiet zone included. */
  readonly size: number;
  readonly path: string;
}

/** One path for all dark modules, runs along a row joined, one user unit per module. */
export function drawQr(text: string): QrDrawing {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      const start = column;
      while (column + 1 < modules.size && modules.get(row, column + 1) !== 0) column += 1;
      path += `M${start + QUIET} ${row + QUIET}h${column + 1 - start}v1H${start + QUIET}z`;
    }
  }
  return { size: modules.size + 2 * QUIET, path };
}

/** A QR code, black on white in every theme. Its size is the class's; see pay-code.css for why modules stay crisp. */
export function QrCode({ text }: { readonly text: string }): JSX.Element {
  const { size, path } = useMemo(() => drawQr(text), [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      aria-hidden="true"
      style={{ '--modules': size }}
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

/** What the phone scans. The exact string is in `data-value` for programs that pay without a camera. */
export function PayCode({ code }: { readonly code: string }): JSX.Element {
  return (
    <div
      className="pay-code"
      data-field="pay-code"
      data-value={code}
      role="img"
      aria-label={t('pay.code-label')}
    >
      <QrCode text={code} />
    </div>
  );
}
