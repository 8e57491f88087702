import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type TestInfo } from '@playwright/test';
import type { LogEventId } from '../../../drivers/base/log.ts';
import type { LogEvents } from '../../../drivers/base/log-events.ts';
import { Bench, type BenchOptions } from './bench.ts';
import { Glass } from './glass.ts';
import { describeBench, type KioskFile, type TerminalOptions, writeKioskFile } from './kiosk-file.ts';
import { findInText, findSecrets, keySecrets, type Secret } from './privacy.ts';
import { readReceipt } from './receipt-text.ts';
import { RunningApp } from './running-app.ts';

export type WorldOptions = BenchOptions & TerminalOptions;

/**
 * A terminal on the real rig in front of a bench of emulated devices and servers, with a user-data folder of its own.
 * The app can be started, killed and started again; bench and folder stay.
 */
export class World {
  readonly bench: Bench;
  readonly userData: string;
  /** The app's own flags. */
  readonly flags: readonly string[];
  readonly #options: WorldOptions;
  readonly #folder: string;
  #app: RunningApp | null = null;

  private constructor(bench: Bench, folder: string, options: WorldOptions) {
    this.bench = bench;
    this.userData = join(folder, 'user-data');
    this.flags = ['--config', join(folder, 'kiosk.yaml'), '--user-data', this.userData];
    this.#options = options;
    this.#folder = folder;
  }

  /** The bench stands, the app does not run yet. */
  static async open(options: WorldOptions): Promise<World> {
    const bench = await Bench.open(options);
    const folder = await mkdtemp(join(tmpdir(), 'kiosk-e2e-'));
    const world = new World(bench, folder, options);
    await world.configure((right) => right);
    return world;
  }

  /** Writes kiosk.yaml anew, made from the one that is right for this bench. */
  async configure(change: (right: KioskFile) => unknown): Promise<void> {
    await writeKioskFile(this.#folder, this.bench, change(describeBench(this.bench, this.#options)));
  }

  get app(): RunningApp {
    if (this.#app === null) throw new Error('the app is not running');
    return this.#app;
  }

  get glass(): Glass {
    return new Glass(this.app.page);
  }

  /** Until there is a window. */
  async launch(): Promise<void> {
    this.#app = await RunningApp.start(this.flags, this.#outputFile);
  }

  /** Until the glass shows a terminal that can print; a card may be inserted at any time. */
  async start(): Promise<void> {
    await this.launch();
    await this.glass.shows('attract');
    await this.glass.says('printer-state', 'ready');
  }

  async kill(): Promise<void> {
    await this.app.kill();
    this.#app = null;
  }

  async quit(): Promise<void> {
    await this.app.quit();
    this.#app = null;
  }

  /** Everything that the app has said on stdout and stderr, over all its runs. */
  async output(): Promise<string> {
    return readFile(this.#outputFile, 'utf8').catch(() => '');
  }

  pull(lever: string, args: Readonly<Record<string, unknown>> = {}): Promise<void> {
    return this.bench.pull(lever, args);
  }

  /** Events of one kind in the terminal's log, oldest first, over all its runs. */
  async logged<Id extends LogEventId>(id: Id): Promise<readonly LogEvents[Id][]> {
    const folder = join(this.userData, 'logs');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    const lines = texts.flatMap((text) => text.split('\n').filter((line) => line.endsWith('}')));
    const events: ({ readonly ev: string } & LogEvents[Id])[] = lines.map((line) => JSON.parse(line));
    return events.filter(({ ev }) => ev === id);
  }

  /** The words of the electronic receipt, as soon as it is there. */
  async receipt(orderId: string): Promise<string> {
    const file = join(this.userData, 'receipts', `${orderId}.pdf`);
    await expect(() => readFile(file)).toPass();
    return readReceipt(file);
  }

  /** Stops everything, then looks for what may not be left behind on the disk of a terminal. */
  async close(): Promise<void> {
    try {
      if (this.#app !== null) await this.quit();
      expect(await this.#leftBehind()).toEqual([]);
    } finally {
      await this.bench.close();
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  /** For a test that has failed. */
  async report(info: TestInfo): Promise<void> {
    if (this.#app !== null) {
      const picture = await this.app.picture().catch(() => null);
      if (picture !== null) await info.attach('glass', { body: picture, contentType: 'image/png' });
    }
    await info.attach('output', { body: await this.output(), contentType: 'text/plain' });
  }

  get #outputFile(): string {
    return join(this.#folder, 'output.txt');
  }

  async #leftBehind(): Promise<readonly string[]> {
    const secrets = this.#secrets();
    const receipts = await readdir(join(this.userData, 'receipts')).catch(() => []);
    const words = receipts.map((name) => readReceipt(join(this.userData, 'receipts', name)));
    return [
      ...(await findSecrets(this.userData, secrets)),
      ...findInText('what the app has said', await this.output(), secrets),
      ...findInText('a receipt', words.join('\n'), secrets),
    ];
  }

  #secrets(): readonly Secret[] {
    const { people, tokens, wallet } = this.bench;
    const own = people.flatMap(({ name, idNumber, cardNumber, cardIdentifier, ecodeTokens }) => [
      { what: 'a name', text: name },
      { what: 'an identity number', text: idNumber },
      ...(cardNumber === undefined ? [] : [{ what: 'a card number', text: cardNumber }]),
      ...(cardIdentifier === undefined ? [] : [{ what: 'a card identifier', text: cardIdentifier }]),
      ...ecodeTokens.map((text) => ({ what: 'an electronic card', text })),
    ]);
    return [
      ...own,
      ...tokens.map((text) => ({ what: 'an electronic card', text })),
      ...keySecrets('the merchant’s private key', wallet.merchantKeyPem),
    ];
  }
}

interface WorldFixtures {
  /** To be set per file or group: `test.use({ terminal: { printer: 'serial' } })`. */
  readonly terminal: WorldOptions;
  /** Everything around the app, which does not run yet. */
  readonly stage: World;
  /** A terminal that nobody has touched yet, on its attract screen. */
  readonly world: World;
}

export const test = base.extend<WorldFixtures>({
  terminal: [{}, { option: true }],
  stage: async ({ terminal }, use, info) => {
    const stage = await World.open(terminal);
    try {
      await use(stage);
    } finally {
      if (info.status !== info.expectedStatus) await stage.report(info);
      await stage.close();
    }
  },
  world: async ({ stage }, use) => {
    await stage.start();
    await use(stage);
  },
});
