import './drawings.css';
import type { JSX } from 'react';

const QR_CORNERS = 'M0 0h26v26H0zM44 0h26v26H44zM0 44h26v26H0z';

/** A phone held against a code. */
export function PhoneDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 360 170" aria-hidden="true">
      <rect className="paper" x="54" y="5" width="114" height="160" rx="18" />
      <rect className="act" x="74" y="34" width="74" height="80" rx="6" />
      <path className="act" d="M82 74h58" strokeWidth="6" />
      <circle className="solid" cx="111" cy="139" r="6" />
      <path className="act" d="M192 85h48m-16-16 16 16-16 16" strokeWidth="7" />
      <rect className="paper" x="262" y="36" width="98" height="98" rx="10" />
      <path className="solid" transform="translate(276 50)" d={QR_CORNERS} strokeWidth="1" />
      <path
        className="solid"
        transform="translate(276 50)"
        d="M44 44h12v12H44zM58 58h12v12H58z"
        strokeWidth="1"
      />
    </svg>
  );
}

/** A phone that shows its code to the terminal's window. */
export function ShowPhoneDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 360 170" aria-hidden="true">
      <rect className="paper" x="54" y="5" width="114" height="160" rx="18" />
      <path className="solid" transform="translate(76 34)" d={QR_CORNERS} strokeWidth="1" />
      <path
        className="solid"
        transform="translate(76 34)"
        d="M44 44h12v12H44zM58 58h12v12H58z"
        strokeWidth="1"
      />
      <path d="M96 140h30" strokeWidth="6" />
      <path className="act" d="M192 85h48m-16-16 16 16-16 16" strokeWidth="7" />
      <rect className="solid" x="284" y="25" width="56" height="120" rx="12" />
      <rect className="glow" x="301" y="48" width="22" height="74" rx="6" strokeWidth="5" />
    </svg>
  );
}

/** The phone's code held against the terminal's window. */
export function ShowCodeDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 340 330" aria-hidden="true">
      <rect className="solid" x="60" y="6" width="220" height="54" rx="14" />
      <rect className="glow" x="120" y="22" width="100" height="22" rx="6" strokeWidth="5" />
      <path className="act" d="M170 124V80m-20 20 20-20 20 20" strokeWidth="7" />
      <rect className="paper" x="104" y="142" width="132" height="182" rx="20" />
      <path className="solid" transform="translate(135 190)" d={QR_CORNERS} strokeWidth="1" />
      <path
        className="solid"
        transform="translate(135 190)"
        d="M44 44h12v12H44zM58 58h12v12H58z"
        strokeWidth="1"
      />
    </svg>
  );
}

/** A phone's camera taking a picture of what is on the glass. */
export function PhotoDrawing(): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 360 170" aria-hidden="true">
      <path className="paper" d="M20 8h110v150l-14-10-14 10-14-10-13 10-14-10-14 10-13-10-14 10z" />
      <path className="act" d="M40 44h70M40 70h46M40 96h60" />
      <path className="act" d="M226 85h-60m16-16-16 16 16 16" strokeWidth="7" />
      <rect className="paper" x="252" y="5" width="98" height="160" rx="18" />
      <circle cx="301" cy="70" r="22" />
      <circle className="solid" cx="301" cy="139" r="6" />
    </svg>
  );
}
