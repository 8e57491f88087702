import { join } from 'node:path';
import { AgencyEmulator } from '../../drivers/agency/emulator/agency-server.ts';
import { demoPeople, type Holder } from '../../drivers/agency/emulator/people.ts';
import { HttpAgency } from '../../drivers/agency/http-agency.ts';
import { type Clock, ShiftableClock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { Signal } from '../../drivers/base/subscribe.ts';
import { AcsCcidProtocol } from '../../drivers/card-reader/acs/protocol.ts';
import { AcsReaderEmulator } from '../../drivers/card-reader/emulator/acs-reader.ts';
import { CARD_IMAGES } from '../../drivers/card-reader/emulator/card-images.ts';
import { CardReader } from '../../drivers/card-reader/reader.ts';
import { LineScannerEmulator } from '../../drivers/code-scanner/emulator/line-scanner.ts';
import type { KnownCode } from '../../drivers/code-scanner/emulator/scanner-levers.ts';
import { LineScanner } from '../../drivers/code-scanner/line-scanner.ts';
import { DEMO_80 } from '../../drivers/printer/emulator/model.ts';
import { PrinterEmulator } from '../../drivers/printer/emulator/printer-emulator.ts';
import { EscPosPrinter } from '../../drivers/printer/escpos-printer.ts';
import { findProfile } from '../../drivers/printer/profile.ts';
import { FileStore } from '../../drivers/transport/emulator/file-store.ts';
import type { EmulatedLine } from '../../drivers/transport/emulator/line.ts';
import { openPtyLine } from '../../drivers/transport/emulator/pty-line.ts';
import { openTcpLine } from '../../drivers/transport/emulator/tcp-line.ts';
import { HttpClient } from '../../drivers/transport/http.ts';
import type { ByteTransport } from '../../drivers/transport/port.ts';
import { SerialTransport } from '../../drivers/transport/serial.ts';
import { TcpTransport } from '../../drivers/transport/tcp.ts';
import { known } from './demo/known.ts';
import { openDemoWallets } from './demo/wallets.ts';
import type { DemoPaper, Rig } from './rig.ts';

export interface DemoRigOptions {
  /** The emulated wallets' and agency's books and test keys; survives `kill -9` like the servers that they stand for. */
  readonly stateDir: string;
  /** NotoSansSC-Regular.ttf, for the picture of the paper. */
  readonly fontFile: string;
  readonly log: Log;
}

/** As the reader's manual has it; the pty does not care, the driver's time limits do. */
const READER_BAUD = 9_600;
const SCANNER_BAUD = 9_600;
/** Nobody stands at the demo printer: its slips are taken as a resident would take them. */
const SLIP_TAKEN_AFTER_MS = 5_000;

/**
 * The production drivers over emulated devices: a reader and a scanner on pseudo-terminals, a network printer, the wallets
 * and the agency as signed HTTP on 127.0.0.1. One clock for all of them, which a technician may push ahead.
 */
export async function openDemoRig({ stateDir, fontFile, log }: DemoRigOptions): Promise<Rig> {
  const clock = new ShiftableClock();
  const [readerLine, scannerLine, printerLine, wallets, agency] = await Promise.all([
    serialLine('card-reader'),
    serialLine('code-scanner'),
    openTcpLine(),
    openDemoWallets(stateDir, { clock, log }),
    AgencyEmulator.start({
      clock,
      people: demoPeople(HOLDERS, new Date(clock.now()).getFullYear()),
      store: new FileStore(join(stateDir, 'agency.json')),
      receiptShelf: (claim) => new FileStore(join(stateDir, 'receipts', `${claim}.json`)),
    }),
  ]);
  const readerEmulator = new AcsReaderEmulator({ line: readerLine, clock });
  const scannerEmulator = new LineScannerEmulator({ line: scannerLine, codes: ecodes(agency) });
  const printerEmulator = new PrinterEmulator({
    model: DEMO_80,
    line: printerLine,
    clock,
    fontFile,
    takenAfterMs: SLIP_TAKEN_AFTER_MS,
  });

  const readerWire = hostEnd(readerLine, READER_BAUD, clock);
  const reader = new CardReader({
    protocol: new AcsCcidProtocol(readerWire, clock),
    transport: readerWire,
    clock,
    log,
  });
  const scanner = new LineScanner({ transport: hostEnd(scannerLine, SCANNER_BAUD, clock), clock, log });
  const printer = new EscPosPrinter({
    transport: hostEnd(printerLine, 0, clock),
    profile: known(findProfile('demo-80')),
    clock,
    log,
  });
  const agencyClient = new HttpAgency(
    { baseUrl: agency.baseUrl },
    { http: new HttpClient({ clock }), clock, log },
  );
  return {
    kind: 'demo',
    clock,
    reader,
    scanner,
    // What a keyboard scanner types is held under the emulated one.
    wedge: { receive: (typed) => scannerEmulator.scan(typed) },
    printer,
    printerService: printer,
    channels: wallets.channels,
    bills: wallets.bills,
    agency: agencyClient,
    history: agencyClient,
    cases: agencyClient,
    bookings: agencyClient,
    // On this very machine: a phone cannot get here, a test can.
    receipts: { desk: agencyClient, url: agency.receiptUrl },
    demo: {
      levers: [
        ...readerEmulator.levers,
        ...scannerEmulator.levers,
        ...printerEmulator.levers,
        ...wallets.levers,
        ...agency.levers,
      ],
      paper: paperOf(printerEmulator),
      advance: (seconds) => clock.advance(seconds * 1_000),
    },
    async close() {
      await Promise.all([reader.close(), scanner.close(), printer.close()]);
      await Promise.all([wallets.close(), agencyClient.close()]);
      await Promise.all([
        readerEmulator.close(),
        scannerEmulator.close(),
        printerEmulator.close(),
        agency.close(),
      ]);
    },
  };
}

/** Only cards that name their holder can be known to the agency. */
const HOLDERS: readonly Holder[] = CARD_IMAGES.flatMap((card) =>
  card.name === undefined || card.idNumber === undefined
    ? []
    : [{ ...card, name: card.name, idNumber: card.idNumber }],
);

/** A token is good once, so each scan asks the agency for a new one, as opening the app on a phone does. */
function ecodes(agency: AgencyEmulator): readonly KnownCode[] {
  return HOLDERS.map(({ name }, at) => ({
    codeId: `ecode-${at + 1}`,
    label: `${name}的电子社保卡`,
    get text() {
      return agency.issueEcode(`P${String(at + 1).padStart(4, '0')}`) ?? '';
    },
  }));
}

/** A pseudo-terminal where the system has them, a socket where not (Windows): the drivers cannot tell. */
async function serialLine(name: string): Promise<EmulatedLine> {
  const line = await openPtyLine({ name });
  return line.ok ? line.value : openTcpLine();
}

function hostEnd({ address }: EmulatedLine, baudRate: number, clock: Clock): ByteTransport {
  return address.kind === 'serial'
    ? new SerialTransport({ path: address.path, baudRate })
    : new TcpTransport({ host: address.host, port: address.port }, clock);
}

function paperOf(printer: PrinterEmulator): DemoPaper {
  const changed = new Signal<void>();
  let version = 0;
  printer.onPaper(() => {
    version += 1;
    changed.emit();
  });
  return {
    version: () => version,
    subscribe: (listener) => changed.subscribe(listener),
    png: async () => printer.latestPng(),
    bytes: () => (version === 0 ? null : printer.latestBytes()),
  };
}
