import { once } from 'node:events';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { launchOptions } from '../electron.ts';

/** The app in its own process, with the window that residents see. */
export class RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly #said: readonly string[];

  private constructor(electron: ElectronApplication, page: Page, said: readonly string[]) {
    this.electron = electron;
    this.page = page;
    this.#said = said;
  }

  /** @param flags the app's own, e.g. `['--config', file]` */
  static async start(flags: readonly string[]): Promise<RunningApp> {
    const electron = await _electron.launch(launchOptions(flags));
    const said: string[] = [];
    for (const stream of [electron.process().stdout, electron.process().stderr]) {
      stream?.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
    }
    return new RunningApp(electron, await electron.firstWindow(), said);
  }

  /** Everything on stdout and stderr so far. */
  output(): string {
    return this.#said.join('');
  }

  /**
   * What stands on the glass once nothing moves any more: from the window itself, because Playwright's own screenshot
   * does not know a page that is zoomed to fit its display.
   */
  async picture(): Promise<Buffer> {
    await this.page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
    const window = await this.electron.browserWindow(this.page);
    const png = await window.evaluate(async (its) => (await its.capturePage()).toPNG().toString('base64'));
    return Buffer.from(png, 'base64');
  }

  /** As 退出 by the operating system: the app stops in order. */
  async quit(): Promise<void> {
    await this.electron.close();
  }

  /** A power cut: every process of the app at once, none is asked. Playwright makes each app a process group. */
  async kill(): Promise<void> {
    const child = this.electron.process();
    const { pid } = child;
    if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    process.kill(-pid, 'SIGKILL');
    await gone;
  }
}
