import { readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { TransportError } from './port.ts';
import { explain } from './serial.ts';

/** One interface of a HID device, as a scan finds it: the part of node-hid's `Device` that is used here. */
export interface HidListing {
  readonly vendorId: number;
  readonly productId: number;
  readonly path?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  /** bcdDevice. */
  readonly release: number;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

/**
 * An open device with the quirks of hidapi: every written buffer begins with the report id (0 where reports are not
 * numbered) and must be full length; a read buffer begins with the id only where they are. The part of node-hid's
 * HIDAsync that is used here, so that an emulated device can stand under the same transport.
 */
export interface HidDevice {
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  /** An unplug, above all. Without a listener it ends the process. */
  on(event: 'error', listener: (error: Error) => void): unknown;
  write(bytes: Buffer): Promise<unknown>;
  sendFeatureReport(bytes: Buffer): Promise<unknown>;
  getDeviceInfo(): Promise<HidListing>;
  close(): Promise<void>;
}

/** How HID devices are found and opened. */
export interface HidBus {
  /** One entry for each top-level collection of each interface. Takes tens of milliseconds: not to be called in a loop. */
  devices(): Promise<readonly HidListing[]>;
  /** Rejects with words only; `explain` asks for the reason. */
  open(path: string): Promise<HidDevice>;
  /** The raw report descriptor; null where the system does not tell it. */
  descriptor(path: string): Promise<Uint8Array | null>;
  /** Why an `open` that failed with these words failed. */
  explain(path: string, detail: string): Promise<TransportError>;
}

/**
 * The HID devices of this machine through node-hid: on Linux its hidraw driver, which is the default and the only one
 * that tells usage pages; the libusb one would take the device away from the kernel.
 */
export class NodeHidBus implements HidBus {
  readonly #sysClass: string;

  /** @param sysClass for tests: where the kernel shows its hidraw devices */
  constructor(sysClass = '/sys/class/hidraw') {
    this.#sysClass = sysClass;
  }

  async devices(): Promise<readonly HidListing[]> {
    return nodeHid().devicesAsync();
  }

  async open(path: string): Promise<HidDevice> {
    return nodeHid().HIDAsync.open(path);
  }

  /** node-hid does not hand it out; Linux keeps it in a file that anybody may read. */
  async descriptor(path: string): Promise<Uint8Array | null> {
    try {
      const node = basename(/\/hidraw\d+$/.test(path) ? path : await realpath(path));
      return Uint8Array.from(await readFile(`${this.#sysClass}/${node}/device/report_descriptor`));
    } catch {
      return null;
    }
  }

  explain(path: string, detail: string): Promise<TransportError> {
    return explain(path, detail);
  }
}

/** Loaded with the first device that is looked for: nobody without HID devices needs its libraries. */
function nodeHid(): typeof import('node-hid') {
  return createRequire(import.meta.url)('node-hid');
}
