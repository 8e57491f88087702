/** How end-to-end tests start the app: with the binary, flags and display that `npm test` found for this machine. */
import { resolve } from 'node:path';

/** What `_electron.launch` takes. */
export interface LaunchOptions {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/**
 * @param flags the app's own, e.g. `['--user-data', dir]`
 * @throws when not run through `npm test`, which sets KIOSK_ELECTRON and KIOSK_ELECTRON_ARGS
 */
export function launchOptions(flags: readonly string[]): LaunchOptions {
  const executablePath = process.env.KIOSK_ELECTRON;
  if (executablePath === undefined) {
    throw new Error('KIOSK_ELECTRON is not set. Run these tests with: npm test -- --only e2e');
  }
  const first: string[] = JSON.parse(process.env.KIOSK_ELECTRON_ARGS ?? '[]');
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  return { executablePath, args: [...first, resolve(import.meta.dirname, '../..'), ...flags], env };
}
