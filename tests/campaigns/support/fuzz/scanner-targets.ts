import fc from 'fast-check';
import { VirtualClock } from '../../../../drivers/base/clock.ts';
import { silentLog } from '../../../../drivers/base/log.ts';
import { MAX_CODE_LENGTH } from '../../../../drivers/code-scanner/code-text.ts';
import { hidPosPlug } from '../../../../drivers/code-scanner/emulator/hid-pos-scanner.ts';
import { ScanAssembler } from '../../../../drivers/code-scanner/hid-pos/assembler.ts';
import {
  describedLayouts,
  HID_POS_REPORTS,
  NAMED_LAYOUTS,
  redirectionReport,
} from '../../../../drivers/code-scanner/hid-pos/layout.ts';
import { HidPosScanner } from '../../../../drivers/code-scanner/hid-pos/scanner.ts';
import { LineCutter } from '../../../../drivers/code-scanner/lines.ts';
import { HidTransport } from '../../../../drivers/transport/hid.ts';
import { parseHidDescriptor, reportBytes } from '../../../../drivers/transport/hid-descriptor.ts';
import {
  NUMBERED_SCANNER,
  UNNUMBERED_READER,
} from '../../../../drivers/transport/testing/hid-descriptors.ts';
import { anyHarm, anyPieces, type FuzzTarget, harmed, inPieces, must, noise, same } from './target.ts';

function isCode(text: string): boolean {
  return text.length > 0 && text.length <= MAX_CODE_LENGTH && /^[\x20-\x7e]+$/.test(text);
}

/** Items of one byte of data or none, most of them with a meaning. */
const items = noise(
  [0x05, 0x09, 0x19, 0x29, 0x75, 0x81, 0x85, 0x91, 0x95, 0xa1, 0xa4, 0xb1, 0xb4, 0xc0, 0x8c, 0x02],
  200,
);
const descriptors = fc.oneof(
  items,
  fc.uint8Array({ maxLength: 200 }),
  fc
    .tuple(fc.constantFrom(NUMBERED_SCANNER, UNNUMBERED_READER), fc.array(anyHarm, { maxLength: 4 }))
    .map(([bytes, harms]) => harms.reduce<Uint8Array>(harmed, bytes)),
);

/** Characters up to far more than a code may have. */
const lines = fc
  .array(
    fc.oneof(
      noise([0x0d, 0x0a, 0x5d, 0x51, 0x31, 0x20, 0x41], 80),
      fc.integer({ min: 0, max: 2_200 }).map((length) => new Uint8Array(length).fill(0x41)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

const reports = fc.array(
  fc.record({
    id: fc.constantFrom(1, 2, 2, 2, 4),
    data: fc.oneof(
      fc.uint8Array({ maxLength: 70 }),
      // As long as they should be, the rest anything, the flag mostly set.
      fc.tuple(fc.integer({ min: 0, max: 62 }), fc.boolean()).map(([length, more]) =>
        new Uint8Array(63)
          .fill(0x41)
          .with(0, length)
          .with(62, more ? 1 : 0),
      ),
    ),
  }),
  { maxLength: 60 },
);

/** What a device sends, with its id or what should be one, through the transport to the driver. */
async function scan(describes: boolean, sent: readonly Uint8Array[]): Promise<void> {
  const clock = new VirtualClock();
  const plug = hidPosPlug('honeywell', describes);
  const transport = new HidTransport({
    address: plug.address,
    clock,
    bus: plug,
    reports: HID_POS_REPORTS,
  });
  const scanner = new HidPosScanner({ transport, layout: null, clock, log: silentLog });
  scanner.subscribe((event) => {
    if (event.type === 'code') must(isCode(event.text), 'a code is one');
  });
  scanner.start();
  await clock.advance(0);
  for (const report of sent) plug.send(report);
  await clock.advance(5_000);
  must(scanner.state().connection === 'ready', 'the scanner is still there');
  await scanner.close();
  must(clock.pending === 0, 'no timer is left');
}

export const SCANNER_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'HID report descriptors',
    share: 60,
    property: () =>
      fc.property(descriptors, (bytes) => {
        const parsed = parseHidDescriptor(bytes);
        if (parsed === null) return;
        for (const { reportId, lengthAt, dataAt, dataBytes, continued } of describedLayouts(parsed)) {
          const room = reportBytes(parsed, 'input', reportId) ?? 0;
          must(dataAt + dataBytes <= room, 'characters lie inside their report');
          must(lengthAt === null || lengthAt < room, 'the length lies inside its report');
          must(continued === null || continued.at < room, 'the flag lies inside its report');
        }
        redirectionReport(parsed);
      }),
  },
  {
    name: 'HID POS reports',
    share: 50,
    property: () =>
      fc.property(fc.constantFrom(...Object.values(NAMED_LAYOUTS)), reports, (layout, all) => {
        const assembler = new ScanAssembler();
        assembler.begin([layout]);
        for (const report of all) {
          const scanned = assembler.push(report);
          if (scanned?.kind === 'code') must(isCode(scanned.text), 'a code is one');
        }
      }),
  },
  {
    name: 'HID POS reports, raw',
    share: 10,
    property: () =>
      fc.asyncProperty(fc.boolean(), fc.array(noise([0x02, 0x38, 0x41, 0x00], 70), { maxLength: 20 }), scan),
  },
  {
    name: 'lines of a scanner',
    share: 30,
    property: () =>
      fc.property(lines, anyPieces, (bytes, lengths) => {
        const cutter = new LineCutter();
        const found = [
          ...inPieces(bytes, lengths).flatMap((piece) => [...cutter.push(piece)]),
          ...cutter.flush(),
        ];
        const merged = new LineCutter();
        must(same(found, [...merged.push(bytes), ...merged.flush()]), 'pieces make no difference');
        for (const one of found) if (one.kind === 'code') must(isCode(one.text), 'a code is one');
        must(!cutter.unfinished, 'nothing is held back');
      }),
  },
];
