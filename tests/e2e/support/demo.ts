import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { CARD_IMAGES } from '../../../drivers/card-reader/emulator/card-images.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import { Glass } from './glass.ts';
import { findSecrets } from './privacy.ts';
import { RunningApp } from './running-app.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

export type DemoState = Snapshot & {
  readonly orders: readonly {
    readonly id: string;
    readonly status: string;
    readonly voucherNo: string | null;
  }[];
};

/** `npm start` on a fresh machine: the demo rig, driven from outside as the contract says, over its control interface. */
export class Demo {
  readonly app: RunningApp;
  readonly userData: string;
  readonly #url: string;

  private constructor(app: RunningApp, userData: string, url: string) {
    this.app = app;
    this.userData = userData;
    this.#url = url;
  }

  static async start(folder: string): Promise<Demo> {
    const userData = join(folder, 'user-data');
    const output = join(folder, 'output.txt');
    const app = await RunningApp.start(['--user-data', userData, '--control-port', '0'], output);
    let url = '';
    await expect(async () => {
      url = /control interface: (\S+)/.exec(await readFile(output, 'utf8'))?.[1] ?? '';
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    }).toPass();
    const demo = new Demo(app, userData, url);
    await demo.glass.shows('attract');
    await demo.glass.says('printer-state', 'ready');
    return demo;
  }

  get glass(): Glass {
    return new Glass(this.app.page);
  }

  /** One call, whatever comes of it. */
  async call(method: 'GET' | 'POST', path: string, init: Omit<RequestInit, 'method'> = {}): Promise<Answer> {
    const answer = await fetch(this.#url + path, { method, ...init });
    const body = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body };
  }

  async state(): Promise<DemoState> {
    return JSON.parse((await this.call('GET', '/state')).body.toString('utf8'));
  }

  async leverIds(): Promise<readonly string[]> {
    const { body } = await this.call('GET', '/levers');
    const { levers } = JSON.parse(body.toString('utf8')) as { levers: { readonly id: string }[] };
    return levers.map(({ id }) => id);
  }

  async pull(lever: string, args: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { status, body } = await this.call('POST', `/levers/${lever}`, { body: JSON.stringify(args) });
    if (status !== 200) throw new Error(`${lever}: ${status} ${body.toString('utf8')}`);
  }

  async advance(seconds: number): Promise<void> {
    const { status } = await this.call('POST', '/clock/advance', { body: JSON.stringify({ seconds }) });
    expect(status).toBe(200);
  }
}

export const test = base.extend<{ readonly demo: Demo }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are asked for out of this pattern
  demo: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'kiosk-demo-'));
    try {
      const demo = await Demo.start(folder);
      try {
        await use(demo);
      } finally {
        await demo.app.quit();
      }
      expect(await findSecrets(demo.userData, SECRETS)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** Nor may the emulated servers' own books name anybody. */
const SECRETS = CARD_IMAGES.flatMap(({ name, idNumber, cardNumber, cardIdentifier }) =>
  [name, idNumber, cardNumber, cardIdentifier].flatMap((text) =>
    text === undefined ? [] : [{ what: 'something of a card', text }],
  ),
);
