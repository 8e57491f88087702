import './button.css';
import type { JSX, ReactNode } from 'react';
import type { Intent } from '../../main/contract/intent.ts';
import { useSend } from '../store.ts';

/** `main` is the one thing to do on a screen; there is at most one of it. */
export type ButtonKind = 'main' | 'plain' | 'pill' | 'card';

interface Look {
  readonly kind?: ButtonKind;
  readonly disabled?: boolean;
  /** For a choice: whether this one is chosen. */
  readonly pressed?: boolean;
  /** Which item of a list it belongs to. */
  readonly id?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

interface PressProps extends Look {
  readonly action: string;
  readonly onPress: () => void;
}

/** A control that changes only what this page shows, such as 下一页. */
export function PressButton({
  action,
  onPress,
  kind = 'plain',
  disabled = false,
  pressed,
  id,
  className = '',
  children,
}: PressProps): JSX.Element {
  return (
    <button
      type="button"
      className={`button button--${kind} ${className}`.trimEnd()}
      data-action={action}
      data-id={id}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

interface IntentProps extends Look {
  readonly intent: Intent;
}

/** A control that tells main what the resident wants. */
export function IntentButton({ intent, ...look }: IntentProps): JSX.Element {
  const send = useSend();
  return <PressButton {...look} action={intent.type} onPress={() => send(intent)} />;
}
