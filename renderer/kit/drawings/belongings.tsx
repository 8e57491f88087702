import './drawings.css';
import type { JSX } from 'react';

/** A bag with the card and the slip in it: nothing left behind. */
export function BelongingsDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 340 330" aria-hidden="true">
      <path className="paper" d="M186 74h62v120h-62z" />
      <path className="act" d="M200 100h34M200 122h24" />
      <path className="paper" d="M96 96q0-12 12-12h74q12 0 12 12v98H96z" />
      <rect className="gold" x="112" y="106" width="34" height="28" rx="6" />
      <path className="paper" d="M62 150h216l18 156q2 18-16 18H60q-18 0-16-18z" />
      <path d="M124 196v-18M216 196v-18" />
      <path d="M124 178q0 72 46 72t46-72" strokeWidth="6" />
    </svg>
  );
}
