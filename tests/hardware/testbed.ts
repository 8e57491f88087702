import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { fromHex, toHex } from '../../drivers/base/bytes.ts';
import { Signal } from '../../drivers/base/subscribe.ts';
import type { HidPlugOptions, HidSocket, HostReport } from '../../drivers/transport/emulator/hid-plug.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** The distribution's own: one from elsewhere does not see the distribution's modules. */
const PYTHON = '/usr/bin/python3';

/** Why this machine cannot host virtual devices; null when it can. */
export function whyNoTestbed(): string | null {
  if (process.platform !== 'linux') return 'umockdev is for Linux';
  try {
    execFileSync(PYTHON, ['-c', "import gi; gi.require_version('UMockdev', '1.0')"], { stdio: 'ignore' });
  } catch {
    return 'umockdev and its Python binding are not installed (umockdev gir1.2-umockdev-1.0 python3-gi)';
  }
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
  } catch {
    return 'there is no C compiler (gcc)';
  }
  return null;
}

/** A program among virtual hidraw devices; see testbed.py. */
export class Testbed {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #fromHost = new Signal<{ readonly at: number; readonly report: HostReport }>();
  readonly #said = new Signal<string>();

  /** @param entry a TypeScript file, bundled as the app's build does it: Node 20 runs no TypeScript */
  static async start(entry: string, devices: readonly HidPlugOptions[], args: readonly string[]) {
    const folder = mkdtempSync(join(ROOT, '.build/hardware-'));
    try {
      await bundle(entry, folder);
      execFileSync('cc', [
        '-shared',
        '-fPIC',
        '-o',
        join(folder, 'preload.so'),
        join(import.meta.dirname, 'preload.c'),
      ]);
      return new Testbed(folder, devices, args);
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }

  private constructor(folder: string, devices: readonly HidPlugOptions[], args: readonly string[]) {
    this.#folder = folder;
    const plan = {
      devices: devices.map(({ descriptor, ...device }) => ({
        manufacturer: '',
        product: '',
        release: 0,
        ...device,
        descriptor: toHex(descriptor ?? new Uint8Array()),
      })),
      command: [process.execPath, join(folder, 'program.mjs'), ...args],
    };
    this.#child = spawn(PYTHON, [join(import.meta.dirname, 'testbed.py'), JSON.stringify(plan)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, LD_PRELOAD: `${join(folder, 'preload.so')}:libumockdev-preload.so.0` },
    });
    if (this.#child.stdout === null) throw new Error('no standard output');
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(line));
  }

  /** The device's end of the cable of device number `at`. */
  socket(at: number): HidSocket {
    const say = async (line: string) => this.#tell(line);
    return {
      send: (bytes) => this.#tell(`input ${at} ${toHex(bytes)}`),
      onHostReport: (listener) => this.#fromHost.subscribe((one) => one.at === at && listener(one.report)),
      unplug: () => say(`unplug ${at}`),
      replug: () => say(`replug ${at}`),
      close: () => Promise.resolve(),
    };
  }

  /** Lines of the program's own. */
  onLine(listener: (line: string) => void): void {
    this.#said.subscribe(listener);
  }

  /** Asks the program to end; answers with its exit code when it has. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((done) => this.#child.once('close', done));
    this.#tell('stop');
    const code = this.#child.exitCode ?? (await ended);
    rmSync(this.#folder, { recursive: true });
    return code;
  }

  #tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  #hear(line: string): void {
    const [, at, kind, hex] = /^host (\d+) (output|feature) ([0-9A-F]+)$/.exec(line) ?? [];
    if (hex === undefined) this.#said.emit(line);
    else
      this.#fromHost.emit({
        at: Number(at),
        report: { kind: kind === 'feature' ? 'feature' : 'output', bytes: fromHex(hex) },
      });
  }
}

async function bundle(entry: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: [] },
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: { program: entry },
        external: (id: string) => id.startsWith('node:') || id === 'node-hid' || id === 'serialport',
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  });
}
