import './drawings.css';
import type { JSX } from 'react';
import { t } from '../../i18n/t.ts';

/** The four contact pads of a chip, 44 × 36 units at x, y. */
function Chip({ x, y }: { readonly x: number; readonly y: number }): JSX.Element {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect className="gold" width="44" height="36" rx="7" />
      <path d="M0 18h44M22 0v36" strokeWidth="3" />
    </g>
  );
}

/** Card beside its slot, for the row of three pictures. */
export function CardDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 360 150" aria-hidden="true">
      <rect className="paper" x="4" y="12" width="206" height="126" rx="16" />
      <path className="faint" d="M30 48h88M30 76h70M30 112h120" />
      <Chip x={148} y={56} />
      <path className="act" d="M226 75h44m-16-16 16 16-16 16" strokeWidth="7" />
      <rect className="solid" x="296" y="20" width="50" height="110" rx="12" />
      <path className="on-slot" d="M321 42v66" stroke="#49c39b" strokeWidth="7" />
    </svg>
  );
}

interface InsertProps {
  /** `turn`: it went in the wrong way round; `wrong`: another kind of card; `stay`: leave it where it is. */
  readonly hint?: 'turn' | 'wrong' | 'stay';
}

/** From above, as the resident holds it: chip up and first, arrow towards the slot. */
export function InsertCardDrawing({ hint }: InsertProps): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 340 330" aria-hidden="true">
      <rect className="solid" x="40" y="6" width="260" height="54" rx="14" />
      <path d="M76 33h188" stroke="#49c39b" strokeWidth="7" />
      {hint === 'stay' ? null : <path className="act" d="M170 122V78m-20 20 20-20 20 20" strokeWidth="7" />}
      <g className={hint === undefined ? 'drawing__push' : undefined}>
        <g transform={hint === 'stay' ? 'translate(0 -94)' : undefined}>
          <path
            className="paper"
            d={
              hint === 'stay'
                ? 'M104 156V308q0 16 16 16H220q16 0 16-16V156'
                : 'M120 140H220q16 0 16 16V308q0 16-16 16H120q-16 0-16-16V156q0-16 16-16z'
            }
          />
          {hint === 'stay' ? null : <Chip x={148} y={160} />}
          <path className="faint" d="M130 244h80M130 268h60M130 292h80" />
        </g>
      </g>
      {hint === 'turn' ? (
        <path
          className="act"
          d="M262 170q44 62 0 124m2-26-2 26 25-6M78 294q-44-62 0-124m-2 26 2-26-25 6"
          strokeWidth="7"
        />
      ) : null}
      {hint === 'wrong' ? <path d="M112 148 228 316M228 148 112 316" strokeWidth="7" /> : null}
      {hint === undefined ? (
        <>
          <path d="M212 178h40" strokeWidth="3" />
          <text x="258" y="186">
            {t('drawing.chip')}
          </text>
        </>
      ) : null}
    </svg>
  );
}

/** The card coming out of its slot, for the hand to take. */
export function TakeCardDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 340 330" aria-hidden="true">
      <rect className="solid" x="40" y="6" width="260" height="54" rx="14" />
      <path className="paper" d="M104 46V206q0 16 16 16H220q16 0 16-16V46" />
      <path d="M76 33h188" stroke="#49c39b" strokeWidth="7" />
      <path className="faint" d="M130 142h80M130 166h60M130 190h80" />
      <Chip x={148} y={66} />
      <path className="act" d="M170 250v62m-22-22 22 22 22-22" strokeWidth="8" />
    </svg>
  );
}
