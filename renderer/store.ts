import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskBridge } from '../main/contract/bridge.ts';
import type { Intent } from '../main/contract/intent.ts';
import type { Snapshot } from '../main/contract/snapshot.ts';

/** The mirror of what main decided, and the one way back up. No rules live here. */
export interface Kiosk {
  /** `null` until the first snapshot has come. */
  readonly snapshots: StoreApi<Snapshot | null>;
  readonly send: (intent: Intent) => void;
}

export function createKioskStore(bridge: KioskBridge): Kiosk {
  const snapshots = createStore<Snapshot | null>(() => null);
  bridge.onSnapshot((snapshot) => snapshots.setState(snapshot, true));
  return { snapshots, send: (intent) => bridge.send(intent) };
}

export const KioskContext = createContext<Kiosk | null>(null);

function useKiosk(): Kiosk {
  const kiosk = use(KioskContext);
  if (kiosk === null) throw new Error('Rendered outside of KioskContext');
  return kiosk;
}

export function useLatestSnapshot(): Snapshot | null {
  return useStore(useKiosk().snapshots);
}

/** For everything below the app, which shows nothing before there is a snapshot. */
export function useSnapshot(): Snapshot {
  const snapshot = useLatestSnapshot();
  if (snapshot === null) throw new Error('Rendered before the first snapshot');
  return snapshot;
}

export function useSend(): (intent: Intent) => void {
  return useKiosk().send;
}
