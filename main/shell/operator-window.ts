import { join } from 'node:path';
import { BrowserWindow, type Session } from 'electron';
import { z } from 'zod';
import type { Log } from '../../drivers/base/log.ts';
import type { WedgeInput } from '../../drivers/code-scanner/wedge-scanner.ts';
import { CHANNELS } from '../contract/bridge.ts';
import { operatorRequestSchema, operatorStateSchema } from '../contract/operator.ts';
import { typedCodeSchema } from '../contract/scanned.ts';
import type { OperatorDesk } from '../operator/operator-desk.ts';
import { Ipc } from './ipc.ts';
import { ORIGIN } from './scheme.ts';

export interface OperatorWindowOptions {
  readonly session: Session;
  readonly distDir: string;
  readonly hidden: boolean;
  /** On a terminal the window covers the glass; null on the demo rig, where it stands beside it. */
  readonly glass: Electron.Rectangle | null;
  /** PNG of the emulated paper; null where there is none. */
  readonly paper: () => Promise<Uint8Array | null>;
  /** Who takes what a keyboard scanner types into this window; null where none is configured, and it is dropped. */
  readonly wedge: WedgeInput | null;
  readonly log: Log;
}

/** The technician's window. Whether it may open, and what it may show, is the desk's to say. */
export class OperatorWindow {
  readonly #desk: OperatorDesk;
  readonly #options: OperatorWindowOptions;
  #window: BrowserWindow | null = null;

  constructor(desk: OperatorDesk, options: OperatorWindowOptions) {
    this.#desk = desk;
    this.#options = options;
    const ipc = new Ipc(() => this.#window, options.log);
    ipc.on(CHANNELS.operatorReady, z.undefined(), () => this.#show());
    ipc.handle(CHANNELS.operatorRequest, operatorRequestSchema, (request) => desk.request(request));
    ipc.handle(CHANNELS.operatorPaper, z.undefined(), options.paper);
    ipc.on(CHANNELS.operatorScanned, typedCodeSchema, (typed) => options.wedge?.receive(typed));
    desk.subscribe(() => this.#show());
    desk.onEnded(() => this.#window?.destroy());
  }

  open(by: 'keys' | 'corner'): void {
    if (!this.#desk.admit(by)) return;
    if (this.#window === null) this.#window = this.#opened();
    else this.#window.focus();
  }

  #opened(): BrowserWindow {
    const { session, distDir, hidden, glass } = this.#options;
    const window = new BrowserWindow({
      ...(glass === null ? { width: 900, height: 1_000 } : { ...glass, frame: false, kiosk: true }),
      title: '维护',
      show: !hidden,
      alwaysOnTop: true,
      autoHideMenuBar: true,
      backgroundColor: '#FAF8F3',
      webPreferences: {
        session,
        preload: join(distDir, 'preload/operator.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        devTools: glass === null,
      },
    });
    window.removeMenu();
    // A page that is dead or hung would keep residents out until somebody notices.
    window.webContents.on('render-process-gone', () => window.destroy());
    window.on('unresponsive', () => window.destroy());
    window.on('closed', () => {
      this.#window = null;
      this.#desk.closed();
    });
    void window.loadURL(`${ORIGIN}/operator.html`);
    return window;
  }

  #show(): void {
    const state = this.#desk.state();
    if (state === null || this.#window === null || this.#window.isDestroyed()) return;
    this.#window.webContents.send(CHANNELS.operatorState, operatorStateSchema.parse(state));
  }
}
