import './drawings.css';
import type { JSX } from 'react';

interface SlipProps {
  /** `none`: nothing comes out; `short`: on its way; `whole`: torn off, to be taken. */
  readonly paper?: 'none' | 'short' | 'whole';
}

const LENGTH = { none: 0, short: 58, whole: 112 } as const;

/** The slot of the printer and the slip that comes out of it. */
export function SlipDrawing({ paper = 'whole' }: SlipProps): JSX.Element {
  const length = LENGTH[paper];
  return (
    <svg className="drawing" viewBox="80 0 200 180" aria-hidden="true">
      <rect className="solid" x="90" y="6" width="180" height="42" rx="10" />
      {length === 0 ? (
        <path d="M150 96 210 156M210 96 150 156" strokeWidth="7" />
      ) : (
        <>
          <path
            className="paper"
            d={`M114 34h132v${length + 24}l-16 14-17-14-17 14-16-14-17 14-17-14-16 14-16-14z`}
          />
          <path className="act" d="M138 62h84" />
          {length > 60 ? <path className="act" d="M138 88h60M138 114h74" /> : null}
        </>
      )}
    </svg>
  );
}
