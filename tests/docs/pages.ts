import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeverDescriptor } from '../../drivers/base/lever.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { configurationReference } from '../../main/rig/config/reference.ts';
import { openDemoRig } from '../../main/rig/demo.ts';
import { leversPage } from './levers-page.ts';
import { logEventsPage } from './log-events-page.ts';
import { printersPage } from './printers-page.ts';
import { statechartPage } from './statechart-page.ts';
import { troublesPage } from './troubles-page.ts';

/**
 * Every page of docs/ that is drawn from the code: path inside the checkout → what it must say. `npm run docs` writes
 * them (scripts/docs.mjs), tests/docs.test.ts compares.
 *
 * @param root the checkout
 */
export async function generatedPages(root: string): Promise<ReadonlyMap<string, string>> {
  const source = (file: string) => readFile(join(root, file), 'utf8');
  return new Map([
    ['docs/configuration.md', configurationReference()],
    ['docs/levers.md', leversPage(await demoLevers(root))],
    ['docs/log-events.md', logEventsPage(await source('drivers/base/log-events.ts'))],
    ['docs/printers.md', printersPage()],
    ['docs/statechart.md', statechartPage()],
    [
      'docs/troubles.md',
      troublesPage({
        texts: JSON.parse(await source('assets/locales/zh-Hans.json')),
        orderEvents: await source('main/ledger/order-events.ts'),
        findings: await source('main/ledger/reconcile/findings.ts'),
      }),
    ],
  ]);
}

/** The list that the panel and the control interface show: that of the real demo rig, opened for a moment. */
export async function demoLevers(root: string): Promise<readonly LeverDescriptor[]> {
  const stateDir = await mkdtemp(join(tmpdir(), 'kiosk-docs-'));
  const fontFile = join(
    root,
    'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  );
  const rig = await openDemoRig({ stateDir, fontFile, log: silentLog });
  try {
    return rig.demo?.levers ?? [];
  } finally {
    await rig.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}
