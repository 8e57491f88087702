import { HttpAgency } from '../../drivers/agency/http-agency.ts';
import { SystemClock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { EscPosPrinter } from '../../drivers/printer/escpos-printer.ts';
import { findProfile } from '../../drivers/printer/profile.ts';
import { HttpClient } from '../../drivers/transport/http.ts';
import { type AgencyConfig, type Config, type PrinterConfig, tlsMaterial } from './config/config.ts';
import { readerOf, type Surroundings } from './real/card-reader.ts';
import { scannerOf } from './real/code-scanner.ts';
import { walletsOf } from './real/wallets.ts';
import { byteWire, unchecked } from './real/wires.ts';
import type { Rig } from './rig.ts';

/**
 * The devices and servers that kiosk.yaml names. Nothing is opened yet: a device that is not there now is waited for, and
 * the terminal says what it cannot do until then.
 */
export function openRealRig(config: Config, log: Log): Rig {
  const surroundings = { clock: new SystemClock(), log };
  const reader = config.cardReader === null ? null : readerOf(config.cardReader, surroundings);
  const { scanner, wedge } =
    config.codeScanner === null
      ? { scanner: null, wedge: null }
      : scannerOf(config.codeScanner, surroundings);
  const printer = config.printer === null ? null : printerOf(config.printer, surroundings);
  const { channels, bills } = walletsOf(config.payment, surroundings);
  const agency = agencyOf(config.agency, surroundings);
  return {
    kind: 'real',
    clock: surroundings.clock,
    reader,
    scanner,
    wedge,
    printer,
    printerService: printer,
    channels,
    bills,
    agency,
    history: agency,
    cases: agency,
    bookings: agency,
    receipts: config.agency.receiptUrl === null ? null : { desk: agency, url: config.agency.receiptUrl },
    demo: null,
    async close() {
      await Promise.all([reader?.close(), scanner?.close(), printer?.close()]);
      const servers = [...Object.values(channels), ...Object.values(bills)];
      await Promise.all([...servers.map((server) => server.shutdown()), agency.close()]);
    },
  };
}

function printerOf({ profile, processId, transport }: PrinterConfig, { clock, log }: Surroundings) {
  const found = findProfile(profile, { processId });
  if (!found.ok) throw unchecked('printer.profile');
  return new EscPosPrinter({
    transport: byteWire(transport, clock),
    profile: found.value,
    clock,
    log,
  });
}

function agencyOf(config: AgencyConfig, { clock, log }: Surroundings): HttpAgency {
  const http = new HttpClient({ clock, tls: tlsMaterial(config) });
  return new HttpAgency({ baseUrl: config.baseUrl }, { http, clock, log });
}
