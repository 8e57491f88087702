import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test as demoTest } from './support/demo.ts';
import { test, type World } from './support/world.ts';

/** The technician's printer page: on a real terminal in front of an emulated printer, and on the demo rig. */

/** Pictures of the page for whoever wants to look at them: SHOTS=DIR. */
const SHOTS = process.env.SHOTS;

async function shoot(panel: Page, name: string): Promise<void> {
  if (SHOTS !== undefined) await panel.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

async function printerPage(electron: World['app']['electron'], glass: Page): Promise<Page> {
  const [panel] = await Promise.all([electron.waitForEvent('window'), glass.keyboard.press('F12')]);
  await panel.locator('[data-screen="operator"]').waitFor();
  await control(panel, 'show-page', 'printer').click();
  return panel;
}

const openedBy = ({ app, glass }: World): Promise<Page> => printerPage(app.electron, glass.page);

function control(panel: Page, action: string, id?: string) {
  return panel.locator(`[data-action="${action}"]${id === undefined ? '' : `[data-id="${id}"]`}`);
}

async function says(panel: Page, field: string, value: string | RegExp): Promise<void> {
  await expect(panel.locator(`[data-field="${field}"]`)).toHaveAttribute('data-value', value);
}

const words = (panel: Page, field: string) => panel.locator(`[data-field="${field}"]`);

async function answer(panel: Page, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [question, what] of Object.entries(answers))
    await control(panel, 'answer-slip', `${question}:${what}`).click();
}

const GOOD = { ruler: 'one-line', hanzi: 'right', size: 'right', qr: 'both', cut: 'right' };

test('says what the printer says, and what to do about it', async ({ world }) => {
  const panel = await openedBy(world);
  await says(panel, 'printer-readiness', 'ready');
  await says(panel, 'printer-profile', 'generic-80');
  await says(panel, 'printer-proof', 'process-id');
  await shoot(panel, '01-ready');
  await world.pull('printer-paper-out');
  await says(panel, 'printer-readiness', 'blocked:paper-out');
  await expect(words(panel, 'printer-todo')).toContainText('装入新纸卷');
  await expect(words(panel, 'printer-status')).toContainText('缺纸');
  // It says why not, and sends nothing.
  await control(panel, 'print-calibration', 'generic-80').first().click();
  await says(panel, 'slip-result', 'FAILED_CLEAN');
  expect(world.bench.slips()).toHaveLength(0);
  await shoot(panel, '02-paper-out');
  await world.pull('printer-unplug');
  await says(panel, 'printer-connection', 'gone');
  await expect(control(panel, 'probe-process-id')).toBeDisabled();
  await shoot(panel, '03-gone');
  await world.pull('printer-replug');
  await world.pull('printer-paper-load');
  await says(panel, 'printer-readiness', 'ready');
});

test('prints a test slip, asks about it, and finds the configured profile right', async ({ world }) => {
  const panel = await openedBy(world);
  await control(panel, 'print-calibration', 'generic-80').first().click();
  await says(panel, 'slip-result', 'A');
  await world.glass.shows('out-of-service');
  expect(world.bench.slips().at(-1)).toContain('打印机校准');
  await says(panel, 'total-slips', '1');
  await says(panel, 'advice', 'open');
  await shoot(panel, '04-questions');
  await answer(panel, GOOD);
  await says(panel, 'advice', 'fits');
  await says(panel, 'advice-note', 'probe-missing');
  await control(panel, 'probe-process-id').click();
  await says(panel, 'probe-result', 'supported');
  await expect(words(panel, 'advice-yaml')).toHaveText(
    'printer:\n  profile: generic-80\n  options: { processId: true }',
  );
  await shoot(panel, '05-fits');
  await control(panel, 'end-test').click();
  await expect(words(panel, 'advice')).toHaveCount(0);
});

