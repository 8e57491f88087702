import './drawings.css';
import type { JSX, ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Chip } from './card.tsx';

/** What the drawings of card and code troubles are put together from. Each stands in a field of 340 × 330 units. */

/** The slot, along the upper edge; `pause`: not in use at the moment. */
export function Slot({ pause = false }: { readonly pause?: boolean }): JSX.Element {
  return (
    <>
      <rect className="solid" x="40" y="6" width="260" height="54" rx="14" />
      {pause ? (
        <path className="on-dark" d="M156 20v26M184 20v26" strokeWidth="9" />
      ) : (
        <path className="glow" d="M76 33h188" strokeWidth="7" />
      )}
    </>
  );
}

/** The scanner's window; `pause`: not in use at the moment. */
export function ScannerWindow({ pause = false }: { readonly pause?: boolean }): JSX.Element {
  return (
    <>
      <rect className="solid" x="60" y="6" width="220" height="54" rx="14" />
      {pause ? (
        <path className="on-dark" d="M156 20v26M184 20v26" strokeWidth="9" />
      ) : (
        <rect className="glow" x="120" y="22" width="100" height="22" rx="6" strokeWidth="5" />
      )}
    </>
  );
}

export function UpArrow({ y = 122 }: { readonly y?: number }): JSX.Element {
  return <path className="act" d={`M170 ${y}v-44m-20 20 20-20 20 20`} strokeWidth="7" />;
}

/** As the resident holds it: the short side with the chip first, printed side up. 132 × 174 units at y. */
export function CardUp({
  y = 140,
  children,
}: {
  readonly y?: number;
  readonly children?: ReactNode;
}): JSX.Element {
  return (
    <g transform={`translate(104 ${y})`}>
      <rect className="paper" width="132" height="174" rx="16" />
      <path className="faint" d="M26 96h80M26 120h60M26 144h80" />
      {children ?? <Chip x={44} y={20} />}
    </g>
  );
}

/** What can still be seen of a card that is where it should be. */
export function CardInside(): JSX.Element {
  return (
    <>
      <path className="paper" d="M104 40v84q0 16 16 16h100q16 0 16-16V40" />
      <path className="faint" d="M130 90h80M130 114h60" />
    </>
  );
}

/** A card lying down, as near to its chip as somebody who cleans it; `children` is what lies upon it. */
export function CardAtChip({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <>
      <rect className="paper" x="30" y="50" width="280" height="190" rx="18" />
      <path className="faint" d="M238 100h44M238 140h44M60 216h120" />
      <g transform="translate(84 84) scale(2.6)">
        <Chip x={0} y={0} />
      </g>
      {children}
    </>
  );
}

/** The other side: the black stripe, and no chip to be seen. */
export function CardBack({ y = 140 }: { readonly y?: number }): JSX.Element {
  return (
    <g transform={`translate(104 ${y})`}>
      <rect className="paper" width="132" height="174" rx="16" />
      <path className="solid" d="M20 2h30v170H20z" strokeWidth="1" />
      <path className="faint" d="M76 34v106M100 34v60" />
    </g>
  );
}

/** The social security card lying down, as one looks at it. */
export function SocialCard({ y = 60 }: { readonly y?: number }): JSX.Element {
  return (
    <g transform={`translate(30 ${y})`}>
      <rect className="paper" width="280" height="176" rx="18" />
      <text className="title" x="140" y="44" textAnchor="middle">
        {t('drawing.social-card')}
      </text>
      <Chip x={28} y={72} />
      <rect className="wash" x="192" y="64" width="64" height="84" rx="8" />
      <circle className="act" cx="224" cy="94" r="13" />
      <path className="act" d="M202 140q4-24 22-24t22 24" />
      <path className="faint" d="M28 130h120M28 152h84" />
    </g>
  );
}

export function BankCard(): JSX.Element {
  return (
    <g transform="translate(30 60)">
      <rect className="solid" width="280" height="176" rx="18" />
      <text className="title text-on-dark" x="28" y="46">
        {t('drawing.bank-card')}
      </text>
      <Chip x={28} y={66} />
      <path className="on-dark" d="M28 132h40m18 0h40m18 0h40m18 0h40" strokeWidth="8" />
    </g>
  );
}

const QR_CORNERS = 'M0 0h26v26H0zM44 0h26v26H44zM0 44h26v26H0z';
const QR_GRAINS = 'M44 44h12v12H44zM58 58h12v12H58z';

interface PhoneProps {
  readonly title?: string;
  /** What is on it below the title; default: a code. */
  readonly children?: ReactNode;
  readonly y?: number;
}

/** A phone that shows something, 168 × 236 units. */
export function PhoneShowing({ title, children, y = 74 }: PhoneProps): JSX.Element {
  return (
    <g transform={`translate(86 ${y})`}>
      <rect className="paper" width="168" height="236" rx="22" />
      {title === undefined ? null : (
        <text className="title" x="84" y="54" textAnchor="middle">
          {title}
        </text>
      )}
      {children ?? <Code x={49} y={92} />}
      <path d="M66 214h36" strokeWidth="6" />
    </g>
  );
}

export function Code({ x, y }: { readonly x: number; readonly y: number }): JSX.Element {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className="solid" d={QR_CORNERS} strokeWidth="1" />
      <path className="solid" d={QR_GRAINS} strokeWidth="1" />
    </g>
  );
}

export function BarCode({ x, y }: { readonly x: number; readonly y: number }): JSX.Element {
  return (
    <path
      d="M0 0v38M12 0v38M22 0v38M40 0v38M50 0v38M68 0v38M82 0v38M92 0v38M110 0v38"
      transform={`translate(${x} ${y})`}
      strokeWidth="6"
    />
  );
}

/** A person behind a desk. */
export function Counter(): JSX.Element {
  return (
    <g transform="translate(0 40)">
      <circle className="wash" cx="170" cy="62" r="36" />
      <path className="wash" d="M96 186q4-76 74-76t74 76z" />
      <rect className="paper" x="40" y="186" width="260" height="56" rx="10" />
      <text className="title" x="170" y="225" textAnchor="middle">
        {t('drawing.counter')}
      </text>
    </g>
  );
}

export function ClockFace({ x, y }: { readonly x: number; readonly y: number }): JSX.Element {
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle className="wash" r="34" />
      <path className="act" d="M0-18V0l14 9" strokeWidth="6" />
    </g>
  );
}

/** Said twice, by shape and by colour: this is how it is not done, this is how. */
export function Badge({ right, x }: { readonly right: boolean; readonly x: number }): JSX.Element {
  return (
    <g transform={`translate(${x} 290)`}>
      <circle className={right ? 'act-solid' : 'paper'} r="34" />
      {right ? (
        <path className="on-act" d="m-15 1 10 11 20-22" strokeWidth="8" />
      ) : (
        <path d="m-13-13 26 26m0-26-26 26" strokeWidth="8" />
      )}
    </g>
  );
}
