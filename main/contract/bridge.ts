import type { Intent } from './intent.ts';
import type { OperatorAnswer, OperatorRequest, OperatorState } from './operator.ts';
import type { Snapshot } from './snapshot.ts';

/** IPC channel names; one direction each. */
export const CHANNELS = {
  /** main → resident's page: Snapshot. */
  snapshot: 'kiosk:snapshot',
  /** resident's page → main, once it listens. */
  ready: 'kiosk:ready',
  /** resident's page → main: Intent. */
  intent: 'kiosk:intent',
  /** resident's page → main: a code that a keyboard scanner typed; see scanned.ts. */
  scanned: 'kiosk:scanned',
  /** resident's page → main: the pong of the liveness check, with the number it was asked. */
  alive: 'kiosk:alive',
  /** main → resident's page: the ping. */
  ping: 'kiosk:ping',
  /** main → technician's window: OperatorState. */
  operatorState: 'operator:state',
  operatorReady: 'operator:ready',
  /** technician's window → main (invoke): OperatorRequest → OperatorAnswer. */
  operatorRequest: 'operator:request',
  /** technician's window → main (invoke): the picture of the emulated paper → PNG bytes, or null (demo rig only). */
  operatorPaper: 'operator:paper',
  /** technician's window → main: a code that a keyboard scanner typed into it. */
  operatorScanned: 'operator:scanned',
} as const;

/** `window.kiosk` in the resident's page. */
export interface KioskBridge {
  /** The newest snapshot at once after subscribing, then every one that follows; main has checked it against its schema. */
  onSnapshot(listener: (snapshot: Snapshot) => void): void;
  send(intent: Intent): void;
}

/** The other thing that either page may say: what a scanner typed into it, which is no touch of anybody's. */
export interface ScannerBridge {
  scanned(typed: string): void;
}

/** `window.operator` in the technician's window. */
export interface OperatorBridge {
  onState(listener: (state: OperatorState) => void): void;
  request(request: OperatorRequest): Promise<OperatorAnswer>;
  paper(): Promise<Uint8Array | null>;
}
