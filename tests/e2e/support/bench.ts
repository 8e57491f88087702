import { AgencyEmulator } from '../../../drivers/agency/emulator/agency-server.ts';
import { demoPeople, type Person } from '../../../drivers/agency/emulator/people.ts';
import { SystemClock } from '../../../drivers/base/clock.ts';
import type { Lever } from '../../../drivers/base/lever.ts';
import { AcsReaderEmulator } from '../../../drivers/card-reader/emulator/acs-reader.ts';
import { CARD_IMAGES } from '../../../drivers/card-reader/emulator/card-images.ts';
import { LineScannerEmulator } from '../../../drivers/code-scanner/emulator/line-scanner.ts';
import { WeChatEmulator } from '../../../drivers/payment/emulator/wechat-server.ts';
import { CLONE_80 } from '../../../drivers/printer/emulator/model.ts';
import { type Strip, textOf } from '../../../drivers/printer/emulator/paper.ts';
import { PrinterEmulator } from '../../../drivers/printer/emulator/printer-emulator.ts';
import { FONT } from '../../../drivers/printer/testing/rig.ts';
import type { EmulatedLine } from '../../../drivers/transport/emulator/line.ts';
import { openPtyLine } from '../../../drivers/transport/emulator/pty-line.ts';
import { openTcpLine } from '../../../drivers/transport/emulator/tcp-line.ts';

export interface BenchOptions {
  /** Default tcp. */
  readonly printer?: 'tcp' | 'serial';
  /** The printer answers GS ( H, and kiosk.yaml says so. Default true. */
  readonly processId?: boolean;
  /** Default true. */
  readonly scanner?: boolean;
  /** The card reader's line; closed with the bench. Default: a pty as fast as the machine. */
  readonly readerLine?: EmulatedLine;
}

/**
 * The devices and servers around the terminal. They live in the test's process, so that they survive `kill -9` of the
 * app as the real ones would; between them and the app there are only a pty, TCP and HTTP.
 */
export class Bench {
  /** The reader that is plugged in now, or was last. */
  reader: AcsReaderEmulator;
  readonly readerLine: EmulatedLine;
  readonly scanner: LineScannerEmulator | null;
  readonly scannerLine: EmulatedLine | null;
  readonly printer: PrinterEmulator;
  readonly printerLine: EmulatedLine;
  readonly wallet: WeChatEmulator;
  readonly agency: AgencyEmulator;
  readonly people: readonly Person[];
  /** Tokens of electronic cards that were held under the scanner. */
  readonly tokens: string[] = [];

  private constructor(parts: Pick<Bench, 'wallet' | 'agency' | 'people'> & Lines, options: BenchOptions) {
    const clock = new SystemClock();
    const { readerLine, scannerLine, printerLine } = parts;
    this.wallet = parts.wallet;
    this.agency = parts.agency;
    this.people = parts.people;
    this.readerLine = readerLine;
    this.scannerLine = scannerLine;
    this.printerLine = printerLine;
    this.reader = new AcsReaderEmulator({ line: readerLine, clock });
    this.scanner = scannerLine === null ? null : new LineScannerEmulator({ line: scannerLine });
    const proofs = (options.processId ?? true) ? (['processId'] as const) : [];
    const knows = new Set([...CLONE_80.knows, ...proofs]);
    this.printer = new PrinterEmulator({
      model: { ...CLONE_80, knows },
      line: printerLine,
      clock,
      fontFile: FONT,
    });
  }

  static async open(options: BenchOptions): Promise<Bench> {
    const clock = new SystemClock();
    const people = demoPeople(holders(), new Date(clock.now()).getFullYear());
    const [readerLine, scannerLine, printerLine, wallet, agency] = await Promise.all([
      options.readerLine ?? pty('card-reader'),
      options.scanner === false ? null : pty('code-scanner'),
      options.printer === 'serial' ? pty('printer') : openTcpLine(),
      WeChatEmulator.start({ clock }),
      AgencyEmulator.start({ clock, people }),
    ]);
    return new Bench({ readerLine, scannerLine, printerLine, wallet, agency, people }, options);
  }

  /** Pulls a lever by its id; what the device refuses is the test's mistake. */
  async pull(id: string, args: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const lever = this.#levers().find((each) => each.id === id);
    if (lever === undefined) throw new Error(`there is no lever ${id}`);
    const result = await lever.apply(args);
    if (!result.ok) throw new Error(`${id}: ${result.error.message}`);
  }

  /** Somebody plugs another reader into the place of the one that they have pulled out; it calls itself `firmware`. */
  async plugOtherReader(firmware: string): Promise<void> {
    // Lies in a drawer from now on: it hears the line and says nothing.
    this.reader.silent = true;
    this.reader = new AcsReaderEmulator({ line: this.readerLine, clock: new SystemClock(), firmware });
    await this.reader.replug();
  }

  /** Somebody opens the electronic card on a phone and holds it under the scanner. */
  async showEcode(insuredId: string): Promise<void> {
    await this.pull('scanner-scan', { text: this.openEcode(insuredId) });
  }

  /** What the electronic card on somebody's phone reads now; good once. */
  openEcode(insuredId: string): string {
    const token = this.agency.issueEcode(insuredId);
    if (token === null) throw new Error(`nobody is called ${insuredId}`);
    this.tokens.push(token);
    return token;
  }

  /** The words of every strip that was cut off so far, oldest first. */
  slips(): readonly string[] {
    return this.printer.paper.slips.map((strip: Strip) => textOf(strip));
  }

  async close(): Promise<void> {
    await Promise.all([this.reader.close(), this.scanner?.close(), this.printer.close()]);
    await Promise.all([this.wallet.close(), this.agency.close()]);
  }

  #levers(): readonly Lever[] {
    const { reader, scanner, printer, wallet, agency } = this;
    return [reader, scanner, printer, wallet, agency].flatMap((device) => device?.levers ?? []);
  }
}

interface Lines {
  readonly readerLine: EmulatedLine;
  readonly scannerLine: EmulatedLine | null;
  readonly printerLine: EmulatedLine;
}

async function pty(name: string): Promise<EmulatedLine> {
  const line = await openPtyLine({ name });
  if (!line.ok) throw new Error(`these tests need pseudo-terminals: ${line.error.detail}`);
  return line.value;
}

/** Only cards that name their holder can be known to the agency. */
function holders() {
  return CARD_IMAGES.flatMap((card) =>
    card.name === undefined || card.idNumber === undefined
      ? []
      : [{ ...card, name: card.name, idNumber: card.idNumber }],
  );
}
