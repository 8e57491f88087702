import type { Unsubscribe } from '../base/subscribe.ts';

/** What main may know of a code scanner: whole codes, as text, once each. */
export interface CodeScannerPort {
  start(): void;
  state(): ScannerState;
  subscribe(listener: (event: ScannerEvent) => void): Unsubscribe;
  close(): Promise<void>;
}

export interface ScannerState {
  readonly connection: 'connecting' | 'ready' | 'gone';
  /** As the device names itself, or its kind where it cannot be asked; empty before the first connection. */
  readonly model: string;
  /** Empty where it does not tell. */
  readonly firmware: string;
}

export type ScannerEvent =
  | { readonly type: 'scanner-ready'; readonly model: string }
  | { readonly type: 'scanner-gone'; readonly cause: string }
  /** Opaque, at most 2,048 printable characters; never logged. */
  | { readonly type: 'code'; readonly text: string };
