/**
 * Whole-app tests: Playwright drives the real window of the unpackaged app (`npm test`, stage e2e).
 * By hand, with the binary and the display found for you: `npm test -- --only e2e some.spec.ts`.
 */
import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';

const build = resolve(import.meta.dirname, '../../.build');

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '**/*.spec.ts',
  outputDir: resolve(build, 'e2e'),
  // One terminal, one resident at a time; and two Electrons on two cores only measure each other.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.KIOSK_E2E_REPORT ?? resolve(build, 'e2e.json') }]],
});
