import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { test } from './support/world.ts';

/** What the page cannot do, tried from inside the page: as somebody would who had got code into it. */

test('the page is a plain web page behind a closed policy', async ({ world }) => {
  const { page } = world.glass;
  const found = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
    bridge: Object.keys(Reflect.get(window, 'kiosk')).sort(),
    operator: 'operator' in window,
    opener: window.opener === null,
  }));
  expect(found).toEqual({
    node: [],
    bridge: ['onSnapshot', 'scanned', 'send'],
    operator: false,
    opener: true,
  });

  const policy = await page
    .evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'))
    .catch(() => null);
  // connect-src falls back to 'none': the page cannot even ask for itself.
  expect(policy).toBeNull();
  const reloaded = await page.reload();
  expect(reloaded?.headers()['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
  await world.glass.shows('attract');

  const preferences = await (await world.app.electron.browserWindow(page)).evaluate((its) => {
    const { sandbox, contextIsolation, nodeIntegration, webviewTag } =
      its.webContents.getLastWebPreferences() ?? {};
    return { sandbox, contextIsolation, nodeIntegration, webviewTag };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });
});

test('text does not become code', async ({ world }) => {
  const attempts = await world.glass.page.evaluate(async () => {
    // The debugger's own evaluation is exempt from the policy; a later turn of the page is not.
    await new Promise(requestAnimationFrame);
    const attempt = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return Object(error).name;
      }
    };
    Reflect.set(window, 'ran', 'nothing');
    const script = document.createElement('script');
    script.textContent = 'window.ran = "inline script"';
    document.body.append(script);
    document.body.setAttribute('onclick', 'window.ran = "handler"');
    document.body.click();
    return {
      // biome-ignore lint/security/noGlobalEval: whether it works is the question
      eval: attempt(() => globalThis.eval('1 + 1')),
      function: attempt(() => new Function('return 2')()),
      inline: Reflect.get(window, 'ran'),
    };
  });
  expect(attempts).toEqual({ eval: 'EvalError', function: 'EvalError', inline: 'nothing' });
});

test('no window, no page, no permission, no download, no way out', async ({ world }) => {
  const { page } = world.glass;
  const here = page.url();
  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end('outside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const answers = await page.evaluate(async (url) => {
      const refused = (promise: Promise<unknown>) =>
        promise.then(
          () => 'granted',
          (error) => Object(error).name,
        );
      const image = new Image();
      const loaded = new Promise((resolve, reject) => {
        image.onload = resolve;
        image.onerror = () => reject(new Error('blocked'));
      });
      image.src = `${url}/image`;
      return {
        window: window.open(`${url}/window`) === null,
        blank: window.open('about:blank') === null,
        fetch: await refused(fetch(`${url}/fetch`)),
        image: await refused(loaded),
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            ({ code }) => resolve(code),
          ),
        ),
        clipboard: await refused(navigator.clipboard.readText()),
        notification: await Notification.requestPermission(),
      };
    }, outside);
    expect(answers).toEqual({
      window: true,
      blank: true,
      fetch: 'TypeError',
      image: 'Error',
      // PERMISSION_DENIED
      place: 1,
      clipboard: 'NotAllowedError',
      notification: 'denied',
    });
    await page.evaluate((url) => location.assign(`${url}/page`), outside);
    await page.evaluate((url) => {
      const link = Object.assign(document.createElement('a'), { href: `${url}/file`, download: 'file' });
      document.body.append(link);
      link.click();
    }, outside);
    await expect
      .poll(async () => (await world.logged('shell-denied')).map(({ what }) => what))
      .toEqual(expect.arrayContaining(['window-open', 'permission', 'navigation']));
    expect(reached).toEqual([]);
    expect(world.app.electron.windows()).toHaveLength(1);
    expect(page.url()).toBe(here);
    // Asked of the window: Playwright itself waits for ever for a navigation that was refused.
    expect(await world.app.valueInWindow('printer-state')).toBe('ready');
  } finally {
    server.close();
  }
});

test('the bridge takes intents and nothing else', async ({ world }) => {
  await world.glass.page.evaluate(() => {
    const { send } = Reflect.get(window, 'kiosk') as { send(message: unknown): void };
    const rubbish = [
      null,
      'start',
      42,
      [],
      {},
      { type: 'no-such-intent' },
      { type: 'start', extra: true },
      { type: 'select-line', billId: 'x'.repeat(100_000) },
      { type: 'choose-channel', channel: 'cash' },
    ];
    for (const message of rubbish) send(message);
    send({ type: 'start' });
  });
  // The one that was right has arrived, after all the others.
  await world.glass.shows('identify');
  await expect.poll(() => world.logged('ipc-refused')).toHaveLength(9);
  for (const event of await world.logged('ipc-refused')) {
    expect(event).toMatchObject({ channel: 'kiosk:intent', why: 'schema' });
  }
});
