import type { Timer } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { type HidDescriptor, parseHidDescriptor } from '../../transport/hid-descriptor.ts';
import type { HidIdentity, HidReport, ReportTransport } from '../../transport/report-port.ts';
import type { ScannerSurroundings } from '../scanner-front.ts';
import { WiredScanner } from '../wired-scanner.ts';
import { ScanAssembler } from './assembler.ts';
import {
  describedLayouts,
  type LayoutName,
  layoutOfVendor,
  NAMED_LAYOUTS,
  redirectionReport,
  type ScanLayout,
} from './layout.ts';

export interface HidPosScannerOptions extends ScannerSurroundings {
  readonly transport: ReportTransport;
  /** For a device whose descriptor does not tell the truth; null: by the descriptor, else what its maker builds. */
  readonly layout: LayoutName | null;
}

/** The rest of a code follows within milliseconds; what has not come by then was lost with its device's nerves. */
const PARTIAL_MS = 500;

/** Honeywell's feature report "output redirection", and its value for HID POS (manual; card notes 3.1). */
const REDIRECTION_ID = 0xfe;
const REDIRECTION_ON = Uint8Array.of(0x01);

/** How a device reports, and the switch that makes it. */
interface Manner {
  readonly layouts: readonly ScanLayout[];
  /** The id of the feature report; null where none is needed. */
  readonly redirection: number | null;
}

/**
 * Protocol `hid-pos`: scanners in USB HID point-of-sale mode. Where in its reports a scan lies, the device says itself in
 * its report descriptor; a layout by name is only needed where that cannot be had.
 */
export class HidPosScanner extends WiredScanner {
  protected model = '';
  protected firmware = '';
  readonly #options: HidPosScannerOptions;
  readonly #assembler = new ScanAssembler();
  #partial: Timer | null = null;

  constructor(options: HidPosScannerOptions) {
    super(options.transport, options);
    this.#options = options;
    options.transport.onReport((report) => this.#receive(report));
  }

  /** `NO_LAYOUT`: it does not describe a scan report, its maker is unknown, and the configuration names no layout. */
  protected async greet(): Promise<Result<void, string>> {
    const identity = this.#options.transport.identity();
    if (identity === null) return err('GONE');
    const manner = mannerOf(identity, this.#options.layout);
    if (manner === null) return err('NO_LAYOUT');
    this.model = nameOf(identity);
    this.firmware = identity.release;
    this.#assembler.begin(manner.layouts);
    if (manner.redirection !== null) {
      const sent = await this.#options.transport.sendFeature({
        id: manner.redirection,
        data: REDIRECTION_ON,
      });
      // Not the end: it may be redirected already, as its configuration codes can make it for good.
      if (!sent.ok) this.front.rejected('output redirection refused');
    }
    return ok();
  }

  #receive(report: HidReport): void {
    const scanned = this.#assembler.push(report);
    this.#partial?.cancel();
    if (scanned?.kind === 'code') this.front.code(scanned.text);
    if (scanned?.kind === 'rejected') this.front.rejected(scanned.what);
    if (!this.#assembler.unfinished) return;
    this.#partial = this.#options.clock.after(PARTIAL_MS, () => {
      this.#assembler.reset();
      this.front.rejected('code without its end');
    });
  }

  protected forget(): void {
    this.#partial?.cancel();
    this.#assembler.reset();
  }
}

function mannerOf({ descriptor, vendorId }: HidIdentity, given: LayoutName | null): Manner | null {
  const parsed = descriptor === null ? null : parseHidDescriptor(descriptor);
  const described = given !== null || parsed === null ? [] : describedLayouts(parsed);
  if (parsed !== null && described.length > 0) {
    return { layouts: described, redirection: redirectionReport(parsed) };
  }
  const name = given ?? layoutOfVendor(vendorId);
  if (name === null) return null;
  return { layouts: [NAMED_LAYOUTS[name]], redirection: namedRedirection(name, parsed) };
}

/** A descriptor, where there is one, knows better whether the switch exists. */
function namedRedirection(name: LayoutName, descriptor: HidDescriptor | null): number | null {
  if (descriptor !== null) return redirectionReport(descriptor);
  return name === 'honeywell' ? REDIRECTION_ID : null;
}

function nameOf({ manufacturer, product, vendorId, productId }: HidIdentity): string {
  const ids = [vendorId, productId].map((id) => id.toString(16).padStart(4, '0')).join(':');
  return `${manufacturer} ${product}`.trim() || ids;
}
