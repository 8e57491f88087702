import type { Unsubscribe } from '../base/subscribe.ts';

/** What main may know of a code scanner: whole codes, as text, once each. */
export interface CodeScannerPort {
  start(): void;
  state(): { readonly connection: 'connecting' | 'ready' | 'gone'; readonly model: string };
  subscribe(listener: (event: ScannerEvent) => void): Unsubscribe;
  close(): Promise<void>;
}

export type ScannerEvent =
  | { readonly type: 'scanner-ready'; readonly model: string }
  | { readonly type: 'scanner-gone'; readonly cause: string }
  /** Opaque, at most 2,048 printable characters; never logged. */
  | { readonly type: 'code'; readonly text: string };
