/**
 * Switches that are not ours: Chromium, Electron and Node read them from the same command line before we do. Those that a
 * terminal, a test or a technician has a reason to use are let through; any other is as unknown as a misspelt one of ours.
 */
export interface ForeignSwitch {
  /** Without dashes; `*` at the end stands for anything. */
  readonly name: string;
  readonly why: string;
  /** The following argument belongs to it. */
  readonly takesNext?: true;
  /** Opens the app to somebody outside: refused once it is packaged. */
  readonly door?: true;
}

export const FOREIGN_SWITCHES: readonly ForeignSwitch[] = [
  { name: 'inspect*', why: 'Node’s debugger; Playwright starts Electron with --inspect=0', door: true },
  { name: 'remote-debugging-*', why: 'Chromium’s debugger; Playwright attaches through it', door: true },
  { name: 'r', why: 'Node: Playwright preloads its loader', takesNext: true, door: true },
  { name: 'require', why: 'Node: the same, long form', takesNext: true, door: true },
  { name: 'js-flags', why: 'V8’s own flags, for measuring', door: true },
  { name: 'no-sandbox', why: 'Chromium refuses its sandbox to root (containers, CI)' },
  { name: 'disable-setuid-sandbox', why: 'systems without user namespaces' },
  { name: 'no-zygote', why: 'containers' },
  { name: 'disable-dev-shm-usage', why: 'containers with a small /dev/shm' },
  { name: 'disable-gpu*', why: 'terminals and virtual displays without a usable GPU' },
  { name: 'in-process-gpu', why: 'the same, saves a process' },
  { name: 'disable-software-rasterizer', why: 'the same' },
  { name: 'enable-unsafe-swiftshader', why: 'software rendering where there is no GPU' },
  { name: 'use-gl', why: 'choice of the GL library' },
  { name: 'use-angle', why: 'choice of the GL back end' },
  { name: 'ignore-gpu-blocklist', why: 'GPUs that Chromium distrusts' },
  { name: 'ozone-platform*', why: 'X11 or Wayland' },
  { name: 'force-device-scale-factor', why: 'glass with an odd pixel size' },
  { name: 'high-dpi-support', why: 'the same' },
  { name: 'force-color-profile', why: 'the same colours in screenshots everywhere' },
  { name: 'touch-events', why: 'touch controllers that are not recognised' },
  { name: 'top-chrome-touch-ui', why: 'the same' },
  { name: 'force-renderer-accessibility', why: 'screen readers and tests of accessible names' },
  { name: 'enable-features', why: 'Chromium’s feature list' },
  { name: 'disable-features', why: 'the same' },
  { name: 'disable-background-timer-throttling', why: 'tests with a covered window' },
  { name: 'disable-renderer-backgrounding', why: 'the same' },
  { name: 'disable-backgrounding-occluded-windows', why: 'the same' },
  { name: 'disable-http-cache', why: 'nothing of a resident in a cache' },
  { name: 'password-store', why: 'terminals without a key ring' },
  { name: 'enable-logging', why: 'Chromium’s own log' },
  { name: 'log-level', why: 'the same' },
  { name: 'log-file', why: 'the same' },
  { name: 'v', why: 'the same' },
  { name: 'vmodule', why: 'the same' },
  { name: 'trace-warnings', why: 'Node’s warnings with their stack' },
  { name: 'trace-deprecation', why: 'Node’s deprecations with their stack' },
  { name: 'trace-uncaught', why: 'Node’s uncaught errors with their stack' },
  { name: 'enable-source-maps', why: 'stack traces in source lines' },
  { name: 'original-process-start-time', why: 'added by Chromium when it restarts itself' },
];

/** @param name without dashes and value */
export function foreignSwitch(name: string): ForeignSwitch | null {
  const matches = (pattern: string) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  return FOREIGN_SWITCHES.find((entry) => matches(entry.name)) ?? null;
}
