import './drawings.css';
import type { JSX, ReactNode } from 'react';
import type { TroubleCode } from '../../../main/contract/trouble.ts';
import { t } from '../../i18n/t.ts';
import { Chip } from './card.tsx';
import {
  Badge,
  BankCard,
  BarCode,
  CardAtChip,
  CardBack,
  CardInside,
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
      <CardInside />
      <Slot />
      <ClockFace x={170} y={216} />
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
          <Slot />
          <CardUp y={72} />
          <path className="act" d="M170 262v52m-20-20 20 20 20-20" strokeWidth="8" />
        </>
      ),
      right: <LeaveInside />,
    },
    CARD_UNREADABLE: {
      wrong: (
        <CardAtChip>
          <path d="m104 96 46 40-16 26 58 34m-12-104 26 44-40 48" strokeWidth="6" />
        </CardAtChip>
      ),
      right: (
        <CardAtChip>
          <path className="wash" d="M178 128q42-26 84 2t66-4l-18 84q-40 20-78-4t-70 0q-12-40 16-78z" />
          <path className="act" d="M122 62q22-26 56-16m-72-8q30-34 80-22" strokeWidth="7" />
        </CardAtChip>
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
