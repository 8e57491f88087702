import type { Clock, Timer } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import { type HidBus, type HidDevice, type HidListing, NodeHidBus } from './hid-bus.ts';
import { parseHidDescriptor, reportBytes } from './hid-descriptor.ts';
import type { TransportError } from './port.ts';
import type { HidIdentity, HidReport, ReportTransport } from './report-port.ts';

/** Which device: by its ids and, where it shows several interfaces, by the usage of the right one; or by its path. */
export type HidAddress =
  | {
      readonly vendorId: number;
      readonly productId: number;
      /** A scanner that is keyboard and HID POS at once: page 0x8C, usage 2. */
      readonly usagePage?: number;
      readonly usage?: number;
    }
  /** `/dev/hidraw0`, or a link to it that a udev rule makes. */
  | { readonly path: string };

/** For systems that do not tell a device's report descriptor. Where they do, this is not looked at. */
export interface GivenReports {
  readonly numbered: boolean;
  /** Payload bytes of output and feature reports, their id not counted. */
  readonly outputBytes: number;
  readonly featureBytes: number;
}

export interface HidOptions {
  readonly address: HidAddress;
  readonly clock: Clock;
  readonly reports?: GivenReports;
  /** Default: this machine's. */
  readonly bus?: HidBus;
}

/** A scan reads the whole of sysfs' hidraw tree; node-hid's README warns of calling it often. */
const SCAN_EVERY_MS = 2_000;

interface Shape {
  readonly numbered: boolean;
  bytes(kind: 'output' | 'feature', id: number): number | null;
}

/** A device to be opened, and what a scan said of it. */
interface Found {
  readonly path: string;
  readonly listing: HidListing | null;
}

/** What was learned of a device when it was opened. */
interface Known {
  readonly shape: Shape;
  readonly identity: HidIdentity;
}

/**
 * A HID device. There is no news of plugging: whoever keeps this wire open (KeptWire) opens it again and again, and an
 * `open` by vendor and product that comes within two seconds of the last one waits for its turn to scan. An unplug shows as
 * a failed read, which node-hid tells as an 'error' event; the listener is attached before anything else happens.
 */
export class HidTransport implements ReportTransport {
  readonly description: string;
  readonly #address: HidAddress;
  readonly #clock: Clock;
  readonly #bus: HidBus;
  readonly #given: GivenReports | null;
  readonly #reports = new Signal<HidReport>();
  readonly #gone = new Signal<TransportError>();
  #open: ({ readonly device: HidDevice } & Known) | null = null;
  #opening: { cancelled: boolean; readonly done: Promise<Result<void, TransportError>> } | null = null;
  #nextScan = Number.NEGATIVE_INFINITY;
  #turn: { readonly timer: Timer; readonly end: () => void } | null = null;

  constructor({ address, clock, reports, bus = new NodeHidBus() }: HidOptions) {
    this.#address = address;
    this.#clock = clock;
    this.#bus = bus;
    this.#given = reports ?? null;
    this.description = `hid ${'path' in address ? address.path : `${hex(address.vendorId)}:${hex(address.productId)}`}`;
  }

