import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS, type KioskBridge } from '../../contract/bridge.ts';
import { snapshotSchema } from '../../contract/snapshot.ts';

/** The resident's page can do two things: look at snapshots and send intents. Main checks every intent again. */
const bridge: KioskBridge = {
  onSnapshot(listener) {
    ipcRenderer.on(CHANNELS.snapshot, (_event, message: unknown) => listener(snapshotSchema.parse(message)));
    ipcRenderer.send(CHANNELS.ready);
  },
  send(intent) {
    ipcRenderer.send(CHANNELS.intent, intent);
  },
};

// The page is alive as long as its own thread answers.
ipcRenderer.on(CHANNELS.ping, (_event, number: unknown) => ipcRenderer.send(CHANNELS.alive, number));

contextBridge.exposeInMainWorld('kiosk', bridge);
