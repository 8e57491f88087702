import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS, type KioskBridge } from '../../contract/bridge.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

/**
 * The resident's page can do two things: look at snapshots and send intents. Main checks both against their schemas, the
 * snapshot before it sends it and the intent when it comes; a second check here would only delay the first screen.
 */
const bridge: KioskBridge = {
  onSnapshot(listener) {
    ipcRenderer.on(CHANNELS.snapshot, (_event, snapshot: Snapshot) => listener(snapshot));
    ipcRenderer.send(CHANNELS.ready);
  },
  send(intent) {
    ipcRenderer.send(CHANNELS.intent, intent);
  },
};

// The page is alive as long as its own thread answers.
ipcRenderer.on(CHANNELS.ping, (_event, number: unknown) => ipcRenderer.send(CHANNELS.alive, number));

contextBridge.exposeInMainWorld('kiosk', bridge);
