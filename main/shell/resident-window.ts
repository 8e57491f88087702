import { join } from 'node:path';
import { BrowserWindow, type Session } from 'electron';
import { z } from 'zod';
import type { Clock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import type { WedgeInput } from '../../drivers/code-scanner/wedge-scanner.ts';
import { CHANNELS } from '../contract/bridge.ts';
import { type Intent, intentSchema } from '../contract/intent.ts';
import { typedCodeSchema } from '../contract/scanned.ts';
import { type Snapshot, snapshotSchema } from '../contract/snapshot.ts';
import type { Glass } from './glass-fit.ts';
import { Ipc } from './ipc.ts';
import { ORIGIN } from './scheme.ts';
import { Watchdog } from './watchdog.ts';

/** What the page shows and who hears its touches; attached as soon as there is something to show. */
export interface Stage {
  snapshot(): Snapshot;
  subscribe(listener: (snapshot: Snapshot) => void): unknown;
  onEnded(listener: () => void): unknown;
  intent(intent: Intent): void;
}

export interface ResidentWindowOptions {
  readonly session: Session;
  readonly distDir: string;
  readonly glass: Glass;
  /** A terminal: no frame, nothing behind it, no way out. */
  readonly kiosk: boolean;
  readonly hidden: boolean;
  readonly title: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The paper of the standard theme: what is on the glass before the page is. */
const BACKGROUND = '#FAF8F3';

/** The resident's window. It opens before anything else is ready, because a blank page is already loading then. */
export class ResidentWindow {
  readonly window: BrowserWindow;
  #stage: Stage | null = null;
  #wedge: WedgeInput | null = null;
  #listening = false;

  constructor(options: ResidentWindowOptions) {
    const { glass, clock, log } = options;
    this.window = new BrowserWindow({
      ...glass.bounds,
      title: options.title,
      useContentSize: true,
      backgroundColor: BACKGROUND,
      frame: false,
      resizable: false,
      kiosk: options.kiosk,
      show: !options.hidden,
      autoHideMenuBar: true,
      webPreferences: {
        session: options.session,
        preload: join(options.distDir, 'preload/resident.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        devTools: !options.kiosk,
        backgroundThrottling: false,
        zoomFactor: glass.zoom,
      },
    });
    this.window.removeMenu();
    // Alt+F4 on a keyboard that somebody plugged in: a terminal ends by its service, not by a resident.
    if (options.kiosk) this.window.on('close', (event) => event.preventDefault());
    const watchdog = new Watchdog(this.window.webContents, clock, log);
    const ipc = new Ipc(() => (this.window.isDestroyed() ? null : this.window), log);
    ipc.on(CHANNELS.ready, z.unknown(), () => {
      this.#listening = true;
      this.#show();
    });
    ipc.on(CHANNELS.intent, intentSchema, (intent) => this.#stage?.intent(intent));
    ipc.on(CHANNELS.scanned, typedCodeSchema, (typed) => this.#wedge?.receive(typed));
    ipc.on(CHANNELS.alive, z.int(), (number) => watchdog.alive(number));
    // A page that is loading hears nothing; it asks for the newest snapshot when it does.
    this.window.webContents.on('did-start-loading', () => {
      this.#listening = false;
    });
    void this.window.loadURL(`${ORIGIN}/index.html`);
  }

  /** @param wedge who takes what a keyboard scanner types; null where none is configured, and it is dropped */
  attach(stage: Stage, wedge: WedgeInput | null): void {
    this.#stage = stage;
    this.#wedge = wedge;
    stage.subscribe(() => this.#show());
    // A fresh page after every visit: nothing that the last resident saw is left in its memory.
    stage.onEnded(() => {
      if (this.window.isDestroyed()) return;
      this.#listening = false;
      this.window.webContents.reloadIgnoringCache();
    });
    this.#show();
  }

  #show(): void {
    if (this.#stage === null || !this.#listening || this.window.isDestroyed()) return;
    this.window.webContents.send(CHANNELS.snapshot, snapshotSchema.parse(this.#stage.snapshot()));
  }
}
