import { writeSync } from 'node:fs';
import { mkdtemp, rm, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadStream } from 'node:tty';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { EmulatedLine } from './line.ts';
import { type LinePace, type OneWay, oneWay } from './pace.ts';

export interface PtyLineOptions {
  /** Shows in the path that the driver opens, e.g. `card-reader`; one path segment. */
  readonly name: string;
  readonly pace?: LinePace;
}

/** `NO_PTY`: this system has no pseudo-terminals, or the optional package @lydell/node-pty is not installed. */
export interface PtyLineError {
  readonly code: 'NO_PTY';
  readonly detail: string;
}

interface PtyPair {
  readonly master: number;
  readonly slave: number;
  readonly pty: string;
}

type OpenPair = () => PtyPair;

/**
 * A serial line whose far end is an emulator in this process: a pty pair without a child process. The production serial
 * transport opens `address.path`, a symbolic link in a private folder that points at whatever pty is current, so that
 * the path survives unplug and replug as a udev name does.
 *
 * `pair` is for tests: how the native binding is found.
 */
export async function openPtyLine(
  options: PtyLineOptions,
  pair: () => Promise<OpenPair> = nativePair,
): Promise<Result<EmulatedLine, PtyLineError>> {
  let folder: string | null = null;
  try {
    const open = await pair();
    folder = await mkdtemp(join(tmpdir(), 'kiosk-line-'));
    const line = new PtyLine(folder, options, open);
    await line.replug();
    return ok(line);
  } catch (error) {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
    return err({ code: 'NO_PTY', detail: error instanceof Error ? error.message : String(error) });
  }
}

/** Loaded late: the real rig never needs it, and on systems without ptys the package has no binary. */
async function nativePair(): Promise<OpenPair> {
  const { requireBinary } = await import('@lydell/node-pty/requireBinary.js');
  const native = requireBinary('pty.node');
  return () => native.open(80, 24);
}

class PtyLine implements EmulatedLine {
  readonly address: { readonly kind: 'serial'; readonly path: string };
  readonly #folder: string;
  readonly #open: OpenPair;
  readonly #data = new Signal<Uint8Array>();
  readonly #toHost: OneWay;
  readonly #toDevice: OneWay;
  #plugged: { readonly master: ReadStream; readonly slave: ReadStream; readonly fd: number } | null = null;
  #closed = false;

  constructor(folder: string, options: PtyLineOptions, open: OpenPair) {
    this.#folder = folder;
    this.#open = open;
    this.address = { kind: 'serial', path: join(folder, options.name) };
    this.#toHost = oneWay(options.pace, (bytes) => this.#put(bytes));
    this.#toDevice = oneWay(options.pace, (bytes) => this.#data.emit(bytes));
  }

  write(bytes: Uint8Array): void {
    this.#toHost.send(bytes);
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.subscribe(listener);
  }

  async unplug(): Promise<void> {
    const plugged = this.#plugged;
    if (plugged === null) return;
    this.#plugged = null;
    this.#toHost.clear();
    this.#toDevice.clear();
    // The name goes first, as udev does it: a driver that reconnects at once finds nothing, not a dying device.
    await unlink(this.address.path);
    await Promise.all([closed(plugged.slave), closed(plugged.master)]);
  }

  async replug(): Promise<void> {
    if (this.#plugged !== null || this.#closed) return;
    this.#toHost.clear(); // what was written while unplugged
    const pair = this.#open();
    const master = new ReadStream(pair.master);
    // Held open so that the master does not read an end whenever the host closes, and raw from the start so that what
    // the device says before the host opens is not echoed back to it.
    const slave = new ReadStream(pair.slave);
    slave.setRawMode(true);
    slave.pause();
    this.#plugged = { master, slave, fd: pair.master };
    master.on('data', (bytes: Buffer) => this.#toDevice.send(Uint8Array.from(bytes)));
    await symlink(pair.pty, this.address.path);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.unplug();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /**
   * Straight to the descriptor, because libuv writes to a pty's master blocking: with the host in this same process that
   * is a deadlock. The kernel takes about 11 KiB that the host has not read yet; what comes on top is lost, which is an
   * overrun as on a real UART. What is still there when a host opens is flushed by its open.
   */
  #put(bytes: Uint8Array): void {
    if (this.#plugged === null) return;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#plugged.fd, bytes, at);
    } catch {
      // EAGAIN: the overrun described above.
    }
  }
}

function closed(stream: ReadStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', () => resolve());
    stream.destroy();
  });
}
