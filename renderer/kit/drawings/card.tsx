import './drawings.css';
import type { JSX } from 'react';
import { t } from '../../i18n/t.ts';

/** The four contact pads of a chip, 44 × 36 units at x, y. */
export function Chip({ x, y }: { readonly x: number; readonly y: number }): JSX.Element {
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
      <path className="glow" d="M321 42v66" strokeWidth="7" />
    </svg>
  );
}

/** Card or phone, each to its own place on the terminal, for the row of three pictures. */
export function CardOrPhoneDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 360 170" aria-hidden="true">
      <rect className="paper" x="54" y="4" width="122" height="72" rx="12" />
      <path className="faint" d="M72 24h40M72 44h30M72 60h56" />
      <g transform="translate(128 24) scale(.8)">
        <Chip x={0} y={0} />
      </g>
      <path className="act" d="M204 40h44m-15-15 15 15-15 15" strokeWidth="7" />
      <rect className="paper" x="84" y="88" width="62" height="80" rx="12" />
      <g transform="translate(97 102) scale(.52)">
        <path className="solid" d="M0 0h26v26H0zM44 0h26v26H44zM0 44h26v26H0z" strokeWidth="1" />
        <path className="solid" d="M44 44h12v12H44zM58 58h12v12H58z" strokeWidth="1" />
      </g>
      <path d="M106 155h18" strokeWidth="5" />
      <path className="act" d="M204 128h44m-15-15 15 15-15 15" strokeWidth="7" />
      <rect className="solid" x="284" y="4" width="56" height="162" rx="12" />
      <path className="glow" d="M312 18v46" strokeWidth="7" />
      <rect className="glow" x="301" y="102" width="22" height="50" rx="6" strokeWidth="5" />
    </svg>
  );
}

/** A card and a matter of time. */
export function CardAndTimeDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 150 120" aria-hidden="true">
      <rect className="paper" x="4" y="4" width="142" height="92" rx="12" />
      <Chip x={20} y={30} />
      <circle className="paper" cx="112" cy="82" r="34" />
      <path className="act" d="M112 62v20l14 10" strokeWidth="6" />
    </svg>
  );
}

interface InsertProps {
  /** `stay`: leave it where it is. */
  readonly hint?: 'stay';
}

/** From above, as the resident holds it: chip up and first, arrow towards the slot. */
export function InsertCardDrawing({ hint }: InsertProps): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 340 330" aria-hidden="true">
      <rect className="solid" x="40" y="6" width="260" height="54" rx="14" />
      <path className="glow" d="M76 33h188" strokeWidth="7" />
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
      <path className="glow" d="M76 33h188" strokeWidth="7" />
      <path className="faint" d="M130 142h80M130 166h60M130 190h80" />
      <Chip x={148} y={66} />
      <path className="act" d="M170 250v62m-22-22 22 22 22-22" strokeWidth="8" />
    </svg>
  );
}
