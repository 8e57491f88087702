import './drawings.css';
import type { JSX, ReactNode } from 'react';
import type { TroubleCode } from '../../../main/contract/trouble.ts';
import { t } from '../../i18n/t.ts';
import { Chip } from './card.tsx';
import {
  Badge,
  BankCard,
  BarCode,
  CardBack,
  CardUp,
  ClockFace,
  Code,
  Counter,
  PhoneShowing,
  ScannerWindow,
  Slot,
  SocialCard,
  UpArrow,
} from './parts.tsx';

interface Pair {
  /** What went wrong, as it looked. */
  readonly wrong: ReactNode;
  /** The same done right, or what to do instead. */
  readonly right: ReactNode;
}

/** Side by side, so that nobody has to read: crossed out what happened, ticked what to do. */
function WrongAndRight({ wrong, right }: Pair): JSX.Element {
  return (
    <svg className="drawing" viewBox="0 0 720 330" aria-hidden="true">
      <g>
        {wrong}
        <Badge right={false} x={290} />
      </g>
      <g transform="translate(380 0)">
        {right}
        <Badge right x={290} />
      </g>
    </svg>
  );
}

function InsertRightly(): JSX.Element {
  return (
    <>
      <Slot />
      <UpArrow />
      <CardUp />
    </>
  );
}

function LeaveInside(): JSX.Element {
  return (
    <>
      <CardUp y={-70} />
      <Slot />
      <ClockFace x={170} y={200} />
    </>
  );
}

function ShowECard(): JSX.Element {
  return (
    <>
      <ScannerWindow />
      <PhoneShowing title={t('drawing.e-card')} />
    </>
  );
}

/** Drawn where the card itself will not help: `instead` is the electronic card, or the counter without a scanner. */
function pairs(instead: ReactNode): Partial<Record<TroubleCode, Pair>> {
  return {
    CARD_MUTE: {
      wrong: (
        <>
          <Slot />
          <UpArrow />
          <CardBack />
        </>
      ),
      right: <InsertRightly />,
    },
    CARD_PULLED: {
      wrong: (
        <>
          <CardUp y={40} />
          <Slot />
          <path className="act" d="M170 230v62m-22-22 22 22 22-22" strokeWidth="8" />
        </>
      ),
      right: <LeaveInside />,
    },
    CARD_UNREADABLE: {
      wrong: (
        <CardUp y={78}>
          <Chip x={44} y={20} />
          <path d="m36 14 22 20-8 14 26 14m-4-50 12 20-20 22" strokeWidth="5" />
        </CardUp>
      ),
      right: (
        <>
          <CardUp y={78} />
          <path className="wash" d="M176 84q34-22 70 2t62 4l-14 62q-34 16-66-4t-60 0q-14-30 8-64z" />
          <path className="act" d="M112 66q22-26 50-14m-64-8q28-34 68-18" strokeWidth="6" />
        </>
      ),
    },
    NOT_SOCIAL_CARD: { wrong: <BankCard />, right: <SocialCard /> },
    CARD_EXPIRED: {
      wrong: (
        <>
          <SocialCard y={20} />
          <g transform="translate(70 156)">
            <rect className="paper" width="190" height="118" rx="12" />
            <path className="solid" d="M2 34V12Q2 2 12 2h166q10 0 10 10v22z" strokeWidth="1" />
            <path d="M46-12v24m98-24v24" strokeWidth="8" />
            <text className="title" x="95" y="88" textAnchor="middle">
              {t('drawing.expired')}
            </text>
          </g>
        </>
      ),
      right: instead,
    },
    NEEDS_SAM: {
      wrong: (
        <>
          <Slot />
          <CardUp y={110}>
            <Chip x={44} y={20} />
            <path d="M96 26q12 12 0 26m13-38q22 24 0 50" strokeWidth="5" />
          </CardUp>
        </>
      ),
      right: instead,
    },
    CARD_SWAPPED: {
      wrong: (
        <>
          <Slot />
          <UpArrow />
          <g transform="rotate(-9 170 330) translate(-52 4)">
            <CardUp />
          </g>
          <g transform="rotate(9 170 330) translate(52 4)">
            <CardUp />
          </g>
        </>
      ),
      right: <LeaveInside />,
    },
    READER_TROUBLE: {
      wrong: (
        <>
          <Slot pause />
          <CardUp y={110} />
        </>
      ),
      right: instead,
    },
    PAYMENT_CODE: {
      wrong: (
        <>
          <ScannerWindow />
          <PhoneShowing title={t('drawing.payment-code')}>
            <BarCode x={29} y={76} />
            <Code x={49} y={128} />
          </PhoneShowing>
        </>
      ),
      right: <ShowECard />,
    },
    FOREIGN_CODE: {
      wrong: (
        <>
          <ScannerWindow />
          <PhoneShowing title="?" />
        </>
      ),
      right: <ShowECard />,
    },
    CODE_EXPIRED: {
      wrong: (
        <>
          <ScannerWindow />
          <PhoneShowing>
            <Code x={49} y={70} />
            <path d="M36 52 132 160" strokeWidth="7" />
          </PhoneShowing>
        </>
      ),
      right: (
        <>
          <ScannerWindow />
          <PhoneShowing>
            <Code x={49} y={70} />
            <path
              className="act"
              d="M28 64q56-50 112 0m2-26v28h-28M140 148q-56 50-112 0m-2 26v-28h28"
              strokeWidth="6"
            />
          </PhoneShowing>
        </>
      ),
    },
    SCANNER_TROUBLE: {
      wrong: (
        <>
          <ScannerWindow pause />
          <PhoneShowing />
        </>
      ),
      right: <InsertRightly />,
    },
  };
}

interface FaultProps {
  readonly fault: TroubleCode;
  /** There is a scanner that works. */
  readonly scan: boolean;
}

/** What went wrong with a card or a code, and what to do; null for what needs no picture of its own. */
export function FaultDrawing({ fault, scan }: FaultProps): JSX.Element | null {
  const pair = pairs(scan ? <ShowECard /> : <Counter />)[fault];
  return pair === undefined ? null : <WrongAndRight {...pair} />;
}
