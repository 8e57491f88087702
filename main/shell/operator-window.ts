import { join } from 'node:path';
import { BrowserWindow, type Session } from 'electron';
import { z } from 'zod';
import type { Log } from '../../drivers/base/log.ts';
import { CHANNELS } from '../contract/bridge.ts';
import { operatorRequestSchema } from '../contract/operator.ts';
import type { DemoPanel } from '../operator/demo-panel.ts';
import { Ipc } from './ipc.ts';
import { ORIGIN } from './scheme.ts';

/** The technician's panel in a window of its own: opened by the hidden gesture, demo rig only. */
export class OperatorWindow {
  readonly #options: { readonly session: Session; readonly distDir: string; readonly hidden: boolean };
  readonly #panel: DemoPanel;
  #window: BrowserWindow | null = null;

  constructor(
    panel: DemoPanel,
    options: {
      readonly session: Session;
      readonly distDir: string;
      readonly hidden: boolean;
      readonly log: Log;
    },
  ) {
    this.#panel = panel;
    this.#options = options;
    const ipc = new Ipc(() => this.#window, options.log);
    ipc.on(CHANNELS.operatorReady, z.unknown(), () => this.#show());
    ipc.handle(CHANNELS.operatorRequest, operatorRequestSchema, async (request) => {
      if (request.type !== 'close-panel') return panel.request(request);
      this.#window?.close();
      return { ok: true };
    });
    ipc.handle(CHANNELS.operatorPaper, z.unknown(), () => panel.paper());
    panel.subscribe(() => this.#show());
  }

  open(): void {
    if (this.#window !== null) {
      this.#window.focus();
      return;
    }
    const { session, distDir, hidden } = this.#options;
    const window = new BrowserWindow({
      width: 900,
      height: 1_000,
      title: '演示面板',
      show: !hidden,
      alwaysOnTop: true,
      autoHideMenuBar: true,
      webPreferences: {
        session,
        preload: join(distDir, 'preload/operator.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    window.removeMenu();
    window.on('closed', () => {
      this.#window = null;
    });
    this.#window = window;
    void window.loadURL(`${ORIGIN}/operator.html`);
  }

  #show(): void {
    this.#window?.webContents.send(CHANNELS.operatorState, this.#panel.state());
  }
}