  open(): Promise<Result<void, TransportError>> {
    if (this.#open !== null) return Promise.resolve(ok());
    if (this.#opening !== null) return this.#opening.done;
    const ticket = { cancelled: false };
    const done = this.#connect(ticket).finally(() => {
      if (this.#opening?.done === done) this.#opening = null;
    });
    this.#opening = Object.assign(ticket, { done });
    return done;
  }

  write(report: HidReport): Promise<Result<void, TransportError>> {
    return this.#send('output', report);
  }

  sendFeature(report: HidReport): Promise<Result<void, TransportError>> {
    return this.#send('feature', report);
  }

  onReport(listener: (report: HidReport) => void): Unsubscribe {
    return this.#reports.subscribe(listener);
  }

  onGone(listener: (cause: TransportError) => void): Unsubscribe {
    return this.#gone.subscribe(listener);
  }

  identity(): HidIdentity | null {
    return this.#open?.identity ?? null;
  }

  async close(): Promise<void> {
    if (this.#opening !== null) this.#opening.cancelled = true; // what is being opened is shut as soon as it is
    this.#opening = null;
    this.#turn?.timer.cancel();
    this.#turn?.end();
    const open = this.#open;
    this.#open = null;
    if (open !== null) await shut(open.device);
  }

  async #connect(ticket: { readonly cancelled: boolean }): Promise<Result<void, TransportError>> {
    const found = await this.#find(ticket);
    if (!found.ok) return found;
    const { path } = found.value;
    const opened = await attempt(() => this.#bus.open(path));
    if (!opened.ok) return err(await this.#bus.explain(path, opened.error.detail));
    const device = opened.value;
    // First of all: an 'error' without a listener would end the process.
    device.on('error', (error) => this.#lost(device, error.message));
    const known = await this.#ask(found.value, device);
    if (!known.ok || ticket.cancelled) {
      await shut(device);
      return known.ok ? err({ code: 'NOT_OPEN', detail: 'closed while it was being opened' }) : known;
    }
    const { shape } = known.value;
    this.#open = { device, ...known.value };
    device.on('data', (bytes) => this.#received(device, shape, bytes));
    return ok();
  }

  async #ask({ path, listing }: Found, device: HidDevice): Promise<Result<Known, TransportError>> {
    const descriptor = await this.#bus.descriptor(path);
    const shape = this.#shapeOf(descriptor);
    if (shape === null) return err({ code: 'IO', detail: `${path}: no readable report descriptor` });
    const info = listing === null ? await attempt(() => device.getDeviceInfo()) : ok(listing);
    return info.ok ? ok({ shape, identity: identityOf(info.value, descriptor) }) : info;
  }

  async #find(ticket: { readonly cancelled: boolean }): Promise<Result<Found, TransportError>> {
    if ('path' in this.#address) return ok({ path: this.#address.path, listing: null });
    await this.#waitForTurn();
    if (ticket.cancelled) return err({ code: 'NOT_OPEN', detail: 'closed while it was being looked for' });
    this.#nextScan = this.#clock.monotonic() + SCAN_EVERY_MS;
    const listed = await attempt(() => this.#bus.devices());
    if (!listed.ok) return listed;
    const { vendorId, productId, usagePage, usage } = this.#address;
    const ours = listed.value.filter((one) => one.vendorId === vendorId && one.productId === productId);
    const right = ours.find(
      (one) =>
        one.path !== undefined &&
        (usagePage === undefined || one.usagePage === usagePage) &&
        (usage === undefined || one.usage === usage),
    );
    if (right?.path !== undefined) return ok({ path: right.path, listing: right });
    const other = ours.length === 0 ? '' : ', but other interfaces of it: is it in another mode?';
    return err({ code: 'NOT_FOUND', detail: `no ${this.description} with that usage${other}` });
  }

  #waitForTurn(): Promise<void> {
    const ms = this.#nextScan - this.#clock.monotonic();
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        this.#turn = null;
        resolve();
      };
      this.#turn = { timer: this.#clock.after(ms, end), end };
    });
  }

  #shapeOf(bytes: Uint8Array | null): Shape | null {
    const descriptor = bytes === null ? null : parseHidDescriptor(bytes);
    if (descriptor !== null) {
      return { numbered: descriptor.numbered, bytes: (kind, id) => reportBytes(descriptor, kind, id) };
    }
    const given = this.#given;
    if (given === null) return null;
    return {
      numbered: given.numbered,
      bytes: (kind) => (kind === 'output' ? given.outputBytes : given.featureBytes),
    };
  }

  async #send(kind: 'output' | 'feature', { id, data }: HidReport): Promise<Result<void, TransportError>> {
    if (this.#open === null) return err({ code: 'NOT_OPEN', detail: this.description });
    const { device, shape } = this.#open;
    const length = shape.bytes(kind, id);
    if (length === null || data.length > length) {
      const detail =
        length === null ? `no ${kind} report ${id}` : `${kind} report ${id} takes ${length} bytes`;
      return err({ code: 'IO', detail: `${this.description}: ${detail}` });
    }
    const padded = Buffer.alloc(1 + length);
    padded[0] = id;
    padded.set(data, 1);
    const sent = await attempt(() =>
      kind === 'output' ? device.write(padded) : device.sendFeatureReport(padded),
    );
    return sent.ok ? ok() : sent;
  }

  #received(device: HidDevice, { numbered }: Shape, bytes: Uint8Array): void {
    if (this.#open?.device !== device || bytes.length === 0) return;
    const report = numbered
      ? { id: bytes[0] ?? 0, data: Uint8Array.from(bytes.subarray(1)) }
      : { id: 0, data: Uint8Array.from(bytes) };
    try {
      this.#reports.emit(report);
    } catch (bug) {
      // node-hid would take a listener's exception for an error of the device.
      queueMicrotask(() => {
        throw bug;
      });
    }
  }

  #lost(device: HidDevice, detail: string): void {
    if (this.#open?.device !== device) return;
    this.#open = null;
    void shut(device);
    this.#gone.emit({ code: 'GONE', detail });
  }
}

function identityOf(info: HidListing, descriptor: Uint8Array | null): HidIdentity {
  const { vendorId, productId, manufacturer = '', product = '', release } = info;
  return { vendorId, productId, manufacturer, product, release: bcd(release), descriptor };
}

/** 0x0104 → `1.04`. */
function bcd(release: number): string {
  if (release === 0) return '';
  return `${(release >> 8).toString(16)}.${(release & 0xff).toString(16).padStart(2, '0')}`;
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}

/** node-hid rejects with English words and nothing else. */
async function attempt<T>(action: () => Promise<T>): Promise<Result<T, TransportError>> {
  try {
    return ok(await action());
  } catch (error) {
    return err({ code: 'IO', detail: error instanceof Error ? error.message : String(error) });
  }
}

/** Resolves in any case: what cannot be closed is gone already. */
async function shut(device: HidDevice): Promise<void> {
  await attempt(() => device.close());
}
