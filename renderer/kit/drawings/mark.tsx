import './drawings.css';
import type { JSX } from 'react';

export type MarkKind = 'done' | 'waiting' | 'back' | 'question' | 'stop' | 'pause';

const SHAPES: Readonly<Record<MarkKind, string>> = {
  done: 'M30 52 44 66 72 36',
  waiting: 'M50 28v24l16 12',
  back: 'M66 62H36q-10 0-10-11t10-11h34m-14-14 14 14-14 14',
  question: 'M38 40q0-13 12-13t12 12q0 8-12 15v5M50 72v1',
  stop: 'M34 34l32 32M66 34 34 66',
  pause: 'M40 34v32M60 34v32',
};

/** The result in one glance; its meaning is always written beside it. */
export function Mark({ kind }: { readonly kind: MarkKind }): JSX.Element {
  const good = kind === 'done';
  return (
    <svg className="drawing mark" viewBox="0 0 100 100" aria-hidden="true">
      <circle className={good ? 'act-solid' : 'paper'} cx="50" cy="50" r="46" />
      <path className={good ? 'on-act' : undefined} d={SHAPES[kind]} strokeWidth="8" />
    </svg>
  );
}
