import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { fileFor, typeOf } from './scheme-files.ts';

/**
 * The app's own pages come from kiosk://app/ and from nowhere else: no file: access, no web origin. The policy forbids
 * everything and then allows what the pages really use.
 */

export const ORIGIN = 'kiosk://app';
const SCHEME = 'kiosk';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  // blob: is the technician's picture of the emulated paper.
  "img-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Before the app is ready: the scheme behaves like https for the page, except that it is ours. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * `distDir` holds renderer/ and assets/. Answers 404 for anything else, without saying why.
 *
 * @returns resolves when the first script has been handed over: from then on a page works in its own process
 */
export function serveScheme(session: Session, distDir: string): Promise<void> {
  let handedOver = () => {};
  const scripted = new Promise<void>((resolve) => {
    handedOver = resolve;
  });
  session.protocol.handle(SCHEME, async (request) => {
    const file = fileFor(request.url, distDir);
    const type = file === null ? null : typeOf(file);
    if (file === null || type === null) return new Response(null, { status: 404 });
    try {
      const body = await readFile(file);
      // After this answer, and those to its siblings of the same moment.
      if (file.endsWith('.js')) setImmediate(handedOver);
      return new Response(body, { headers: headersFor(type) });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
  return scripted;
}

function headersFor(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
