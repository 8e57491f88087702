import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { type Clock, wait } from '../../drivers/base/clock.ts';
import { type ProcessTree, readCpuMs, readProcessTree } from './process-tree.ts';

/** How Electron is started on this machine. `args` hold neither app nor flags. */
export interface ElectronCommand {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
}

/** Longer than anything takes that still works. */
const PATIENCE_MS = 60_000;
/** At rest: hardly any processor time in this long, twice in a row. */
const REST_MS = 400;
const REST_CPU_MS = 20;

/**
 * An Electron app that is left alone while it starts: nothing is attached to it before it has come to rest, and when its
 * page painted is read afterwards from what the page itself recorded.
 */
export class ElectronProcess {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  readonly #spawnedAt: number;
  readonly #devTools: Promise<string>;

  private constructor(child: ChildProcess, clock: Clock, spawnedAt: number) {
    this.#child = child;
    this.#clock = clock;
    this.#spawnedAt = spawnedAt;
    this.#devTools = devToolsAddress(child);
    // Awaited only once the app is at rest.
    this.#devTools.catch(() => undefined);
  }

  /** @param app its directory and flags */
  static spawn(command: ElectronCommand, app: readonly string[], clock: Clock): ElectronProcess {
    const args = [...command.args, '--remote-debugging-port=0', ...app];
    const spawnedAt = clock.now();
    const child = spawn(command.executablePath, args, {
      env: command.env,
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, so that none of its processes can be left behind.
      detached: true,
    });
    return new ElectronProcess(child, clock, spawnedAt);
  }

  /** Until nothing starts any more. Throws when that never comes. */
  async rest(): Promise<void> {
    const until = this.#clock.monotonic() + PATIENCE_MS;
    await this.#devTools;
    for (let quiet = 0, before = await this.#cpuMs(); quiet < 2; ) {
      if (this.#clock.monotonic() > until) throw new Error('Electron does not come to rest');
      await wait(this.#clock, REST_MS);
      const now = await this.#cpuMs();
      quiet = now - before < REST_CPU_MS ? quiet + 1 : 0;
      before = now;
    }
  }

  /** What all its processes hold now. */
  tree(): Promise<ProcessTree> {
    return readProcessTree(this.#pid);
  }

  /** Share of one core, in percent, over the given time. */
  async cpuShare(ms: number): Promise<number> {
    const [startedAt, before] = [this.#clock.monotonic(), await this.#cpuMs()];
    await wait(this.#clock, ms);
    const used = (await this.#cpuMs()) - before;
    return (used / (this.#clock.monotonic() - startedAt)) * 100;
  }

  /** Its one page, with a debugger on it from now on: what it does after this is not for measuring. */
  async page(): Promise<Page> {
    const browser = await chromium.connectOverCDP(await this.#devTools, { timeout: PATIENCE_MS });
    const page = browser.contexts()[0]?.pages()[0];
    if (page === undefined) throw new Error('Electron shows no page');
    page.setDefaultTimeout(PATIENCE_MS);
    return page;
  }

  /**
   * Milliseconds from spawning the binary to the first frame with text of that screen on it; the font is there by then,
   * because Chromium does not report text that it could not draw yet.
   */
  async paintedAfter(page: Page, screen: string): Promise<number> {
    await page.waitForSelector(`[data-screen="${screen}"]`);
    const paintedAt = await page.evaluate(firstTextOn, screen);
    return paintedAt - this.#spawnedAt;
  }

  /** As the operating system ends it; by force if it does not listen. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    const force = this.#clock.after(PATIENCE_MS, () => process.kill(-this.#pid, 'SIGKILL'));
    child.kill('SIGTERM');
    await gone;
    force.cancel();
  }

  get #pid(): number {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined) throw new Error('Electron could not be started');
    if (exitCode !== null || signalCode !== null)
      throw new Error(`Electron ended with ${exitCode ?? signalCode}`);
    return pid;
  }

  #cpuMs(): Promise<number> {
    return readCpuMs(this.#pid);
  }
}

/** In the page: epoch milliseconds of the first frame in which the largest thing painted was text of that screen. */
function firstTextOn(screen: string): Promise<number> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const paint = list
        .getEntries()
        .find(
          (entry) =>
            'element' in entry && (entry.element as Element | null)?.closest(`[data-screen="${screen}"]`),
        );
      if (paint === undefined) return;
      observer.disconnect();
      resolve(performance.timeOrigin + paint.startTime);
    });
    observer.observe({ type: 'largest-contentful-paint', buffered: true });
  });
}

/** Chromium tells on stderr where its debugger listens. Keeps reading, so that the pipe never fills. */
function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stderr } = child;
    if (stderr === null) throw new Error('stderr is a pipe');
    let said = '';
    createInterface({ input: stderr }).on('line', (line) => {
      said += `${line}\n`;
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`Electron ended with ${code ?? signal}:\n${said}`)),
    );
  });
}
