import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';

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

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Before the app is ready: the scheme behaves like https for the page, except that it is ours. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** `distDir` holds renderer/ and assets/. Answers 404 for anything else, without saying why. */
export function serveScheme(session: Session, distDir: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const file = fileFor(request.url, distDir);
    const type = file === null ? undefined : TYPES[extname(file)];
    if (file === null || type === undefined) return new Response(null, { status: 404 });
    try {
      return new Response(await readFile(file), { headers: headersFor(type) });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** kiosk://app/assets/x → dist/assets/x, everything else → dist/renderer/…; null when it would leave those folders. */
export function fileFor(url: string, distDir: string): string | null {
  const { host, pathname } = new URL(url);
  if (host !== 'app') return null;
  const path = decoded(pathname);
  if (path === null) return null;
  const root = path.startsWith('/assets/') ? distDir : join(distDir, 'renderer');
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root + sep) ? file : null;
}

function decoded(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes('\0') ? null : path;
  } catch {
    return null;
  }
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
