import './drawings.css';
import type { JSX } from 'react';

export function EyeDrawing({ open }: { readonly open: boolean }): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 48 48" aria-hidden="true">
      <path d="M4 24c5-9 12-13 20-13s15 4 20 13c-5 9-12 13-20 13S9 33 4 24z" />
      <circle cx="24" cy="24" r="6" />
      {open ? null : <path d="M8 42 40 6" />}
    </svg>
  );
}
