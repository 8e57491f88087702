import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { HidAddress } from '../hid.ts';
import type { HidBus, HidDevice, HidListing } from '../hid-bus.ts';
import type { TransportError } from '../port.ts';

export interface HidPlugOptions {
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturer?: string;
  readonly product?: string;
  /** bcdDevice, e.g. 0x0104. */
  readonly release?: number;
  /** The collection that the device is opened by. */
  readonly usagePage: number;
  readonly usage: number;
  /** Further interfaces that a scan finds before it, e.g. the keyboard that many scanners are too. */
  readonly beside?: readonly { readonly usagePage: number; readonly usage: number }[];
  /** Null: a system that does not tell it. */
  readonly descriptor: Uint8Array | null;
  readonly numbered: boolean;
  /** Payload bytes of an output and of a feature report, the id not counted; what is shorter or longer is refused. */
  readonly outputBytes: number;
  readonly featureBytes: number;
}

/** What arrives at a device: an output or feature report as the USB cable carries it, with its id where it has one. */
export interface HostReport {
  readonly kind: 'output' | 'feature';
  readonly bytes: Uint8Array;
}

/**
 * The device's end of a USB cable: what an emulator writes to and reads from, while the production transport sits on the
 * other end. The counterpart of EmulatedLine; whether the bus between is HidPlug or a kernel's, the emulator does not know.
 */
export interface HidSocket {
  /** One input report to whoever has the device open, with its id where it has one; lost where nobody has. */
  send(bytes: Uint8Array): void;
  onHostReport(listener: (report: HostReport) => void): Unsubscribe;
  /** Idempotent. Reads fail, and the device is on no list until `replug`. */
  unplug(): Promise<void>;
  replug(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A USB socket with one HID device in it, without an operating system. It is the bus on which the production
 * HidTransport finds the device, and the device's end of it. The system's habits are kept: what the host writes begins with
 * a report id that is taken off where reports are not numbered, and must be exactly as long as the device says, as on
 * Windows; what the host reads is what the device sent.
 */
export class HidPlug implements HidBus, HidSocket {
  /** What the production transport is to be pointed at; stays the same over unplug and replug. */
  readonly address: Required<Extract<HidAddress, { readonly vendorId: number }>>;
  /** Scans so far: a transport must not look all the time. */
  scans = 0;
  readonly device: HidPlugOptions;
  readonly #fromHost = new Signal<HostReport>();
  #plugged = true;
  /** Counts up with every replug, as the numbers of hidraw nodes do. */
  #node = 0;
  #handle: HidHandle | null = null;

  constructor(options: HidPlugOptions) {
    this.device = options;
    const { vendorId, productId, usagePage, usage } = options;
    this.address = { vendorId, productId, usagePage, usage };
  }

  send(bytes: Uint8Array): void {
    this.#handle?.read(bytes);
  }

  onHostReport(listener: (report: HostReport) => void): Unsubscribe {
    return this.#fromHost.subscribe(listener);
  }

  async unplug(): Promise<void> {
    this.#plugged = false;
    const handle = this.#handle;
    this.#handle = null;
    handle?.fail();
  }

  async replug(): Promise<void> {
    if (this.#plugged) return;
    this.#plugged = true;
    this.#node += 1;
  }

  close(): Promise<void> {
    return this.unplug();
  }

  async devices(): Promise<readonly HidListing[]> {
    this.scans += 1;
    if (!this.#plugged) return [];
    const { beside = [], usagePage, usage } = this.device;
    const others = beside.map((other, at) => ({
      ...this.#info(),
      ...other,
      path: `${this.#path()}-other${at}`,
    }));
    return [...others, { ...this.#info(), usagePage, usage }];
  }

  async open(path: string): Promise<HidDevice> {
    if (!this.#plugged || path !== this.#path()) throw new Error(`cannot open device with path ${path}`);
    const handle = new HidHandle({
      info: () => this.#info(),
      take: (kind, bytes) => this.#take(kind, bytes),
      closed: (closed) => {
        if (this.#handle === closed) this.#handle = null;
      },
    });
    this.#handle = handle;
    return handle;
  }

  async descriptor(path: string): Promise<Uint8Array | null> {
    return path === this.#path() ? this.device.descriptor : null;
  }

  async explain(_path: string, detail: string): Promise<TransportError> {
    return { code: 'NOT_FOUND', detail };
  }

  #path(): string {
    return `/dev/hidraw${this.#node}`;
  }

  #info(): HidListing {
    const { vendorId, productId, manufacturer, product, release = 0 } = this.device;
    return { vendorId, productId, manufacturer, product, release, path: this.#path() };
  }

  #take(kind: HostReport['kind'], bytes: Uint8Array): Result<void, string> {
    const { numbered, outputBytes, featureBytes } = this.device;
    const length = 1 + (kind === 'output' ? outputBytes : featureBytes);
    if (!this.#plugged) return err('Cannot write to hid device');
    if (bytes.length !== length) return err(`expected ${length} bytes, got ${bytes.length}`);
    if (!numbered && bytes[0] !== 0) return err('reports of this device are not numbered');
    const carried = Uint8Array.from(numbered ? bytes : bytes.subarray(1));
    queueMicrotask(() => this.#fromHost.emit({ kind, bytes: carried }));
    return ok();
  }
}

interface HandleParts {
  info(): HidListing;
  take(kind: HostReport['kind'], bytes: Uint8Array): Result<void, string>;
  closed(handle: HidHandle): void;
}

/** The host's open device, with node-hid's manners: words for errors, news as events, reading in a later turn. */
class HidHandle implements HidDevice {
  readonly #parts: HandleParts;
  readonly #data = new Signal<Uint8Array>();
  readonly #error = new Signal<Error>();
  #open = true;

  constructor(parts: HandleParts) {
    this.#parts = parts;
  }

  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(...[event, listener]: ['data', (bytes: Uint8Array) => void] | ['error', (error: Error) => void]) {
    return event === 'data' ? this.#data.subscribe(listener) : this.#error.subscribe(listener);
  }

  async write(bytes: Buffer): Promise<number> {
    return this.#give('output', bytes);
  }

  async sendFeatureReport(bytes: Buffer): Promise<number> {
    return this.#give('feature', bytes);
  }

  async getDeviceInfo(): Promise<HidListing> {
    return this.#parts.info();
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#parts.closed(this);
  }

  read(bytes: Uint8Array): void {
    queueMicrotask(() => {
      if (this.#open) this.#data.emit(bytes);
    });
  }

  fail(): void {
    if (this.#open) this.#error.emit(new Error('could not read from HID device'));
  }

  #give(kind: HostReport['kind'], bytes: Uint8Array): number {
    const taken = this.#open ? this.#parts.take(kind, bytes) : err('the device is closed');
    if (!taken.ok) throw new Error(taken.error);
    return bytes.length;
  }
}
