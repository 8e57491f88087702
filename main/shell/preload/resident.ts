import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS, type KioskBridge, type ScannerBridge } from '../../contract/bridge.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

/**
 * The resident's page can do three things: look at snapshots, send intents, and hand over what a keyboard scanner typed. Main
 * checks all against their schemas, the snapshot before it sends it and the others when they come; a second check here would only delay the first screen.
 */
const bridge: KioskBridge & ScannerBridge = {
  onSnapshot(listener) {
    ipcRenderer.on(CHANNELS.snapshot, (_event, snapshot: Snapshot) => listener(snapshot));
    ipcRenderer.send(CHANNELS.ready);
  },
  send(intent) {
    ipcRenderer.send(CHANNELS.intent, intent);
  },
  scanned(typed) {
    ipcRenderer.send(CHANNELS.scanned, typed);
  },
};

// The page is alive as long as its own thread answers.
ipcRenderer.on(CHANNELS.ping, (_event, number: unknown) => ipcRenderer.send(CHANNELS.alive, number));

contextBridge.exposeInMainWorld('kiosk', bridge);
