import type { JSX, ReactNode } from 'react';
import { useSnapshot } from '../store.ts';
import { type ButtonKind, IntentButton } from './button.tsx';

interface Props {
  readonly canPrint: boolean;
  /** How it looks while it can be pressed; a button that cannot is never the main one. */
  readonly kind?: ButtonKind;
  readonly children: ReactNode;
}

/** Keeps its place, disabled, while the printer cannot. A terminal without a printer has no such button. */
export function SlipButton({ canPrint, kind = 'plain', children }: Props): JSX.Element | null {
  const { printer } = useSnapshot().health;
  if (printer === 'absent') return null;
  return (
    <IntentButton intent={{ type: 'print-slip' }} kind={canPrint ? kind : 'plain'} disabled={!canPrint}>
      {children}
    </IntentButton>
  );
}
