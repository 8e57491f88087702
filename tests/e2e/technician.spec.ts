import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test as demoTest } from './support/demo.ts';
import { Resident, WANG } from './support/resident.ts';
import { test, type World } from './support/world.ts';

/** The technician on a real terminal over emulated devices: gets in, looks, tests, and leaves nothing behind. */

const PIN_SCRIPT = resolve(import.meta.dirname, '../../scripts/operator-pin.mjs');

/** Opens the window by what somebody does on the glass. */
async function opened(electron: World['app']['electron'], act: () => Promise<void>): Promise<Page> {
  const [panel] = await Promise.all([electron.waitForEvent('window'), act()]);
  await panel.locator('[data-screen="operator"]').waitFor();
  return panel;
}

function byKey({ app, glass }: World): Promise<Page> {
  return opened(app.electron, () => glass.page.keyboard.press('F12'));
}

async function tapCorner({ glass }: World): Promise<void> {
  for (let tap = 0; tap < 5; tap += 1) await glass.page.mouse.click(20, 20);
}

/** The window may be gone before Playwright has heard that its click arrived. */
async function leave(panel: Page): Promise<void> {
  const closed = panel.waitForEvent('close');
  await Promise.all([
    closed,
    control(panel, 'close-panel')
      .click()
      .catch(() => undefined),
  ]);
}

async function unlock(panel: Page, digits: string): Promise<void> {
  for (const digit of digits) await control(panel, 'pin-digit', digit).click();
  await control(panel, 'unlock').click();
}

function control(panel: Page, action: string, id?: string) {
  return panel.locator(`[data-action="${action}"]${id === undefined ? '' : `[data-id="${id}"]`}`);
}

function field(panel: Page, name: string, device?: string) {
  return panel.locator(`${device === undefined ? '' : `[data-id="${device}"] `}[data-field="${name}"]`);
}

test('sees every device with its model, and another one after a replug', async ({ world }) => {
  const panel = await byKey(world);
  await world.glass.shows('out-of-service');
  await world.glass.says('error-code', 'CLOSED_BY_OPERATOR');
  await expect(field(panel, 'device-state', 'card-reader')).toHaveAttribute('data-value', 'ready');
  await expect(field(panel, 'device-model', 'card-reader')).toHaveText('ACR1281S');
  await expect(field(panel, 'device-wire', 'card-reader')).toContainText('9600 8N1');
  await expect(field(panel, 'device-readiness', 'printer')).toHaveAttribute('data-value', 'ready');
  await expect(field(panel, 'device-state', 'agency')).toHaveAttribute('data-value', 'unasked');
  await expect(panel.locator('[data-action="apply-lever"]')).toHaveCount(0);

  await world.pull('card-reader-unplug');
  await expect(field(panel, 'device-state', 'card-reader')).toHaveAttribute('data-value', 'gone');
  await expect(field(panel, 'last-error', 'card-reader')).toHaveAttribute('data-value', /^(GONE|NOT_FOUND)$/);
  await world.bench.plugOtherReader('ACR1222L V201');
  await expect(field(panel, 'device-model', 'card-reader')).toHaveText('ACR1222L');
  await expect(field(panel, 'device-replaced', 'card-reader')).toHaveAttribute('data-value', 'ACR1281S V103');

  await leave(panel);
  await world.glass.shows('attract');
});

test('reads a test card step by step and takes the trace along, without what stands on the card', async ({
  world,
}) => {
  const panel = await byKey(world);
  await control(panel, 'show-page', 'card').click();
  await control(panel, 'test-card').click();
  await expect(field(panel, 'test-phase')).toHaveAttribute('data-value', 'waiting');
  await world.pull('card-insert', { card: WANG.card });
  await expect(field(panel, 'test-outcome')).toHaveAttribute('data-value', 'complete');
  await expect(field(panel, 'insured-name')).toHaveText(WANG.maskedName);
  await expect(field(panel, 'id-number')).toHaveText(WANG.maskedIdNumber);
  const steps = await field(panel, 'exchange').evaluateAll((rows) => rows.map((row) => row.dataset.value));
  expect(steps[0]).toBe('power-on');
  expect(steps).toEqual(expect.arrayContaining(['select-application', 'select-file', 'read-record']));
  // The card was the technician's alone: nobody's visit has begun.
  await world.glass.shows('out-of-service');

  await control(panel, 'export-trace').click();
  const path = (await field(panel, 'export-path').getAttribute('data-value')) ?? '';
  expect(path.startsWith(join(world.userData, 'technician', 'card-trace-'))).toBe(true);
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  const kinds = lines.map((line) => JSON.parse(line).kind);
  expect(kinds).toEqual(['head', ...steps.map(() => 'exchange'), 'result']);
  const text = await readFile(path.replace(/jsonl$/, 'txt'), 'utf8');
  expect(text).toContain('选择社保应用');
  // Neither the masked identity; the world itself looks for the clear one when the test ends.
  for (const file of [lines.join('\n'), text]) expect(file).not.toContain(WANG.maskedIdNumber);

  await world.pull('card-remove');
  await leave(panel);
  await world.glass.shows('attract');
  await world.glass.says('printer-state', 'ready');
});

