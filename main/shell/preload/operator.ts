import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS, type OperatorBridge, type ScannerBridge } from '../../contract/bridge.ts';
import { operatorAnswerSchema, operatorStateSchema } from '../../contract/operator.ts';

/** The technician's window: a surface of its own, so that the resident's page never has anything of it in reach. */
const bridge: OperatorBridge & ScannerBridge = {
  onState(listener) {
    ipcRenderer.on(CHANNELS.operatorState, (_event, message: unknown) =>
      listener(operatorStateSchema.parse(message)),
    );
    ipcRenderer.send(CHANNELS.operatorReady);
  },
  async request(request) {
    return operatorAnswerSchema.parse(await ipcRenderer.invoke(CHANNELS.operatorRequest, request));
  },
  async paper() {
    const bytes: unknown = await ipcRenderer.invoke(CHANNELS.operatorPaper);
    return bytes instanceof Uint8Array ? bytes : null;
  },
  scanned(typed) {
    ipcRenderer.send(CHANNELS.operatorScanned, typed);
  },
};

contextBridge.exposeInMainWorld('operator', bridge);
