import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../../..');

/**
 * Bundles the worker as the app's build does (Node 20 runs no TypeScript): our code and its small packages in one file,
 * pdfkit and fontkit left outside. The file lies inside the checkout, so that the packages are found from there.
 */
export async function bundleWorker(): Promise<{ readonly url: URL; readonly remove: () => void }> {
  const directory = mkdtempSync(join(root, '.build/pdf-worker-'));
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: [] },
    build: {
      ssr: true,
      outDir: directory,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: { 'pdf-worker': join(root, 'main/receipt/pdf-worker.ts') },
        external: (id: string) => id.startsWith('node:') || id === 'pdfkit' || id === 'fontkit',
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  return {
    url: pathToFileURL(join(directory, 'pdf-worker.js')),
    remove: () => rmSync(directory, { recursive: true }),
  };
}
