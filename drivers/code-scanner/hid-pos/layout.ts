import { type HidDescriptor, locateUsage } from '../../transport/hid-descriptor.ts';

/**
 * Where a scan lies in an input report. Offsets are bytes of the payload, the report id not counted. AIM and vendor
 * symbology identifiers have fields of their own, which are passed over: a code means the same in any symbology.
 */
export interface ScanLayout {
  readonly reportId: number;
  /** The byte that counts the characters in this report; null where they end with the first of the padding zeros. */
  readonly lengthAt: number | null;
  readonly dataAt: number;
  /** Room for characters in one report. */
  readonly dataBytes: number;
  /** Set while more of the same code follows in the next report; null where codes never do. */
  readonly continued: { readonly at: number; readonly mask: number } | null;
}

/** The page and usage of the one interface of several that is a scanner: Bar Code Scanner, Bar Code Scanner. */
export const HID_POS_USAGE = { usagePage: 0x8c, usage: 0x02 } as const;

/** What every such device's reports are like, for systems that do not tell its descriptor: see HidTransport. */
export const HID_POS_REPORTS = { numbered: true, outputBytes: 1, featureBytes: 1 } as const;

/** HID Usage Tables, Generic Desktop page and Bar Code Scanner page (USB-IF POS usage tables 1.02). */
const PAGE_DESKTOP = 0x01;
const BYTE_COUNT = 0x3b;
const DECODED_DATA = 0xfe;
const DECODED_DATA_CONTINUED = 0xff;
/** Honeywell's own page. */
const PAGE_HONEYWELL = 0xff66;
const OUTPUT_REDIRECTION = 0x03;

/** Layouts by their makers' manuals (card notes 3.1), for devices and systems that do not tell a report descriptor. */
export const NAMED_LAYOUTS = {
  /** Length, three AIM characters, 56 characters, code id, reserved, continued. Access-IS builds the same. */
  honeywell: { reportId: 2, lengthAt: 0, dataAt: 4, dataBytes: 56, continued: { at: 62, mask: 1 } },
  /** No AIM characters; Newland's code id in byte 61. */
  newland: { reportId: 2, lengthAt: 0, dataAt: 1, dataBytes: 56, continued: { at: 62, mask: 1 } },
  /** Honeywell's with one byte more before the AIM characters, seen with some of Symbol's and Datalogic's. */
  'off-by-one': { reportId: 2, lengthAt: 0, dataAt: 5, dataBytes: 56, continued: { at: 62, mask: 1 } },
  /** Nothing but length and characters. */
  microscan: { reportId: 1, lengthAt: 0, dataAt: 1, dataBytes: 62, continued: null },
} as const satisfies Record<string, ScanLayout>;

export type LayoutName = keyof typeof NAMED_LAYOUTS;

const LAYOUT_OF_VENDOR: Readonly<Record<number, LayoutName>> = {
  // Honeywell, Youjie
  3118: 'honeywell',
  9168: 'honeywell',
  // Newland
  7851: 'newland',
  // Zebra (Symbol), Datalogic
  1504: 'off-by-one',
  1529: 'off-by-one',
};

export function layoutOfVendor(vendorId: number): LayoutName | null {
  return LAYOUT_OF_VENDOR[vendorId] ?? null;
}

/** Every report of the device that carries scanned data, as its own descriptor says; none for what is no scanner. */
export function describedLayouts({ numbered, fields }: HidDescriptor): readonly ScanLayout[] {
  const ids = new Set(fields.map(({ reportId }) => reportId));
  return [...ids].flatMap((reportId) => {
    const report = { numbered, fields: fields.filter((field) => field.reportId === reportId) };
    const data = byteSpot(report, HID_POS_USAGE.usagePage, DECODED_DATA);
    if (data === null) return [];
    const length = byteSpot(report, PAGE_DESKTOP, BYTE_COUNT);
    const more = locateUsage(report, 'input', HID_POS_USAGE.usagePage, DECODED_DATA_CONTINUED);
    return {
      reportId,
      lengthAt: length?.at ?? null,
      dataAt: data.at,
      dataBytes: data.count,
      continued: more === null ? null : { at: more.bitOffset >> 3, mask: 1 << (more.bitOffset & 7) },
    };
  });
}

/** Honeywell's switch between its own formats and HID POS: the feature report that has it, or null. */
export function redirectionReport(descriptor: HidDescriptor): number | null {
  return locateUsage(descriptor, 'feature', PAGE_HONEYWELL, OUTPUT_REDIRECTION)?.reportId ?? null;
}

function byteSpot(
  report: HidDescriptor,
  page: number,
  usage: number,
): { readonly at: number; readonly count: number } | null {
  const spot = locateUsage(report, 'input', page, usage);
  if (spot === null || spot.bitSize !== 8 || spot.bitOffset % 8 !== 0) return null;
  return { at: spot.bitOffset / 8, count: spot.count };
}
