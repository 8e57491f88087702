import { fromHex } from '../../base/bytes.ts';
import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import { HidPlug, type HidSocket } from '../../transport/emulator/hid-plug.ts';
import { makeLever } from '../../transport/emulator/lever-args.ts';
import { type KnownCode, scannerLevers } from './scanner-levers.ts';

export type EmulatedHidPosModel = 'honeywell' | 'newland' | 'off-by-one' | 'microscan';

export interface HidPosScannerEmulatorOptions {
  /** Its end of the cable, e.g. `hidPosPlug(model)`. */
  readonly socket: HidSocket;
  /** Default `honeywell`. */
  readonly model?: EmulatedHidPosModel;
  readonly codes?: readonly KnownCode[];
}

/** What goes wrong with the next code. */
type Fault = 'half-report' | 'bad-length' | 'no-end';

/** How a model fills its 64-byte report, by its manual: everything before the characters, their room, and what follows. */
interface Form {
  head(length: number): readonly number[];
  readonly room: number;
  tail(more: boolean): readonly number[];
}

const AIM_QR = [0x5d, 0x51, 0x30]; // ]Q0
const CODE_ID_QR = 0x73;

const FORMS: Readonly<Record<EmulatedHidPosModel, Form>> = {
  honeywell: {
    head: (length) => [0x02, length, ...AIM_QR],
    room: 56,
    tail: (more) => [CODE_ID_QR, 0x00, more ? 1 : 0],
  },
  newland: {
    head: (length) => [0x02, length],
    room: 56,
    tail: (more) => [0, 0, 0, 0, CODE_ID_QR, more ? 1 : 0],
  },
  'off-by-one': {
    head: (length) => [0x02, length, 0x00, ...AIM_QR],
    room: 56,
    tail: (more) => [0x00, more ? 1 : 0],
  },
  microscan: { head: (length) => [0x01, length], room: 62, tail: () => [] },
};

const VENDORS: Readonly<Record<EmulatedHidPosModel, readonly [vendorId: number, name: string]>> = {
  honeywell: [0x0c2e, 'Honeywell'],
  newland: [0x1eab, 'Newland'],
  'off-by-one': [0x05f9, 'Datalogic'],
  // Its own vendor id is not known here: this one is for tests.
  microscan: [0x1209, 'Microscan'],
};

/** `85 id` to the end of the scan report, by the model's own form: length, AIM, characters, the rest, the flag. */
const SCAN_REPORT: Readonly<Record<EmulatedHidPosModel, string>> = {
  honeywell: `8502 150026FF007508 9501 0501093B8102 9503 058C09FB09FC09FD8102 9538 09FE820201
    9502 0666FF 09040900 8102 058C 25017501 9501 09FF8102 9507 8103`,
  newland: `8502 150026FF007508 9501 0501093B8102 058C 9538 09FE820201 9504 8103 9501 09108102
    25017501 9501 09FF8102 9507 8103`,
  'off-by-one': `8502 150026FF007508 9501 0501093B8102 8103 9503 058C09FB09FC09FD8102 9538 09FE820201
    9501 8103 25017501 9501 09FF8102 9507 8103`,
  microscan: `8501 150026FF007508 9501 0501093B8102 058C 953E 09FE820201`,
};
/** Trigger bits (report 4), and Honeywell's switch to HID POS (feature report FE). */
const TRIGGER_REPORT = '0914A102 8504 25017501 9508 09000960 9186 C0';
const REDIRECTION_REPORT = '0666FF 7508 26FF00 0903A102 85FE 9501 0903 B28201 C0';

/**
 * A scanner in USB HID point-of-sale mode, at the device's end of its cable. A Honeywell keeps its codes to itself until
 * the host has switched it to this mode, which it forgets with its power.
 */
export class HidPosScannerEmulator {
  readonly levers: readonly Lever[];
  readonly #socket: HidSocket;
  readonly #form: Form;
  readonly #waitsForSwitch: boolean;
  #switched = false;
  #fault: Fault | null = null;

  constructor({ socket, model = 'honeywell', codes = [] }: HidPosScannerEmulatorOptions) {
    this.#socket = socket;
    this.#form = FORMS[model];
    this.#waitsForSwitch = model === 'honeywell';
    this.#socket.onHostReport(({ kind, bytes }) => {
      if (kind === 'feature' && bytes[0] === 0xfe) this.#switched = bytes[1] === 0x01;
    });
    const wired = {
      unplug: () => this.#powerOff(),
      replug: () => this.#socket.replug(),
    };
    this.levers = [
      ...scannerLevers((text) => this.scan(text), wired, codes),
      this.#faultLever('scanner-half-report', '下一个码的报告只到一半', 'half-report'),
      this.#faultLever('scanner-bad-length', '下一个码的长度字节出错', 'bad-length'),
      this.#faultLever('scanner-no-end', '下一个码没有结尾', 'no-end'),
    ];
  }

  /** Any text: what does not fit the protocol is sent as it is. */
  scan(text: string): void {
    if (this.#waitsForSwitch && !this.#switched) return;
    for (const report of this.#reports(Buffer.from(text, 'utf8'))) this.#socket.send(report);
    this.#fault = null;
  }

  close(): Promise<void> {
    return this.#socket.close();
  }

  #reports(text: Uint8Array): readonly Uint8Array[] {
    const { head, room, tail } = this.#form;
    const count = Math.max(1, Math.ceil(text.length / room));
    return Array.from({ length: count }, (_, at) => {
      const part = text.subarray(at * room, (at + 1) * room);
      const more = this.#fault === 'no-end' || at < count - 1;
      const length = this.#fault === 'bad-length' ? 0xff : part.length;
      const whole = Uint8Array.from([
        ...head(length),
        ...part,
        ...new Uint8Array(room - part.length),
        ...tail(more),
      ]);
      return this.#fault === 'half-report' ? whole.subarray(0, 32) : whole;
    });
  }

  async #powerOff(): Promise<void> {
    this.#switched = false;
    await this.#socket.unplug();
  }

  #faultLever(id: string, label: string, fault: Fault): Lever {
    return makeLever({ id, label, kind: 'fault', args: [CLEAR] }, async (values) => {
      this.#fault = values.flag('clear') ? null : fault;
      return ok();
    });
  }
}

const CLEAR = { name: 'clear', label: '取消', type: 'boolean', optional: true } as const;

/** A socket with such a scanner in it. `describes`: whether the system tells the device's report descriptor. */
export function hidPosPlug(model: EmulatedHidPosModel = 'honeywell', describes = true): HidPlug {
  const [vendorId, manufacturer] = VENDORS[model];
  const feature = model === 'honeywell' ? REDIRECTION_REPORT : '';
  const descriptor = fromHex(
    `058C0902A101 0912A102 ${SCAN_REPORT[model]} C0 ${TRIGGER_REPORT} ${feature} C0`,
  );
  return new HidPlug({
    vendorId,
    productId: 0x0b61,
    manufacturer,
    product: 'POS Scanner',
    release: 0x0102,
    usagePage: 0x8c,
    usage: 0x02,
    // As most of them do, it shows a keyboard beside the scanner.
    beside: [{ usagePage: 0x01, usage: 0x06 }],
    descriptor: describes ? descriptor : null,
    numbered: true,
    outputBytes: 1,
    featureBytes: 1,
  });
}
