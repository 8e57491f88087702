import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, session, shell } from 'electron';
import { SystemClock, wait } from '../drivers/base/clock.ts';
import { type Log, traceOf } from '../drivers/base/log.ts';
import { consoleLog } from './operator/console-log.ts';
import { startControlServer } from './operator/control-server.ts';
import type { DemoPanel } from './operator/demo-panel.ts';
import { LogFile, tee } from './operator/log-file.ts';
import { describeFlagProblems, type Flags, parseFlags } from './rig/flags.ts';
import { demoSettings, realSettings, type Settings } from './rig/settings.ts';
import { glassFor } from './shell/glass.ts';
import { lockPages, lockSession } from './shell/lockdown.ts';
import { OperatorWindow } from './shell/operator-window.ts';
import { ResidentWindow } from './shell/resident-window.ts';
import { registerScheme, serveScheme } from './shell/scheme.ts';
import type { Terminal } from './terminal.ts';

/**
 * The composition root: flags → configuration → window, and while its page loads: rig → journal → visit. Nothing that
 * lives as long as the app is constructed anywhere else.
 */

/** Public exit codes of the command line. */
const EXIT = { ok: 0, bug: 1, configuration: 2, journal: 3, alreadyRunning: 4 } as const;

/** A page that is slower than this loads beside the rig instead of before it. */
const PAGE_HEAD_START_MS = 300;

const distDir = join(app.getAppPath(), 'dist');
const fonts = {
  regular: join(distDir, 'assets/fonts/NotoSansSC-Regular.ttf'),
  bold: join(distDir, 'assets/fonts/NotoSansSC-Bold.ttf'),
  rare: join(distDir, 'assets/fonts/rare'),
};

/** A device that cannot be let go of must not keep the terminal half closed. The money is at rest long before. */
const STOP_WITHIN_MS = 5_000;

const say = (line: string) => process.stderr.write(`${line}\n`);

/** The start ends here, with one message for whoever sets the terminal up and the public exit code. */
class StartFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Not awaited at the top level: Electron becomes ready only after this module has run. */
function main(): void {
  const flags = parseFlags(process.argv, { packaged: app.isPackaged });
  if (!flags.ok) throw new StartFailure(EXIT.configuration, describeFlagProblems(flags.error));
  const userData = flags.value.userData ?? app.getPath('userData');
  makeFolder(userData);
  app.setPath('userData', userData);
  // Chromium's own files in a folder of their own, apart from the journal.
  app.setPath('sessionData', join(userData, 'chromium'));
  if (!app.requestSingleInstanceLock()) {
    throw new StartFailure(
      EXIT.alreadyRunning,
      `The terminal is already running with the data in ${userData}. Close it first, or give another --user-data.`,
    );
  }
  registerScheme();
  open(flags.value, userData).catch(giveUp);
}

async function open(flags: Flags, userData: string): Promise<void> {
  const settings =
    flags.config === null
      ? { ok: true as const, value: demoSettings(userData, fonts.regular) }
      : await realSettings(userData, flags.config);
  if (!settings.ok) throw new StartFailure(EXIT.configuration, settings.error);
  makeFolder(settings.value.dataDir);
  const logFile = new LogFile(join(settings.value.dataDir, 'logs'), new SystemClock());
  const log = tee(logFile, consoleLog(say));
  process.on('uncaughtException', (error) => log.event('bug', { where: 'main', ...traceOf(error) }));
  process.on('unhandledRejection', (error) => log.event('bug', { where: 'main', ...traceOf(error) }));
  lockPages(log);

  let operator: OperatorWindow | null = null;
  await app.whenReady();
  lockSession(session.defaultSession, log);
  const pageServed = serveScheme(session.defaultSession, distDir);
  const resident = openResidentWindow(settings.value, flags, log);
  // Loaded only now: Chromium starts on this same thread, and the page's files are handed over on it. The page's process
  // then works beside us. Open orders wait for it, but not for long.
  await Promise.race([pageServed, wait(new SystemClock(), PAGE_HEAD_START_MS)]);
  const [{ assembleTerminal }, { openDesk }] = await Promise.all([
    import('./terminal.ts'),
    import('./operator/open-desk.ts'),
  ]);
  const terminal = await assembleTerminal({
    settings: settings.value,
    log,
    fonts,
    pdfWorker: join(distDir, 'main/pdf-worker.js'),
    openOperator: (by) => operator?.open(by),
    beep: () => shell.beep(),
  });
  if (!terminal.ok) throw new StartFailure(EXIT.journal, terminal.error.message);
  resident.attach(terminal.value.visit, terminal.value.rig.wedge);
  const { desk, demo } = openDesk(terminal.value, settings.value, log);
  operator = new OperatorWindow(desk, {
    session: session.defaultSession,
    distDir,
    hidden: flags.headless,
    glass: demo === null ? resident.window.getBounds() : null,
    paper: async () => demo?.paper() ?? null,
    wedge: terminal.value.rig.wedge,
    log,
  });
  if (demo !== null) await openControl(demo, terminal.value, flags.controlPort);
  terminal.value.start();
  log.event('app-started', {
    rig: settings.value.rig,
    app: app.getVersion(),
    electron: process.versions.electron ?? '',
  });
  closeInOrder(terminal.value, logFile);
}

/** For the kiosk's user only: journal, receipts and logs lie in it. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartFailure(EXIT.configuration, `--user-data: the folder ${folder} cannot be made (${code}).`);
  }
}

function openResidentWindow({ terminal, rig }: Settings, { headless }: Flags, log: Log): ResidentWindow {
  const kiosk = rig === 'real';
  return new ResidentWindow({
    session: session.defaultSession,
    distDir,
    glass: glassFor(terminal.orientation, kiosk),
    kiosk,
    hidden: headless,
    title: terminal.name,
    clock: new SystemClock(),
    log,
  });
}

async function openControl(panel: DemoPanel, { visit }: Terminal, port: number | null): Promise<void> {
  if (port === null) return;
  const started = await startControlServer({ port, panel, snapshot: () => visit.snapshot() });
  if (!started.ok) throw new StartFailure(EXIT.configuration, `--control-port: ${started.error}`);
  process.stdout.write(`control interface: http://127.0.0.1:${started.value.port}\n`);
}

/** The last window is gone, or somebody asked: stop in order, then leave. What is cut short is what recovery is for. */
function closeInOrder(terminal: Terminal, logFile: LogFile): void {
  let closing = false;
  app.on('before-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    logFile.event('app-stopped', { reason: 'quit' });
    const stopped = terminal.stop().then(() => logFile.close());
    void Promise.race([stopped, wait(new SystemClock(), STOP_WITHIN_MS)]).finally(() => app.exit(EXIT.ok));
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

function giveUp(error: unknown): void {
  const [exitCode, message] =
    error instanceof StartFailure
      ? [error.exitCode, error.message]
      : [EXIT.bug, error instanceof Error ? String(error.stack) : String(error)];
  say(message);
  app.exit(exitCode);
}

try {
  main();
} catch (error) {
  giveUp(error);
}
