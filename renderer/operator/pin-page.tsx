import { type JSX, useEffect, useState } from 'react';
import type { LockedState } from '../../main/contract/operator.ts';
import type { Answered, Ask } from './ask.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const MAX = 12;
const MIN = 4;

interface PinPageProps {
  readonly state: LockedState;
  readonly answered: Answered | null;
  readonly ask: Ask;
}

/** The technician's number, by touch or on a keyboard. What is typed is shown as dots and forgotten with every try. */
export function PinPage({ state, answered, ask }: PinPageProps): JSX.Element {
  const [pin, setPin] = useState('');
  const add = (digit: string) => setPin((typed) => (typed.length < MAX ? typed + digit : typed));
  // The whole window is the keyboard's: there is no field that could lose the focus.
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (/^\d$/.test(key)) setPin((typed) => (typed.length < MAX ? typed + key : typed));
      if (key === 'Backspace') setPin((typed) => typed.slice(0, -1));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const unlock = () => {
    setPin('');
    void ask({ type: 'unlock', pin }, '解锁');
  };
  return (
    <div className="pin">
      <h1>请输入维护密码</h1>
      <p className="pin__dots" data-field="pin-length" data-value={pin.length} aria-live="polite">
        {'●'.repeat(pin.length)}
      </p>
      <p className="pin__note" role="status">
        {note(state, answered)}
      </p>
      <div className="pin__keys">
        {DIGITS.map((digit) => (
          <DigitKey key={digit} digit={digit} onPress={add} />
        ))}
        <button type="button" data-action="pin-clear" onClick={() => setPin('')}>
          清除
        </button>
        <DigitKey digit="0" onPress={add} />
        <button
          type="button"
          className="main"
          data-action="unlock"
          disabled={pin.length < MIN}
          onClick={unlock}
        >
          确定
        </button>
      </div>
      <button
        type="button"
        className="pin__leave"
        data-action="close-panel"
        onClick={() => void ask({ type: 'close-panel' }, '退出')}
      >
        退出
      </button>
    </div>
  );
}

function note({ waitSeconds, triesLeft }: LockedState, answered: Answered | null): string {
  if (waitSeconds > 0) return `多次不对，请 ${Math.ceil(waitSeconds / 60)} 分钟后再试。`;
  return answered?.ok === false ? `${answered.message}，还可试 ${triesLeft} 次。` : '';
}

interface DigitKeyProps {
  readonly digit: string;
  readonly onPress: (digit: string) => void;
}

function DigitKey({ digit, onPress }: DigitKeyProps): JSX.Element {
  return (
    <button type="button" data-action="pin-digit" data-id={digit} onClick={() => onPress(digit)}>
      {digit}
    </button>
  );
}
