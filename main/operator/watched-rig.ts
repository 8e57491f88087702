import type { AgencyPort } from '../../drivers/agency/port.ts';
import type { Outcome } from '../../drivers/base/outcome.ts';
import type { CardReaderPort } from '../../drivers/card-reader/port.ts';
import type { CodeScannerPort } from '../../drivers/code-scanner/port.ts';
import type { ChannelId, PaymentChannel } from '../../drivers/payment/port.ts';
import type { PrinterPort, PrinterState, PrintResult } from '../../drivers/printer/port.ts';
import type { PrinterService } from '../../drivers/printer/service.ts';
import type { DeviceId } from '../contract/operator.ts';
import type { Rig } from '../rig/rig.ts';
import type { DeviceHealth } from './device-health.ts';
import { tapped } from './tapped.ts';

/**
 * The same rig, and `health` hears what its devices and servers say: their events, and what every call came to. Nobody
 * who uses the rig notices. To be called before anything is started.
 */
export function watchedRig(rig: Rig, health: DeviceHealth): Rig {
  return {
    ...rig,
    reader: rig.reader === null ? null : watchedReader(rig.reader, health),
    scanner: rig.scanner === null ? null : watchedScanner(rig.scanner, health),
    printer: rig.printer === null ? null : watchedPrinter(rig.printer, health),
    printerService: rig.printerService === null ? null : watchedService(rig.printerService, health),
    channels: Object.fromEntries(
      Object.entries(rig.channels).map(([id, channel]) => [
        id,
        watchedChannel(id as ChannelId, channel, health),
      ]),
    ),
    agency: watchedAgency(rig.agency, health),
  };
}

function watchedReader(reader: CardReaderPort, health: DeviceHealth): CardReaderPort {
  reader.subscribe((event) => {
    if (event.type === 'reader-ready') health.ready('card-reader', identity(event));
    if (event.type === 'reader-gone') health.gone('card-reader', event.cause);
  });
  return tapped(reader, {
    readIdentity: (result) => {
      if (result.ok) health.succeeded('card-reader', 'card-read');
      // Two of us asked at once: the reader has nothing to do with it.
      else if (result.error.code !== 'BUSY')
        health.failed('card-reader', result.error.code, result.error.detail);
    },
  });
}

function watchedScanner(scanner: CodeScannerPort, health: DeviceHealth): CodeScannerPort {
  scanner.subscribe((event) => {
    if (event.type === 'scanner-ready') health.ready('code-scanner', identity(scanner.state()));
    if (event.type === 'scanner-gone') health.gone('code-scanner', event.cause);
    if (event.type === 'code') health.succeeded('code-scanner', 'code-scanned');
  });
  return scanner;
}

function watchedPrinter(printer: PrinterPort, health: DeviceHealth): PrinterPort {
  let connection: PrinterState['connection'] = 'connecting';
  printer.subscribe((state) => {
    if (state.connection !== connection) {
      connection = state.connection;
      if (connection === 'ready') health.ready('printer', identity(state));
      if (connection === 'gone') health.gone('printer', 'gone');
    }
    const { readiness } = state;
    health.printerSays(readiness.kind === 'blocked' ? `blocked:${readiness.reason}` : readiness.kind);
  });
  return tapped(printer, { print: (result) => heardPrinted(result, health) });
}

function watchedService(service: PrinterService, health: DeviceHealth): PrinterService {
  return tapped(service, { printAs: (result) => heardPrinted(result, health) });
}

function heardPrinted(result: PrintResult, health: DeviceHealth): void {
  if (result.state === 'PRINTED') health.succeeded('printer', 'printed');
  else health.failed('printer', result.reason, result.state);
}

function watchedChannel(id: ChannelId, channel: PaymentChannel, health: DeviceHealth): PaymentChannel {
  const hear = (outcome: Outcome<unknown>) => heard(id, outcome, health);
  return tapped(channel, { prepay: hear, query: hear, close: hear, refund: hear, queryRefund: hear });
}

function watchedAgency(agency: AgencyPort, health: DeviceHealth): AgencyPort {
  const hear = (outcome: Outcome<unknown>) => heard('agency', outcome, health);
  return tapped(agency, { lookup: hear, bills: hear, quote: hear, book: hear, queryBooking: hear });
}

/** A refusal is an answer: the line is fine. What the server should never have refused is an error all the same. */
function heard(id: DeviceId, outcome: Outcome<unknown>, health: DeviceHealth): void {
  switch (outcome.kind) {
    case 'ok':
      health.answered(id);
      break;
    case 'refused':
      health.answered(id);
      if (OURS.has(outcome.code)) health.failed(id, outcome.code);
      break;
    case 'retry':
      health.failed(id, 'throttled');
      break;
    case 'unknown':
      health.gone(id, outcome.cause);
  }
}

const OURS: ReadonlySet<string> = new Set(['UNEXPECTED', 'OUR_FAULT']);

function identity({ model, firmware }: { readonly model: string; readonly firmware: string }) {
  return { model, firmware };
}
