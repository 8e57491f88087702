import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * The libraries of the field that write ESC/POS, for the same slip. They are fetched when the bench runs, in versions that
 * are written down here, and never become part of the project.
 */
const PEERS = {
  'node-thermal-printer': '4.6.1',
  '@node-escpos/core': '0.6.0',
  receiptline: '4.0.4',
  '@point-of-sale/receipt-printer-encoder': '4.0.1',
} as const;

type PeerName = keyof typeof PEERS;

/** What every one of them is given: 80 mm paper, 48 columns. */
export interface PeerSlip {
  readonly title: string;
  readonly pairs: readonly (readonly [label: string, value: string])[];
  readonly note: string;
  readonly url: string;
}

export interface Peer {
  /** With its version. */
  readonly name: string;
  encode(): Promise<Uint8Array>;
}

export const COLUMNS = 48;

/** @returns the libraries, ready to encode `slip`; throws when they cannot be fetched */
export async function slipPeers(root: string, slip: PeerSlip): Promise<readonly Peer[]> {
  const folder = join(root, '.build/bench/slip-peers');
  await mkdir(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  await writeFile(manifest, JSON.stringify({ private: true, dependencies: PEERS }));
  const quietly = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--silent'];
  await promisify(execFile)('npm', quietly, { cwd: folder });
  const load = createRequire(manifest);
  const encoders: Readonly<Record<PeerName, () => Uint8Array | Promise<Uint8Array>>> = {
    'node-thermal-printer': thermalPrinter(load('node-thermal-printer') as ThermalPrinterModule, slip),
    '@node-escpos/core': escposCore(load('@node-escpos/core') as EscposModule, slip),
    receiptline: receiptline(load('receiptline') as ReceiptlineModule, slip),
    '@point-of-sale/receipt-printer-encoder': printerEncoder(
      load('@point-of-sale/receipt-printer-encoder') as EncoderClass,
      slip,
    ),
  };
  return (Object.keys(PEERS) as PeerName[]).map((name) => ({
    name: `${name} ${PEERS[name]}`,
    encode: async () => encoders[name](),
  }));
}

type Calls<Names extends string> = { readonly [Name in Names]: (...args: readonly unknown[]) => void };

interface ThermalPrinterModule {
  readonly ThermalPrinter: new (
    options: object,
  ) => Calls<
    | ('alignCenter' | 'alignLeft' | 'setTextDoubleHeight' | 'setTextDoubleWidth' | 'setTextNormal')
    | ('println' | 'drawLine' | 'leftRight' | 'printQR' | 'partialCut')
  > & { getBuffer(): Uint8Array };
  readonly PrinterTypes: { readonly EPSON: string };
  readonly CharacterSet: { readonly CHINA: string };
}

function thermalPrinter(module: ThermalPrinterModule, { title, pairs, note, url }: PeerSlip) {
  const { ThermalPrinter, PrinterTypes, CharacterSet } = module;
  return () => {
    const printer = new ThermalPrinter({
      type: PrinterTypes.EPSON,
      interface: 'tcp://127.0.0.1:1',
      width: COLUMNS,
      characterSet: CharacterSet.CHINA,
    });
    printer.alignCenter();
    printer.setTextDoubleHeight();
    printer.setTextDoubleWidth();
    printer.println(title);
    printer.setTextNormal();
    printer.alignLeft();
    printer.drawLine();
    for (const [label, value] of pairs) printer.leftRight(label, value);
    printer.drawLine();
    printer.println(note);
    printer.alignCenter();
    printer.printQR(url, { cellSize: 6, correction: 'M', model: 2 });
    printer.partialCut();
    return printer.getBuffer();
  };
}

interface EscposPrinter
  extends Calls<'align' | 'size' | 'text' | 'drawLine' | 'tableCustom' | 'qrcode' | 'cut'> {
  flush(): Promise<unknown>;
}

interface EscposModule {
  readonly Printer: new (adapter: object, options: object) => EscposPrinter;
}

function escposCore({ Printer }: EscposModule, { title, pairs, note, url }: PeerSlip) {
  return async () => {
    const written: Uint8Array[] = [];
    const adapter = {
      write(data: Uint8Array, done?: () => void) {
        written.push(data);
        done?.();
      },
    };
    const printer = new Printer(adapter, { encoding: 'GB18030', width: COLUMNS });
    printer.align('ct');
    printer.size(2, 2);
    printer.text(title);
    printer.size(1, 1);
    printer.align('lt');
    printer.drawLine();
    for (const [label, value] of pairs) {
      printer.tableCustom([
        { text: label, align: 'LEFT', width: 0.4 },
        { text: value, align: 'RIGHT', width: 0.6 },
      ]);
    }
    printer.drawLine();
    printer.text(note);
    printer.align('ct');
    printer.qrcode(url, 4, 'M', 6);
    printer.cut(true);
    await printer.flush();
    return Buffer.concat(written);
  };
}

interface ReceiptlineModule {
  transform(document: string, printer: object): string;
}

/** One of a column's places is its gap to the next. Its rules come out as other characters on Chinese models; not counted. */
function receiptline({ transform }: ReceiptlineModule, { title, pairs, note, url }: PeerSlip) {
  const rows = pairs.map(([label, value]) => `${label} | ${value}`);
  const document = [
    `^^^${title}`,
    '',
    '-',
    `{width:16,${COLUMNS - 16}}`,
    ...rows,
    '{width:*}',
    '-',
    `${note}|`,
    `{code:${url};option:qrcode,6,m}`,
    '=',
  ];
  const settings = { cpl: COLUMNS, encoding: 'gb18030', command: 'escpos', cutting: true };
  return () => Buffer.from(transform(document.join('\n'), settings), 'latin1');
}

interface Encoder
  extends Calls<'initialize' | 'align' | 'size' | 'line' | 'rule' | 'table' | 'qrcode' | 'cut'> {
  encode(): Uint8Array;
}

type EncoderClass = new (options: object) => Encoder;

function printerEncoder(PrinterEncoder: EncoderClass, { title, pairs, note, url }: PeerSlip) {
  const columns = [
    { width: 20, align: 'left' },
    { width: COLUMNS - 20, align: 'right' },
  ];
  return () => {
    const encoder = new PrinterEncoder({ language: 'esc-pos', columns: COLUMNS });
    encoder.initialize();
    encoder.align('center');
    encoder.size(2);
    encoder.line(title);
    encoder.size(1);
    encoder.align('left');
    encoder.rule();
    encoder.table(columns, pairs);
    encoder.rule();
    encoder.line(note);
    encoder.align('center');
    encoder.qrcode(url, { model: 2, size: 6, errorlevel: 'm' });
    encoder.cut('partial');
    return encoder.encode();
  };
}
