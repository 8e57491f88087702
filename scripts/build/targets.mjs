/**
 * The parts of the app as Vite builds: one function per part, each giving a complete configuration, so there is no
 * vite.config and nothing to inherit by surprise.
 *
 *     dist/main/index.js          ES module, not minified (stack traces of a kiosk in the field), natives left outside
 *     dist/main/pdf-worker.js     entry of the worker thread that makes PDFs, when there is one
 *     dist/preload/*.cjs          one self-contained file each: a sandboxed preload can load nothing
 *     dist/renderer/*.html        the resident's and the technician's page, for the scheme kiosk://app/
 */
import { existsSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join, relative, sep } from 'node:path';

/** @typedef {import('vite').InlineConfig} InlineConfig */

/** Chromium of the oldest Electron we run on (33); main code runs on its Node 20. */
const RENDERER_TARGET = 'chrome130';
const MAIN_TARGET = 'node20';

/**
 * Left as packages: native modules find their binaries relative to themselves, and pdfkit and fontkit read data files
 * the same way. Everything else is bundled, which makes the start one file instead of hundreds.
 */
const OUTSIDE = [
  'serialport',
  '@serialport/',
  'node-hid',
  '@photostructure/sqlite',
  '@lydell/node-pty',
  'koffi',
  'pdfkit',
  'fontkit',
];

/** @param {string} id */
export function isOutside(id) {
  if (id === 'electron' || id.startsWith('electron/') || id.startsWith('node:')) return true;
  if (builtinModules.includes(id)) return true;
  return OUTSIDE.some((name) => id === name || id.startsWith(name.endsWith('/') ? name : `${name}/`));
}

/** @param {string} root @returns {InlineConfig} */
function common(root) {
  return {
    configFile: false,
    envDir: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    cacheDir: join(root, '.build/vite'),
    // Renderer, preload and main are one product: there is no development build of it.
    mode: 'production',
  };
}

/**
 * @param {string} root
 * @param {string} name
 * @param {Record<string, string>} input name → file
 * @param {string} outDir
 * @param {(id: string) => boolean} external
 * @returns {InlineConfig}
 */
function nodeModule(root, name, input, outDir, external) {
  return {
    ...common(root),
    ssr: { noExternal: true, external: [] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: MAIN_TARGET,
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: `${name}-[name]-[hash].js` },
      },
    },
  };
}

/**
 * @param {string} root
 * @param {string} out
 * @param {(graph: import('./graph.mjs').ModuleGraph) => void} onGraph called with the module graph of every build
 * @returns {InlineConfig}
 */
export function mainTarget(root, out, onGraph) {
  /** @type {Record<string, string>} */
  const input = { index: join(root, 'main/index.ts') };
  const worker = join(root, 'main/receipt/pdf-worker.ts');
  if (existsSync(worker)) input['pdf-worker'] = worker;
  const config = nodeModule(root, 'chunk', input, join(out, 'main'), isOutside);
  return { ...config, plugins: [graphPlugin(root, onGraph)] };
}

/**
 * A script of ours that is written in TypeScript (the demo's walk, the benchmark), packages left outside.
 *
 * @param {string} root
 * @param {string} file inside root
 * @param {string} outDir inside the checkout, so that packages are found from there
 */
export function toolTarget(root, file, outDir) {
  const name = basename(file, '.ts');
  const external = (/** @type {string} */ id) => isOutside(id) || !/^(\.|\/|[A-Za-z]:|\0)/.test(id);
  return nodeModule(root, name, { [name]: join(root, file) }, outDir, external);
}

/** @param {string} root @param {string} out @returns {InlineConfig[]} one per file in main/shell/preload */
export function preloadTargets(root, out) {
  const directory = join(root, 'main/shell/preload');
  const entries = ['resident.ts', 'operator.ts'].filter((name) => existsSync(join(directory, name)));
  return entries.map((file) => {
    const name = basename(file, '.ts');
    const config = nodeModule(
      root,
      name,
      { [name]: join(directory, file) },
      join(out, 'preload'),
      (id) => id === 'electron',
    );
    return {
      ...config,
      build: {
        ...config.build,
        target: RENDERER_TARGET,
        sourcemap: false,
        rolldownOptions: {
          ...config.build?.rolldownOptions,
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    };
  });
}

/** @param {string} root @param {string} out @returns {Promise<InlineConfig>} */
export async function rendererTarget(root, out) {
  const { default: react } = await import('@vitejs/plugin-react');
  const pages = readdirSync(join(root, 'renderer')).filter((name) => name.endsWith('.html'));
  return {
    ...common(root),
    root: join(root, 'renderer'),
    // Relative, so a page works under whatever host the scheme gives it.
    base: './',
    plugins: [react()],
    build: {
      outDir: join(out, 'renderer'),
      // Not "assets": kiosk://app/assets/ is free for dist/assets (fonts, sounds), served by the shell.
      assetsDir: 'bundle',
      emptyOutDir: false,
      target: RENDERER_TARGET,
      minify: true,
      sourcemap: false,
      reportCompressedSize: false,
      // No data: URLs, so the content security policy need not allow them.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: {
        input: pages.map((name) => join(root, 'renderer', name)),
        // Served from dist/assets at run time, so not looked for at build time.
        external: [/^\/assets\//],
      },
    },
  };
}

/**
 * @param {string} root
 * @param {(graph: import('./graph.mjs').ModuleGraph) => void} onGraph
 * @returns {import('vite').Plugin}
 */
function graphPlugin(root, onGraph) {
  const short = (/** @type {string} */ id) =>
    id.startsWith(root + sep)
      ? relative(root, id.split('?', 1)[0] ?? id).replaceAll(sep, '/')
      : id.replaceAll('\0', '');
  return {
    name: 'kiosk:module-graph',
    generateBundle(_options, bundle) {
      /** @type {import('./graph.mjs').ModuleGraph} */
      const graph = { chunks: {}, modules: {} };
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== 'chunk') continue;
        graph.chunks[name] = {
          isEntry: chunk.isEntry,
          imports: chunk.imports,
          dynamicImports: chunk.dynamicImports,
          modules: chunk.moduleIds.map(short),
        };
      }
      for (const id of this.getModuleIds()) {
        const info = this.getModuleInfo(id);
        if (info === null) continue;
        graph.modules[short(id)] = {
          imports: info.importedIds.map(short),
          dynamicImports: info.dynamicallyImportedIds.map(short),
        };
      }
      onGraph(graph);
    },
  };
}
