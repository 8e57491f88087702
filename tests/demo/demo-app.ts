import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

export interface DemoAppOptions {
  readonly executablePath: string;
  /** Before the app's own flags; holds the app's directory. */
  readonly args: readonly string[];
  readonly env: Record<string, string>;
}

/** Long enough for a machine that is busy with other things; a step that takes longer has failed. */
const PATIENCE_MS = 30_000;

/** The app on the demo rig with a journal of its own, its glass driven by touches and its devices by levers. */
export class DemoApp {
  readonly page: Page;
  readonly #app: ElectronApplication;
  readonly #userData: string;
  readonly #control: string;

  private constructor(app: ElectronApplication, page: Page, userData: string, control: string) {
    this.#app = app;
    this.page = page;
    this.#userData = userData;
    this.#control = control;
    page.setDefaultTimeout(PATIENCE_MS);
  }

  static async launch({ executablePath, args, env }: DemoAppOptions): Promise<DemoApp> {
    const userData = await mkdtemp(join(tmpdir(), 'kiosk-demo-'));
    const app = await _electron.launch({
      executablePath,
      args: [...args, '--user-data', userData, '--control-port', '0'],
      env,
      timeout: PATIENCE_MS,
    });
    const control = announcedControl(app);
    return new DemoApp(app, await app.firstWindow(), userData, await control);
  }

  /** Waits for the screen. A text that fades in for 200 ms is part of it. */
  async screen(name: string): Promise<void> {
    await this.page.waitForSelector(`[data-screen="${name}"]`);
    await this.page.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all(document.getAnimations().map((animation) => animation.finished));
    });
  }

  async tap(selector: string): Promise<void> {
    await this.page.click(selector);
  }

  async enabled(selector: string): Promise<void> {
    await this.page.waitForSelector(`${selector}:enabled`);
  }

  /** The machine value of a fact on the glass. */
  async value(selector: string): Promise<string> {
    const element = await this.page.waitForSelector(selector, { state: 'attached' });
    return (await element.getAttribute('data-value')) ?? (await element.textContent()) ?? '';
  }

  /** Of the print under way, once it has ended: A, B, C or D. */
  async evidence(): Promise<string> {
    return this.value('[data-field="print-evidence"]:not([data-value="none"])');
  }

  /** @throws when the lever is refused */
  async pull(lever: string, args: Record<string, unknown> = {}): Promise<void> {
    const answer = await fetch(`${this.#control}/levers/${lever}`, {
      method: 'POST',
      body: JSON.stringify(args),
    });
    if (!answer.ok) throw new Error(`lever ${lever}: ${await answer.text()}`);
  }

  async get(path: string): Promise<Uint8Array> {
    const answer = await fetch(`${this.#control}${path}`);
    if (!answer.ok) throw new Error(`GET ${path}: ${await answer.text()}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  /** The electronic receipt, made beside the visit; null when there is none within the patience. */
  async receiptPdf(orderId: string | null): Promise<Uint8Array | null> {
    if (orderId === null) return null;
    const file = join(this.#userData, 'demo/receipts', `${orderId}.pdf`);
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
      const pdf = await readFile(file).catch(() => null);
      if (pdf !== null) return pdf;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return null;
  }

  async versions(): Promise<{ app: string; electron: string; node: string }> {
    return this.#app.evaluate(({ app }) => ({
      app: app.getVersion(),
      electron: process.versions.electron ?? '',
      node: process.versions.node,
    }));
  }

  async close(): Promise<void> {
    await this.#app.close();
    await rm(this.#userData, { recursive: true, force: true });
  }
}

/** The app says on which port its control interface listens. */
function announcedControl(app: ElectronApplication): Promise<string> {
  return new Promise((resolve, reject) => {
    const process = app.process();
    process.stdout?.on('data', (chunk: Buffer) => {
      const address = /control interface: (http:\/\/\S+)/.exec(chunk.toString())?.[1];
      if (address !== undefined) resolve(address);
    });
    process.once('exit', (code) => reject(new Error(`the app ended with ${code} before it was ready`)));
  });
}
