/**
 * HID report descriptors, as far as a driver needs them: which reports a device has, how long each is, and where in it a
 * usage lies. Source: USB Device Class Definition for HID 1.11, sections 5.2 (items), 6.2.2 (report descriptor).
 */

export type HidReportKind = 'input' | 'output' | 'feature';

/** One main item: `count` values of `bitSize` bits each, side by side. */
export interface HidField {
  readonly kind: HidReportKind;
  /** 0 where the device numbers none. */
  readonly reportId: number;
  /** From the first bit of the payload; the report id is not counted. */
  readonly bitOffset: number;
  readonly bitSize: number;
  readonly count: number;
  /** Page << 16 | usage, one for each value; the last one stands for all values that are left (6.2.2.8). Empty: padding. */
  readonly usages: readonly number[];
}

export interface HidDescriptor {
  /** Every report begins with its id. */
  readonly numbered: boolean;
  readonly fields: readonly HidField[];
}

/** Where the values of one usage lie. */
export interface HidSpot {
  readonly reportId: number;
  readonly bitOffset: number;
  readonly bitSize: number;
  /** How many values stand side by side for this usage: 56 for a buffer of as many bytes. */
  readonly count: number;
}

/** The kernel takes no longer descriptor (HID_MAX_DESCRIPTOR_SIZE). */
const MAX_DESCRIPTOR_BYTES = 4_096;
/** Nor a longer report (HID_MAX_BUFFER_SIZE, 16 KiB). */
const MAX_REPORT_BITS = 16_384 * 8;
/** Of a usage range; longer ones are keyboards' key tables, which nobody looks up here. */
const MAX_USAGES = 512;

const KINDS: Readonly<Record<number, HidReportKind>> = { 128: 'input', 144: 'output', 176: 'feature' };

/** Item prefixes without their size bits. */
const TAG = {
  usagePage: 0x04,
  reportSize: 0x74,
  reportId: 0x84,
  reportCount: 0x94,
  push: 0xa4,
  pop: 0xb4,
  usage: 0x08,
  usageMinimum: 0x18,
  usageMaximum: 0x28,
  collection: 0xa0,
  endCollection: 0xc0,
} as const;
const LONG_ITEM = 0xfe;

interface Globals {
  readonly usagePage: number;
  readonly bitSize: number;
  readonly count: number;
  readonly reportId: number;
}

/** A usage of one or two bytes gets the page that is in force at its main item, as Linux reads it; of four, it has its own. */
interface LocalUsage {
  readonly value: number;
  readonly complete: boolean;
}

/** Null for what no device may send: an item cut off, a pop without push, a report beyond all bounds. Never throws. */
export function parseHidDescriptor(bytes: Uint8Array): HidDescriptor | null {
  if (bytes.length > MAX_DESCRIPTOR_BYTES) return null;
  const items = itemsOf(bytes);
  return items === null ? null : new Reader().read(items);
}

interface Item {
  readonly tag: number;
  readonly value: number;
  readonly size: number;
}

function itemsOf(bytes: Uint8Array): readonly Item[] | null {
  const items: Item[] = [];
  for (let at = 0; at < bytes.length; ) {
    const prefix = bytes[at] ?? 0;
    const size = prefix === LONG_ITEM ? 2 + (bytes[at + 1] ?? 0) : [0, 1, 2, 4][prefix & 3];
    if (size === undefined || at + 1 + size > bytes.length) return null;
    const value = bytes.subarray(at + 1, at + 1 + size);
    if (prefix !== LONG_ITEM) items.push({ tag: prefix & 0xfc, value: unsigned(value), size });
    at += 1 + size;
  }
  return items;
}

/** Little endian. */
function unsigned(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

class Reader {
  #globals: Globals = { usagePage: 0, bitSize: 0, count: 0, reportId: 0 };
  readonly #stack: Globals[] = [];
  #usages: LocalUsage[] = [];
  #minimum: number | null = null;
  #numbered = false;
  readonly #ends = new Map<string, number>();
  readonly #fields: HidField[] = [];

  read(items: readonly Item[]): HidDescriptor | null {
    for (const item of items) if (!this.#take(item)) return null;
    return { numbered: this.#numbered, fields: this.#fields };
  }

  /** False when the descriptor makes no sense from here on. */
  #take({ tag, value, size }: Item): boolean {
    switch (tag) {
      case TAG.usagePage:
        return this.#set({ usagePage: value });
      case TAG.reportSize:
        return this.#set({ bitSize: value });
      case TAG.reportCount:
        return this.#set({ count: value });
      case TAG.reportId:
        this.#numbered = true;
        return value > 0 && value < 256 && this.#set({ reportId: value });
      case TAG.push:
        return this.#stack.push(this.#globals) < 64;
      case TAG.pop:
        return this.#set(this.#stack.pop());
      case TAG.usage:
        return this.#addUsages(value, value, size);
      case TAG.usageMinimum:
        this.#minimum = value;
        return true;
      case TAG.usageMaximum:
        return this.#minimum === null || this.#addUsages(this.#minimum, value, size);
      case TAG.collection:
      case TAG.endCollection:
        return this.#endLocals();
      default: {
        const kind = KINDS[tag];
        return kind === undefined || this.#addField(kind);
      }
    }
  }

  #set(globals: Partial<Globals> | undefined): boolean {
    this.#globals = { ...this.#globals, ...globals };
    return globals !== undefined;
  }

  #addUsages(from: number, to: number, size: number): boolean {
    this.#minimum = null;
    const last = Math.min(to, from + MAX_USAGES);
    for (let value = from; value <= last; value++) this.#usages.push({ value, complete: size === 4 });
    return this.#usages.length <= 2 * MAX_USAGES;
  }

  #addField(kind: HidReportKind): boolean {
    const { usagePage, bitSize, count, reportId } = this.#globals;
    const report = `${kind} ${reportId}`;
    const bitOffset = this.#ends.get(report) ?? 0;
    const end = bitOffset + bitSize * count;
    const usages = this.#usages.map(({ value, complete }) =>
      complete ? value : usagePage * 0x10000 + value,
    );
    this.#fields.push({ kind, reportId, bitOffset, bitSize, count, usages });
    this.#ends.set(report, end);
    return end <= MAX_REPORT_BITS && this.#endLocals();
  }

  #endLocals(): boolean {
    this.#usages = [];
    this.#minimum = null;
    return true;
  }
}

/** Bytes of a report's payload, its id not counted; null where the device has no such report. */
export function reportBytes(descriptor: HidDescriptor, kind: HidReportKind, reportId: number): number | null {
  const ends = descriptor.fields
    .filter((field) => field.kind === kind && field.reportId === reportId)
    .map(({ bitOffset, bitSize, count }) => bitOffset + bitSize * count);
  return ends.length === 0 ? null : Math.ceil(Math.max(...ends) / 8);
}

/** The first place of a usage; null where no report of that kind has it. */
export function locateUsage(
  { fields }: HidDescriptor,
  kind: HidReportKind,
  page: number,
  usage: number,
): HidSpot | null {
  for (const field of fields) {
    const at = field.kind === kind ? field.usages.indexOf(page * 0x10000 + usage) : -1;
    // A field without bits is nowhere, and may seem to lie behind the end of its report.
    if (at < 0 || at >= field.count || field.bitSize === 0) continue;
    const isLast = at === field.usages.length - 1;
    return {
      reportId: field.reportId,
      bitOffset: field.bitOffset + at * field.bitSize,
      bitSize: field.bitSize,
      count: isLast ? field.count - at : 1,
    };
  }
  return null;
}
