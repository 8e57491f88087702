import type { KeyObject } from 'node:crypto';
import type { LayoutName } from '../../../drivers/code-scanner/hid-pos/layout.ts';
import type { TlsMaterial } from '../../../drivers/transport/http.ts';
import type { SerialOptions } from '../../../drivers/transport/serial.ts';
import type { PinHash } from '../../operator/pin-hash.ts';
import type { KeyMaterial } from './key-files.ts';
import { type PaymentConfig, resolvePayment } from './payment-config.ts';
import type { ConfigShape } from './schema.ts';

/** A configuration that has passed every check: defaults filled in, key files read. What the real rig is built from. */
export interface Config {
  readonly terminal: Readonly<ConfigShape['terminal']>;
  /** null = none fitted; likewise below. */
  readonly cardReader: CardReaderConfig | null;
  readonly codeScanner: CodeScannerConfig | null;
  readonly printer: PrinterConfig | null;
  readonly payment: PaymentConfig;
  readonly agency: AgencyConfig;
  /** A relative path starts at the user data folder. */
  readonly journal: { readonly file: string };
  readonly timeouts: Readonly<ConfigShape['timeouts']>;
  /** null = no number is asked for. */
  readonly operator: { readonly pin: PinHash | null };
}

export interface SerialWire extends Required<SerialOptions> {
  readonly kind: 'serial';
}

export type HidWire = Extract<NonNullable<ConfigShape['cardReader']>['transport'], { kind: 'hid' }>;
export type TcpWire = Extract<NonNullable<ConfigShape['printer']>['transport'], { kind: 'tcp' }>;
export type UsbLpWire = Extract<NonNullable<ConfigShape['printer']>['transport'], { kind: 'usb-lp' }>;

export interface CardReaderConfig {
  readonly protocol: NonNullable<ConfigShape['cardReader']>['protocol'];
  readonly slot: 'auto' | 'contact' | 'contactless';
  readonly options: NonNullable<NonNullable<ConfigShape['cardReader']>['options']>;
  readonly transport: SerialWire | HidWire;
}

export interface CodeScannerConfig {
  readonly protocol: NonNullable<ConfigShape['codeScanner']>['protocol'];
  /** null: by the device's own description. */
  readonly layout: LayoutName | null;
  /** null for a wedge. */
  readonly transport: SerialWire | HidWire | null;
}

export interface PrinterConfig {
  readonly profile: string;
  readonly processId: boolean;
  readonly transport: TcpWire | SerialWire | UsbLpWire;
}

export interface AgencyConfig {
  readonly baseUrl: string;
  /** PEM text. */
  readonly ca: string | null;
  readonly client: { readonly cert: string; readonly key: KeyObject } | null;
  /** With `{claim}`; null = phones fetch nothing. */
  readonly receiptUrl: string | null;
}

/** What the HTTP client takes. The private key becomes text only here. */
export function tlsMaterial({ ca, client }: AgencyConfig): TlsMaterial {
  return {
    ...(ca === null ? {} : { ca }),
    ...(client === null
      ? {}
      : { cert: client.cert, key: String(client.key.export({ type: 'pkcs8', format: 'pem' })) }),
  };
}

/** @throws Error when a key that the shape names is not in the material: it had to be checked before */
export function resolveConfig(shape: ConfigShape, { keys, texts }: KeyMaterial, pin: PinHash | null): Config {
  const { cardReader, codeScanner, printer, agency } = shape;
  const clientKey = keys.get('agency.keyFile');
  const cert = texts.get('agency.certFile');
  return {
    terminal: shape.terminal,
    cardReader: cardReader === undefined ? null : resolveReader(cardReader),
    codeScanner:
      codeScanner === undefined
        ? null
        : {
            protocol: codeScanner.protocol,
            layout: codeScanner.options?.layout ?? null,
            transport: codeScanner.transport === undefined ? null : wire(codeScanner.transport),
          },
    printer:
      printer === undefined
        ? null
        : {
            profile: printer.profile,
            processId: printer.options?.processId ?? false,
            transport: wire(printer.transport),
          },
    payment: resolvePayment(shape.payment, { keys, texts }),
    agency: {
      baseUrl: agency.baseUrl,
      ca: texts.get('agency.caFile') ?? null,
      client: cert === undefined || clientKey === undefined ? null : { cert, key: clientKey },
      receiptUrl: agency.receiptUrl ?? null,
    },
    journal: shape.journal,
    timeouts: shape.timeouts,
    operator: { pin },
  };
}

type ReaderShape = NonNullable<ConfigShape['cardReader']>;
type Wire = NonNullable<ConfigShape['printer']>['transport'] | ReaderShape['transport'];
type SerialShape = Extract<Wire, { kind: 'serial' }>;

/** From the readers' manuals: the line settings they leave the factory with. */
const READER_LINES: Readonly<Record<ReaderShape['protocol'], { baudRate: number; stopBits: 1 | 2 }>> = {
  'acs-ccid': { baudRate: 9_600, stopBits: 1 },
  'gemtwin-ccid': { baudRate: 115_200, stopBits: 2 },
  nibble: { baudRate: 9_600, stopBits: 1 },
  pn532: { baudRate: 115_200, stopBits: 1 },
};

/** These have one kind of slot; `auto` means that one. */
const ONLY_SLOT: Readonly<Partial<Record<ReaderShape['protocol'], 'contact' | 'contactless'>>> = {
  'gemtwin-ccid': 'contact',
  nibble: 'contact',
  pn532: 'contactless',
};

function resolveReader(shape: ReaderShape): CardReaderConfig {
  return {
    protocol: shape.protocol,
    slot: ONLY_SLOT[shape.protocol] ?? shape.slot,
    options: shape.options ?? {},
    transport: wire(shape.transport, READER_LINES[shape.protocol]),
  };
}

function wire<T extends Wire>(
  transport: T,
  line: { readonly baudRate: number; readonly stopBits: 1 | 2 } = { baudRate: 9_600, stopBits: 1 },
): SerialWire | Exclude<T, SerialShape> {
  if (!isSerial(transport)) return transport as Exclude<T, SerialShape>;
  return {
    kind: 'serial',
    path: transport.path,
    baudRate: transport.baudRate ?? line.baudRate,
    dataBits: 8,
    stopBits: transport.stopBits ?? line.stopBits,
    parity: transport.parity ?? 'none',
    flow: transport.flow ?? 'none',
  };
}

function isSerial(transport: Wire): transport is SerialShape {
  return transport.kind === 'serial';
}
