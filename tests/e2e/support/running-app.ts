import { once } from 'node:events';
import { resolve } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { launchOptions } from '../electron.ts';

const ELECTRON_ALONE = resolve(import.meta.dirname, 'electron-alone.sh');

/** The app in its own process, with the window that residents see. */
export class RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;

  private constructor(electron: ElectronApplication, page: Page) {
    this.electron = electron;
    this.page = page;
  }

  /**
   * @param flags the app's own, e.g. `['--config', file]`
   * @param outputFile gets everything that the app says on stdout and stderr, appended
   */
  static async start(flags: readonly string[], outputFile: string): Promise<RunningApp> {
    const options = launchOptions(flags);
    const electron = await _electron.launch({
      ...options,
      executablePath: ELECTRON_ALONE,
      env: { ...options.env, KIOSK_E2E_OUTPUT: outputFile },
    });
    return new RunningApp(electron, await electron.firstWindow());
  }

  /**
   * What stands on the glass once everything has come to its place: from the window itself, because Playwright's own screenshot
   * does not know a page that is zoomed to fit its display.
   */
  async picture(): Promise<Buffer> {
    await this.page.evaluate(async () => {
      const endless = ({ effect }: Animation) =>
        effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
      const moving = document.getAnimations().filter((animation) => !endless(animation));
      await Promise.all(moving.map(({ finished }) => finished));
    });
    const window = await this.electron.browserWindow(this.page);
    const png = await window.evaluate(async (its) => (await its.capturePage()).toPNG().toString('base64'));
    return Buffer.from(png, 'base64');
  }

  /**
   * What a scanner that is a keyboard types, ENTER at the end: real keys, each stamped 3 ms after the one before, however slow
   * this machine is in handing them over.
   */
  async typeAsScanner(text: string): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const keys = [...text].map((key) => ({ key, text: key }));
    const enter = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 };
    const begun = Date.now() / 1_000;
    for (const [at, key] of [...keys, enter].entries()) {
      const timestamp = begun + at * 0.003;
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, ...key });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp, ...key });
    }
    await session.detach();
  }

  /** Kills the page's process, as the system does when memory is short; answers when another one is there. */
  async killPage(): Promise<void> {
    const window = await this.electron.browserWindow(this.page);
    const pidNow = () => window.evaluate((its) => its.webContents.getOSProcessId());
    const pid = await pidNow();
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => ![0, pid].includes(await pidNow())).toBe(true);
  }

  /**
   * The machine value of a field in the window, null where there is none: for when Playwright has given the page up, as
   * it does for good when the page's process has died.
   */
  async valueInWindow(field: string): Promise<string | null> {
    const window = await this.electron.browserWindow(this.page);
    return window.evaluate(
      (its, name) =>
        its.webContents.executeJavaScript(
          `document.querySelector('[data-field="${name}"]')?.dataset.value ?? null`,
        ),
      field,
    );
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