test('is told of a code only what kind it is and how long', async ({ world }) => {
  const panel = await byKey(world);
  await control(panel, 'show-page', 'code').click();
  await control(panel, 'test-code').click();
  await expect(field(panel, 'test-phase')).toHaveAttribute('data-value', 'waiting');
  await world.pull('scanner-scan', { text: '134567890123456789' });
  await expect(field(panel, 'code-kind')).toHaveAttribute('data-value', 'payment-code');
  await expect(field(panel, 'code-length')).toHaveAttribute('data-value', '18');
  await expect(panel.locator('body')).not.toContainText('134567890');
  await world.glass.shows('out-of-service');
});

test('does not get in while somebody is there, nor by the glass alone', async ({ world }) => {
  const { app, glass } = world;
  const refused = async (count: number) =>
    expect
      .poll(async () => (await world.logged('operator-window')).map(({ what }) => what))
      .toEqual(Array(count).fill('refused'));
  await tapCorner(world);
  await refused(1);
  const resident = new Resident(world);
  await resident.insertCard();
  await glass.shows('bills');
  await glass.page.keyboard.press('F12');
  await refused(2);
  expect(app.electron.windows()).toHaveLength(1);
  await glass.shows('bills');
});

test('with a number: the corner opens the keys, the right digits open the rest', async ({ stage }) => {
  const file = join(stage.userData, '../operator.pin');
  execFileSync(process.execPath, [PIN_SCRIPT, file], { input: '246810\n' });
  await stage.configure((right) => ({ ...right, operator: { pinFile: 'operator.pin' } }));
  await stage.start();
  const panel = await opened(stage.app.electron, () => tapCorner(stage));
  await expect(control(panel, 'unlock')).toBeDisabled();
  await expect(panel.locator('[data-field="device-state"]')).toHaveCount(0);
  // The taps have begun a visit, as anybody's would; nobody is kept out by who only tries the door.
  await stage.glass.shows('identify');
  await unlock(panel, '246811');
  await expect(panel.getByRole('status')).toContainText('还可试 4 次');
  await unlock(panel, '246810');
  await expect(field(panel, 'device-state', 'card-reader')).toHaveAttribute('data-value', 'ready');
  await stage.glass.shows('out-of-service');
  await leave(panel);
  await stage.glass.shows('attract');
});

test('hears a scanner that types, which no key can open the window for', async ({ stage }) => {
  const file = join(stage.userData, '../operator.pin');
  execFileSync(process.execPath, [PIN_SCRIPT, file], { input: '246810\n' });
  await stage.configure((right) => ({
    ...right,
    codeScanner: { protocol: 'wedge' },
    operator: { pinFile: 'operator.pin' },
  }));
  await stage.start();
  const panel = await byKey(stage);
  await unlock(panel, '246810');
  await control(panel, 'show-page', 'code').click();
  await control(panel, 'test-code').click();
  await expect(field(panel, 'test-phase')).toHaveAttribute('data-value', 'waiting');
  await panel.keyboard.type('SYNTHETIC-QR-0001\n');
  await expect(field(panel, 'code-kind')).toHaveAttribute('data-value', 'ecode');
  await expect(field(panel, 'code-length')).toHaveAttribute('data-value', '17');
});

test('the window is as closed as the resident’s: no Node, no levers, no rubbish', async ({ world }) => {
  const panel = await byKey(world);
  const found = await panel.evaluate(async () => {
    const { request } = Reflect.get(window, 'operator') as { request(message: unknown): Promise<unknown> };
    const ask = (message: unknown) => request(message).then(JSON.stringify, () => 'refused');
    return {
      node: ['require', 'process', 'module', 'ipcRenderer', 'kiosk'].filter((name) => name in window),
      rubbish: await Promise.all([null, {}, { type: 'read' }, { type: 'test-card', extra: 1 }].map(ask)),
      lever: await ask({ type: 'advance-clock', seconds: 60 }),
    };
  });
  expect(found.node).toEqual([]);
  expect(found.rubbish).toEqual(['refused', 'refused', 'refused', 'refused']);
  expect(JSON.parse(found.lever)).toMatchObject({ ok: false });
  await expect.poll(() => world.logged('ipc-refused')).toHaveLength(4);
  // A page that dies does not keep residents out.
  const window = await world.app.electron.browserWindow(panel);
  const pid = await window.evaluate((its) => its.webContents.getOSProcessId());
  process.kill(pid, 'SIGKILL');
  await world.glass.shows('attract');
});

demoTest('on the demo rig a test closes the terminal for its own time only', async ({ demo }) => {
  const panel = await opened(demo.app.electron, () => demo.glass.page.keyboard.press('Control+Shift+D'));
  await demo.glass.shows('attract');
  await control(panel, 'show-page', 'card').click();
  await control(panel, 'test-card').click();
  await demo.glass.shows('out-of-service');
  await demo.pull('card-insert', { card: WANG.card });
  await expect(field(panel, 'test-outcome')).toHaveAttribute('data-value', 'complete');
  await demo.pull('card-remove');
  await control(panel, 'end-test').click();
  await demo.glass.shows('attract');
  await demo.pull('card-insert', { card: WANG.card });
  await demo.glass.shows('bills');
  await expect(control(panel, 'test-card')).toBeDisabled();
});
