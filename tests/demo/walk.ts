import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoApp, type DemoAppOptions } from './demo-app.ts';
import { Transcript } from './transcript.ts';

/**
 * `npm run demo -- --out DIR`: one whole visit through the real screens on the demo rig, from the card to the slip, as a
 * resident would do it and with nobody watching. Shapes of the results: the command line contract (README).
 */
export interface DemoOptions extends DemoAppOptions {
  readonly outDir: string;
}

/** @returns the exit code: 0 only when the payment is booked and the slip is proven printed (evidence A or B) */
export async function runDemo({ outDir, ...launch }: DemoOptions): Promise<number> {
  try {
    await mkdir(join(outDir, 'screens'), { recursive: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    process.stderr.write(`[demo] --out: the folder ${outDir} cannot be made (${code})\n`);
    return 1;
  }
  const app = await DemoApp.launch(launch);
  const transcript = new Transcript(app, outDir);
  try {
    await walk(app, transcript);
    await keepPaper(app, outDir);
  } catch (error) {
    process.stderr.write(`[demo] ${error instanceof Error ? error.message : String(error)}\n`);
    await transcript.shoot('failed').catch(() => undefined);
  }
  const result = await transcript.finish(await app.receiptPdf(transcript.orderId));
  await app.close();
  process.stdout.write(
    `[demo] ${result.ok ? 'booked and printed' : 'NOT proven'}: ${join(outDir, 'transcript.json')}\n`,
  );
  return result.ok ? 0 : 1;
}

async function walk(app: DemoApp, transcript: Transcript): Promise<void> {
  await app.screen('attract');
  await transcript.shoot('attract', 'card-insert');
  await app.pull('card-insert', { card: 'v2-wang' });

  await app.screen('bills');
  await app.tap('[data-action="select-line"][data-id*="-MED-"]');
  await transcript.shoot('bills', 'select-line');
  await app.tap('[data-action="next"]');

  await app.screen('review');
  await app.enabled('[data-action="confirm"]');
  await transcript.shoot('review', 'confirm');
  await app.tap('[data-action="confirm"]');

  await app.screen('pay');
  const code = await app.value('[data-field="pay-code"]');
  await transcript.shoot('pay', code.startsWith('weixin://') ? 'wallet-scan-pay' : undefined);
  await app.pull('wallet-scan-pay');

  await app.screen('outcome');
  await app.value('[data-field="voucher-no"]');
  await transcript.order();
  await transcript.shoot('outcome', 'print-slip');
  await app.tap('[data-action="print-slip"]');

  await app.screen('receipt');
  const evidence = await app.evidence();
  transcript.printed(evidence);
  await transcript.shoot('receipt', 'finish');
  await app.tap('[data-action="finish"]');

  await app.screen('farewell');
  await transcript.shoot('farewell', 'card-remove');
  await app.pull('card-remove');
  await app.screen('attract');
  await transcript.shoot('attract');
}

async function keepPaper(app: DemoApp, outDir: string): Promise<void> {
  await writeFile(join(outDir, 'receipt.png'), await app.get('/paper/latest.png'));
  await writeFile(join(outDir, 'receipt.bin'), await app.get('/paper/latest.bin'));
}
