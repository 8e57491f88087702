import { extname, join, normalize, sep } from 'node:path';

/** Which file answers which address of the app's own scheme. Pure, so that it can be tested without a window. */

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

/** null = nothing that a page of ours is made of: not served. */
export function typeOf(file: string): string | null {
  return TYPES[extname(file)] ?? null;
}

/** kiosk://app/assets/x → dist/assets/x, everything else → dist/renderer/…; null when it would leave those folders. */
export function fileFor(url: string, distDir: string): string | null {
  const { host, pathname } = new URL(url);
  if (host !== 'app') return null;
  const path = decoded(pathname);
  if (path === null) return null;
  const folder = path.startsWith('/assets/') ? 'assets' : 'renderer';
  const root = join(distDir, folder);
  const file = normalize(join(root, path === '/' ? 'index.html' : path.replace(/^\/assets\//, '/')));
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
