import type { JSX } from 'react';
import type { Ask } from './ask.ts';

const LEAPS: readonly { readonly seconds: number; readonly label: string }[] = [
  { seconds: 10, label: '10 秒' },
  { seconds: 60, label: '1 分钟' },
  { seconds: 300, label: '5 分钟' },
  { seconds: 3_600, label: '1 小时' },
  { seconds: 86_400, label: '1 天' },
];

interface ClockControlsProps {
  readonly ask: Ask;
}

/** Makes the demo rig's clock run ahead, so that nobody has to wait for a time-out. */
export function ClockControls({ ask }: ClockControlsProps): JSX.Element {
  return (
    <div className="clock">
      {LEAPS.map(({ seconds, label }) => (
        <button
          key={seconds}
          type="button"
          data-action="advance-clock"
          data-id={seconds}
          onClick={() => void ask({ type: 'advance-clock', seconds }, `快进 ${label}`)}
        >
          快进 {label}
        </button>
      ))}
    </div>
  );
}