test('narrower paper: another profile is tried, and fits', async ({ world }) => {
  const panel = await openedBy(world);
  await control(panel, 'print-calibration', 'generic-80').first().click();
  await says(panel, 'slip-result', 'A');
  await answer(panel, { ...GOOD, ruler: 'wrapped' });
  await says(panel, 'advice', 'try');
  await shoot(panel, '06-try');
  await words(panel, 'advice').locator('[data-action="print-calibration"][data-id="generic-58"]').click();
  await says(panel, 'slip-result', 'A');
  await expect(words(panel, 'advice')).toHaveAttribute('data-value', 'open');
  expect(world.bench.slips().at(-1)).toContain('58 mm，32 列');
  await answer(panel, GOOD);
  await expect(words(panel, 'advice-yaml')).toContainText('profile: generic-58');
  // Only tried: the terminal goes on with what kiosk.yaml says.
  await says(panel, 'printer-profile', 'generic-80');
});

test.describe('a printer that does not know process ids', () => {
  test.use({ terminal: { processId: false } });

  test('is found out, and its rubbish is on the strip of the probe', async ({ world }) => {
    const panel = await openedBy(world);
    await says(panel, 'printer-proof', 'gs-r');
    await control(panel, 'probe-process-id').click();
    await says(panel, 'probe-result', 'unsupported');
    expect(world.bench.slips().at(-1)).toMatch(/^00\d{4}\n/);
    await shoot(panel, '07-unsupported');
    await world.pull('printer-proof-lost');
    await control(panel, 'probe-process-id').click();
    await says(panel, 'probe-result', 'unknown');
    await shoot(panel, '08-unknown');
    await world.pull('printer-proof-lost', { clear: true });
  });
});

test('counts paper over restarts, and a damaged count begins anew and says so', async ({ world }) => {
  await world.pull('printer-paper-low');
  const panel = await openedBy(world);
  await says(panel, 'printer-readiness', 'low');
  await control(panel, 'print-calibration', 'generic-80').first().click();
  await says(panel, 'slip-result', 'A');
  await says(panel, 'slips-left', '19');
  await shoot(panel, '09-low');
  const printed = (await words(panel, 'total-mm').getAttribute('data-value')) ?? '';
  expect(Math.abs(Number(printed) - world.bench.printer.mechanism.fedMm)).toBeLessThan(3);
  await world.quit();

  await world.launch();
  await world.glass.says('printer-state', 'low');
  const again = await openedBy(world);
  await says(again, 'total-mm', printed);
  await says(again, 'slips-left', '19');
  await control(again, 'new-roll').click();
  await says(again, 'roll-slips', '0');
  await says(again, 'slips-left', '20');
  await says(again, 'total-mm', printed);
  await world.quit();

  await writeFile(join(world.userData, 'printer-counters.json'), '{"format":1,"counters":{"mm":');
  await world.launch();
  await world.glass.says('printer-state', 'low');
  const anew = await openedBy(world);
  await says(anew, 'counters-kept', 'restarted');
  await says(anew, 'total-mm', '0');
  await shoot(anew, '12-damaged');
  expect(await world.logged('printer-counters')).toMatchObject([{ what: 'damaged' }]);
});

demoTest('on the demo rig the page is the same, and residents are let in again', async ({ demo }) => {
  const panel = await printerPage(demo.app.electron, demo.glass.page);
  await control(panel, 'show-profile', 'vkp80').click();
  await says(panel, 'profile-facts', 'vkp80');
  await expect(panel.locator('[data-field="profile-facts"] [data-id="cut.command"]')).toHaveAttribute(
    'data-confirmed',
    'true',
  );
  await demo.glass.shows('attract');
  await control(panel, 'print-calibration', 'demo-80').first().click();
  await says(panel, 'slip-result', 'A');
  await demo.glass.shows('out-of-service');
  await shoot(panel, '10-demo');
  await demo.pull('printer-clone');
  await control(panel, 'probe-process-id').click();
  await says(panel, 'probe-result', 'unsupported');
  await shoot(panel, '11-demo-clone');
  await control(panel, 'end-test').click();
  await demo.glass.shows('attract');
});
