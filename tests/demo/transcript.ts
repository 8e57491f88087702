import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoApp } from './demo-app.ts';

interface Step {
  /** RFC 3339. */
  readonly at: string;
  readonly screen: string;
  readonly action?: string;
  /** Relative to the out folder. */
  readonly shot: string;
}

interface Order {
  readonly id: string;
  readonly amountFen: number;
  readonly channel: string;
  readonly voucherNo: string;
}

export interface TranscriptFile {
  readonly rig: string;
  readonly versions: { readonly app: string; readonly electron: string; readonly node: string };
  readonly steps: readonly Step[];
  readonly order: Order | null;
  readonly print: { readonly profile: string; readonly evidence: string } | null;
  readonly ok: boolean;
}

/** Writes down what was done and seen, with a picture for each screen: `transcript.json` of the contract. */
export class Transcript {
  readonly #app: DemoApp;
  readonly #outDir: string;
  readonly #steps: Step[] = [];
  #order: Order | null = null;
  #evidence: string | null = null;

  constructor(app: DemoApp, outDir: string) {
    this.#app = app;
    this.#outDir = outDir;
  }

  get orderId(): string | null {
    return this.#order?.id ?? null;
  }

  /** A picture of the screen as it is, and the action that follows on it. */
  async shoot(screen: string, action?: string): Promise<void> {
    const number = String(this.#steps.length + 1).padStart(2, '0');
    const shot = `screens/${number}-${screen}.png`;
    await this.#app.page.screenshot({ path: join(this.#outDir, shot) });
    this.#steps.push({
      at: new Date().toISOString(),
      screen,
      ...(action === undefined ? {} : { action }),
      shot,
    });
  }

  /** What the terminal itself says of the order, settled or not. */
  async order(): Promise<void> {
    const state = JSON.parse(new TextDecoder().decode(await this.#app.get('/state')));
    const [order] = state.orders as (Order & { voucherNo: string | null })[];
    if (order?.voucherNo == null) throw new Error('the terminal shows no booked order');
    const { id, amountFen, channel, voucherNo } = order;
    this.#order = { id, amountFen, channel, voucherNo };
  }

  printed(evidence: string): void {
    this.#evidence = evidence;
  }

  async finish(pdf: Uint8Array | null): Promise<TranscriptFile> {
    if (pdf !== null) await writeFile(join(this.#outDir, 'receipt.pdf'), pdf);
    const proven = this.#evidence === 'A' || this.#evidence === 'B';
    const file: TranscriptFile = {
      rig: 'demo',
      versions: await this.#app.versions(),
      steps: this.#steps,
      order: this.#order,
      print: this.#evidence === null ? null : { profile: 'demo-80', evidence: this.#evidence },
      ok: this.#order !== null && proven && pdf !== null,
    };
    await writeFile(join(this.#outDir, 'transcript.json'), `${JSON.stringify(file, null, 2)}\n`);
    return file;
  }
}
