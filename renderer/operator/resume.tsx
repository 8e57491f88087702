import type { JSX } from 'react';
import type { OpenState } from '../../main/contract/operator.ts';
import type { Ask } from './ask.ts';

interface ResumeProps {
  readonly state: OpenState;
  /** There is something to put away. */
  readonly isShown: boolean;
  readonly ask: Ask;
}

/** Puts a test away. On the demo rig that also lets residents in again; on a terminal the window's end does. */
export function Resume({ state: { rig }, isShown, ask }: ResumeProps): JSX.Element | null {
  if (!isShown) return null;
  const label = rig === 'demo' ? '清除并恢复服务' : '清除';
  return (
    <button type="button" data-action="end-test" onClick={() => void ask({ type: 'end-test' }, label)}>
      {label}
    </button>
  );
}
