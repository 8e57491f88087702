import type { Result } from './result.ts';

/**
 * A lever is one thing that a person could do to an emulated device or server: insert a card, tear the paper, pay late,
 * cut the line after the commit. The demo panel, the control interface, the command line and the fault matrix all read
 * the same list, so a lever that exists can be pulled everywhere, and a test fails when no scenario pulls it.
 */
export interface Lever {
  /** Stable, unique over the rig, kebab-case with the device first: `card-insert`, `printer-paper-out`. */
  readonly id: string;
  /** What a technician reads on the panel, in Chinese. */
  readonly label: string;
  /** `action` happens once; `fault` stays or counts down until it is taken back (`clear: true` or another value). */
  readonly kind: 'action' | 'fault';
  readonly args: readonly LeverArg[];
  apply(args: Readonly<Record<string, unknown>>): Promise<Result<void, LeverError>>;
}

export type LeverArg = { readonly name: string; readonly label: string; readonly optional?: boolean } & (
  | {
      readonly type: 'choice';
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly unit: string }
  | { readonly type: 'boolean' }
  | { readonly type: 'text'; readonly maxLength: number }
);

/** What a panel or an outside program sees of a lever. */
export type LeverDescriptor = Omit<Lever, 'apply'>;

export interface LeverError {
  /** `BAD_ARGUMENT`: an argument is missing, unknown or out of bounds. `NOT_NOW`: the device cannot do that in its present state. */
  readonly code: 'BAD_ARGUMENT' | 'NOT_NOW';
  /** The argument's name for BAD_ARGUMENT. */
  readonly argument?: string;
  /** For the technician, in plain words. */
  readonly message: string;
}
