import { app, type Session, type WebContents } from 'electron';
import type { Log } from '../../drivers/base/log.ts';
import { ORIGIN } from './scheme.ts';

/** What no page of ours ever needs, and what therefore nobody gets: each refusal is logged and nothing else happens. */

/** For every page that this process will ever make, whoever makes it. */
export function lockPages(log: Log): void {
  app.on('web-contents-created', (_event, contents) => lockPage(contents, log));
}

function lockPage(contents: WebContents, log: Log): void {
  const stayHome = (event: { preventDefault(): void }, url: string) => {
    if (url.startsWith(`${ORIGIN}/`)) return;
    event.preventDefault();
    log.event('shell-denied', { what: 'navigation' });
  };
  contents.on('will-navigate', (event) => stayHome(event, event.url));
  contents.on('will-redirect', (event) => stayHome(event, event.url));
  contents.on('will-frame-navigate', (event) => stayHome(event, event.url));
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log.event('shell-denied', { what: 'webview' });
  });
  contents.setWindowOpenHandler(() => {
    log.event('shell-denied', { what: 'window-open' });
    return { action: 'deny' };
  });
}

/** No camera, no clipboard, no notification, no device of the browser's own, no file. */
export function lockSession(session: Session, log: Log): void {
  const denied = (what: 'permission' | 'download') => log.event('shell-denied', { what });
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    denied('permission');
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
    denied('download');
  });
  // The pages speak to main and to nobody else; drivers do not go through Chromium.
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !/^(kiosk:|devtools:|blob:kiosk:)/.test(details.url) });
  });
}
