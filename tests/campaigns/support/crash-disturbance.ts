import type { CrashWallet } from './crash-wallets.ts';

/** One fault of a server, at the n-th call (from 1) that the engine makes in a run, in whichever process. */
export interface Disturbance {
  readonly call: number;
  readonly phase: 'before' | 'after-commit';
  readonly kind: WalletFault;
}

/** What a wallet's emulator can do to one call. */
export const WALLET_FAULTS = [
  'drop',
  'delay',
  'duplicate',
  'reordered',
  '500',
  'html',
  'truncate',
  '429',
  'bad-signature',
  'unknown-key',
  'skew',
  'wrong-amount',
  'wrong-merchant',
] as const;
export type WalletFault = (typeof WALLET_FAULTS)[number];

/** The agency signs nothing and has no patience to ask for. */
const AGENCY_FAULTS: readonly WalletFault[] = [
  'drop',
  'delay',
  'duplicate',
  'reordered',
  '500',
  'html',
  'truncate',
];

const PHASES = ['before', 'after-commit'] as const;

/** Signed answers that are about other money than ours: they freeze an order, and staff must look after it. */
export const LIES: ReadonlySet<string> = new Set(['wrong-amount', 'wrong-merchant']);

/** Whose call it is, in the words of the ledger. */
export interface CallTarget {
  readonly server: CrashWallet | 'agency';
  readonly op: string;
}

/** Every fault that this call can have. */
export function faultsAt(call: number, server: 'wallet' | 'agency'): readonly Disturbance[] {
  const kinds = server === 'agency' ? AGENCY_FAULTS : WALLET_FAULTS;
  return kinds.flatMap((kind) =>
    // Twice delivered or answered out of order: only a call that has had its effect can be.
    PHASES.filter((phase) => phase === 'after-commit' || (kind !== 'duplicate' && kind !== 'reordered')).map(
      (phase) => ({ call, phase, kind }),
    ),
  );
}

/** The lever that brings it about, for this call. */
export function leverFor({ server, op }: CallTarget, { phase, kind }: Disturbance) {
  if (server === 'agency') {
    return { id: 'agency-fault', args: { op, phase, kind: AGENCY_FAULTS.includes(kind) ? kind : '500' } };
  }
  return {
    id: `${server.device}-fault`,
    args: { op: op === 'query-refund' ? 'queryRefund' : op, phase, kind },
  };
}
