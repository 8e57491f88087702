import type { Clock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { AcsCcidProtocol } from '../../drivers/card-reader/acs/protocol.ts';
import { GemtwinProtocol } from '../../drivers/card-reader/gemtwin/protocol.ts';
import { NibbleProtocol } from '../../drivers/card-reader/nibble/protocol.ts';
import { Pn532Protocol } from '../../drivers/card-reader/pn532/protocol.ts';
import type { CardReaderPort, ReaderEvent } from '../../drivers/card-reader/port.ts';
import { CardReader } from '../../drivers/card-reader/reader.ts';
import type { ReaderProtocol } from '../../drivers/card-reader/reader-protocol.ts';
import { LineScanner } from '../../drivers/code-scanner/line-scanner.ts';
import type { ScannerEvent } from '../../drivers/code-scanner/port.ts';
import { EscPosPrinter } from '../../drivers/printer/escpos-printer.ts';
import { SAMPLE_SLIP } from '../../drivers/printer/fixtures/sample-slip.ts';
import type { PrinterState } from '../../drivers/printer/port.ts';
import { findProfile } from '../../drivers/printer/profile.ts';
import type { TapeHeader } from '../../drivers/transport/emulator/tape.ts';
import type { ByteTransport } from '../../drivers/transport/port.ts';

/** A production driver that does by itself what the terminal would do with it, and keeps what it makes of the wire. */
export interface Performer {
  /** In order, as a tape's header has it: codes and kinds, nobody's data. */
  readonly outcome: readonly string[];
  start(): void;
  close(): Promise<void>;
}

/** Every card that comes is read, every code is counted, one slip is printed as soon as that is possible. */
export function performer(
  { device, protocol }: Pick<TapeHeader, 'device' | 'protocol'>,
  transport: ByteTransport,
  clock: Clock,
): Performer {
  switch (device) {
    case 'card-reader':
      return readerPerformer(transport, clock, protocolOf(protocol, transport, clock));
    case 'code-scanner':
      return scannerPerformer(transport, clock);
    case 'printer':
      return printerPerformer(transport, clock, protocol);
  }
}

function protocolOf(name: string, transport: ByteTransport, clock: Clock): ReaderProtocol {
  switch (name) {
    case 'acs-ccid':
      return new AcsCcidProtocol(transport, clock);
    case 'gemtwin-ccid':
      return new GemtwinProtocol(transport, clock);
    case 'nibble':
      return new NibbleProtocol(transport, clock);
    case 'pn532':
      return new Pn532Protocol(transport, clock);
    default:
      throw new Error(`no reader protocol ${name}`);
  }
}

function readerPerformer(transport: ByteTransport, clock: Clock, protocol: ReaderProtocol): Performer {
  const reader = new CardReader({ protocol, transport, clock, log: silentLog });
  const outcome: string[] = [];
  reader.subscribe((event) => {
    outcome.push(readerLine(event));
    if (event.type === 'card-inserted') void readCard(reader, outcome);
  });
  return { outcome, start: () => reader.start(), close: () => reader.close() };
}

function readerLine(event: ReaderEvent): string {
  switch (event.type) {
    case 'reader-ready':
      return `ready ${event.model} ${event.firmware}`.trimEnd();
    case 'reader-gone':
      return `gone ${event.cause}`;
    default:
      return event.type;
  }
}

async function readCard(reader: CardReaderPort, outcome: string[]): Promise<void> {
  const read = await reader.readIdentity();
  if (!read.ok) {
    outcome.push(`not read: ${read.error.code}`);
    return;
  }
  const { outcome: how, version, warnings } = read.value;
  outcome.push([`read: ${how}, generation ${version}`, ...warnings].join(', '));
}

function scannerPerformer(transport: ByteTransport, clock: Clock): Performer {
  const scanner = new LineScanner({ transport, clock, log: silentLog });
  const outcome: string[] = [];
  scanner.subscribe((event) => outcome.push(scannerLine(event)));
  return { outcome, start: () => scanner.start(), close: () => scanner.close() };
}

function scannerLine(event: ScannerEvent): string {
  switch (event.type) {
    case 'scanner-ready':
      return `ready ${event.model}`;
    case 'scanner-gone':
      return `gone ${event.cause}`;
    case 'code':
      return `code of ${event.text.length} characters`;
  }
}

function printerPerformer(transport: ByteTransport, clock: Clock, name: string): Performer {
  const profile = findProfile(name);
  if (!profile.ok) throw new Error(`no printer profile ${name}`);
  const printer = new EscPosPrinter({ transport, profile: profile.value, clock, log: silentLog });
  const outcome: string[] = [];
  let printing = false;
  printer.subscribe((state) => {
    const line = printerLine(state);
    if (line !== outcome.at(-1)) outcome.push(line);
    if (state.readiness.kind !== 'ready' || printing) return;
    printing = true;
    void printer.print({ jobId: 'tape-1', slip: SAMPLE_SLIP }).then((result) => {
      outcome.push('evidence' in result ? `${result.state}, evidence ${result.evidence}` : result.state);
    });
  });
  return { outcome, start: () => printer.start(), close: () => printer.close() };
}

function printerLine({ model, readiness }: PrinterState): string {
  return readiness.kind === 'blocked' ? `blocked: ${readiness.reason}` : `${readiness.kind} ${model}`;
}
