import { HID_POS_REPORTS, HID_POS_USAGE } from '../../../drivers/code-scanner/hid-pos/layout.ts';
import { HidPosScanner } from '../../../drivers/code-scanner/hid-pos/scanner.ts';
import { LineScanner } from '../../../drivers/code-scanner/line-scanner.ts';
import type { CodeScannerPort } from '../../../drivers/code-scanner/port.ts';
import { type WedgeInput, WedgeScanner } from '../../../drivers/code-scanner/wedge-scanner.ts';
import type { CodeScannerConfig } from '../config/config.ts';
import type { Surroundings } from './card-reader.ts';
import { byteWire, hidWire, unchecked } from './wires.ts';

/** The scanner, and where the resident's page hands in what it types if it is a keyboard. */
export function scannerOf(
  { protocol, layout, transport: wire }: CodeScannerConfig,
  { clock, log }: Surroundings,
): { readonly scanner: CodeScannerPort; readonly wedge: WedgeInput | null } {
  switch (protocol) {
    case 'line': {
      if (wire?.kind !== 'serial') throw unchecked('codeScanner.transport');
      return { scanner: new LineScanner({ transport: byteWire(wire, clock), clock, log }), wedge: null };
    }
    case 'hid-pos': {
      if (wire?.kind !== 'hid') throw unchecked('codeScanner.transport');
      const transport = hidWire(wire, clock, { usage: HID_POS_USAGE, reports: HID_POS_REPORTS });
      return { scanner: new HidPosScanner({ transport, clock, log, layout }), wedge: null };
    }
    case 'wedge': {
      const scanner = new WedgeScanner({ clock, log });
      return { scanner, wedge: scanner };
    }
  }
}
