import type { AgencyPort, BookingList, CaseDesk, PaymentHistory } from '../../drivers/agency/port.ts';
import type { ReceiptDesk } from '../../drivers/agency/receipt-desk.ts';
import type { Clock } from '../../drivers/base/clock.ts';
import type { Lever } from '../../drivers/base/lever.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { CardReaderPort } from '../../drivers/card-reader/port.ts';
import type { CodeScannerPort } from '../../drivers/code-scanner/port.ts';
import type { WedgeInput } from '../../drivers/code-scanner/wedge-scanner.ts';
import type { BillSource } from '../../drivers/payment/bill.ts';
import type { ChannelId, PaymentChannel } from '../../drivers/payment/port.ts';
import type { PrinterPort } from '../../drivers/printer/port.ts';
import type { PrinterService } from '../../drivers/printer/service.ts';

/**
 * The terminal's hardware and servers, all real or all emulated: chosen once at start, never mixed. Drivers are
 * constructed in real.ts and demo.ts and nowhere else; they are not started yet.
 */
export interface Rig {
  readonly kind: 'real' | 'demo';
  readonly clock: Clock;
  readonly reader: CardReaderPort | null;
  readonly scanner: CodeScannerPort | null;
  /** Takes what a keyboard scanner types into the resident's page; null where none is configured. */
  readonly wedge: WedgeInput | null;
  readonly printer: PrinterPort | null;
  /** The same printer, as only the technician may use it; null where there is none. */
  readonly printerService: PrinterService | null;
  readonly channels: Partial<Record<ChannelId, PaymentChannel>>;
  /** Of the channels that give terminals a bill. */
  readonly bills: Readonly<Partial<Record<ChannelId, BillSource>>>;
  readonly agency: AgencyPort;
  /** The same agency, as it remembers what was paid. */
  readonly history: PaymentHistory;
  /** The same agency, as it takes in cases. */
  readonly cases: CaseDesk;
  /** The same agency, as reconciliation asks it. */
  readonly bookings: BookingList;
  /** The same agency, as it takes receipts for phones to fetch at `url` (with `{claim}`); null = it is not set up. */
  readonly receipts: { readonly desk: ReceiptDesk; readonly url: string } | null;
  /** What only emulated devices have; null on the real rig. */
  readonly demo: DemoDesk | null;
  close(): Promise<void>;
}

export interface DemoDesk {
  readonly levers: readonly Lever[];
  readonly paper: DemoPaper;
  /** Jumps ahead, for the app and the emulated servers alike. */
  advance(seconds: number): void;
}

/** What has come out of the emulated printer. */
export interface DemoPaper {
  /** Grows with every change; 0 = nothing printed yet. */
  version(): number;
  subscribe(listener: () => void): Unsubscribe;
  /** The newest strip as a picture; null = nothing printed yet. */
  png(): Promise<Uint8Array | null>;
  /** The bytes that made it. */
  bytes(): Uint8Array | null;
}
