/**
 * Unit, contract and campaign tests. `npm test` runs this with coverage; by hand:
 * `npx vitest run --config tests/vitest.config.ts drivers/printer`.
 *
 * Two projects, because two worlds are tested: `node` is everything that runs in the main process or in the scripts,
 * `screen` is the renderer against a DOM (happy-dom). Playwright's own tests (tests/e2e, *.spec.ts) are never collected here.
 */
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');

export default defineConfig({
  root,
  cacheDir: resolve(root, '.build/vite'),
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'drivers/**/*.test.ts',
            'main/**/*.test.ts',
            'scripts/**/*.test.{ts,mjs}',
            'tests/*.test.ts',
            'tests/campaigns/**/*.test.ts',
            'tests/bench/**/*.test.ts',
            'tests/hardware/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'screen',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          // Style sheets are left out, but the one whose sizes and contrasts are tested as text.
          css: { include: [/tokens\.css\?inline$/] },
        },
      },
    ],
    // A unit test that needs longer than this waits for something it should have been told about.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
    coverage: {
      provider: 'v8',
      // The three places where a missed branch is somebody's money, card or paper.
      include: ['drivers/**/*.ts', 'main/ledger/**/*.ts', 'main/visit/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.contract.ts', '**/testing/**', '**/*.d.ts'],
      reportsDirectory: resolve(root, '.build/coverage'),
      reporter: [['text', { skipFull: true }], 'json-summary'],
      reportOnFailure: true,
      thresholds: { lines: 98, branches: 98 },
    },
  },
});
