import type { KeyObject } from 'node:crypto';
import type { LayoutName } from '../../../drivers/code-scanner/hid-pos/layout.ts';
import type { TlsMaterial } from '../../../drivers/transport/http.ts';
import type { SerialOptions } from '../../../drivers/transport/serial.ts';
import type { PinHash } from '../../operator/pin-hash.ts';
import type { KeyMaterial } from './key-files.ts';
import type { ConfigShape } from './schema.ts';

/** A configuration that has passed every check: defaults filled in, key files read. What the real rig is built from. */
export interface Config {
  readonly terminal: Readonly<ConfigShape['terminal']>;
  /** null = none fitted; likewise below. */
  readonly cardReader: CardReaderConfig | null;
  readonly codeScanner: CodeScannerConfig | null;
  readonly printer: PrinterConfig | null;
  readonly payment: { readonly wechat: WeChatConfig | null; readonly alipay: AlipayConfig | null };
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

export interface WeChatConfig {
  readonly baseUrl: string;
  readonly appId: string;
  readonly mchId: string;
  /** Absent = none. */
  readonly secondBaseUrl?: string;
  /** Upper-case hex. */
  readonly merchantSerial: string;
  readonly merchantKey: KeyObject;
  /** In the order of the file: the first one is asked for. */
  readonly verifyKeys: Readonly<Record<string, KeyObject>>;
  readonly notifyUrl: string;
}

export interface AlipayConfig {
  readonly baseUrl: string;
  readonly appId: string;
  readonly appKey: KeyObject;
  readonly verifyKeys: readonly KeyObject[];
  readonly productCode: NonNullable<ConfigShape['payment']['alipay']>['productCode'];
  /** Partner mode: the merchant's authorisation, as a secret key. null = we are the merchant. */
  readonly appAuthToken: KeyObject | null;
}

export interface AgencyConfig {
  readonly baseUrl: string;
  /** PEM text. */
  readonly ca: string | null;
  readonly client: { readonly cert: string; readonly key: KeyObject } | null;
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
export function resolveConfig(
  shape: ConfigShape,
  { keys, certificates }: KeyMaterial,
  pin: PinHash | null,
): Config {
  const { cardReader, codeScanner, printer, agency } = shape;
  const { wechat, alipay } = shape.payment;
  const clientKey = keys.get('agency.keyFile');
  const cert = certificates.get('agency.certFile');
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
    payment: {
      wechat: wechat === undefined ? null : resolveWeChat(wechat, keys),
      alipay: alipay === undefined ? null : resolveAlipay(alipay, keys),
    },
    agency: {
      baseUrl: agency.baseUrl,
      ca: certificates.get('agency.caFile') ?? null,
      client: cert === undefined || clientKey === undefined ? null : { cert, key: clientKey },
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

/** WeChat Pay's two sites; their addresses change, their names do not. */
const WECHAT_SITES = {
  first: 'https://api.mch.weixin.qq.com',
  second: 'https://api2.mch.weixin.qq.com',
};

function resolveWeChat(
  shape: NonNullable<ConfigShape['payment']['wechat']>,
  keys: KeyMaterial['keys'],
): WeChatConfig {
  const key = (path: string) => keyAt(keys, `payment.wechat.${path}`);
  // The second site belongs to the first: a relay or a test bench has none unless it says so.
  const secondBaseUrl =
    shape.secondBaseUrl ?? (shape.baseUrl === WECHAT_SITES.first ? WECHAT_SITES.second : undefined);
  return {
    baseUrl: shape.baseUrl,
    ...(secondBaseUrl === undefined ? {} : { secondBaseUrl }),
    appId: shape.appId,
    mchId: shape.mchId,
    merchantSerial: shape.merchantSerial.toUpperCase(),
    merchantKey: key('merchantKeyFile'),
    verifyKeys: Object.fromEntries(Object.keys(shape.verifyKeys).map((id) => [id, key(`verifyKeys.${id}`)])),
    notifyUrl: shape.notifyUrl,
  };
}

function resolveAlipay(
  shape: NonNullable<ConfigShape['payment']['alipay']>,
  keys: KeyMaterial['keys'],
): AlipayConfig {
  const key = (path: string) => keyAt(keys, `payment.alipay.${path}`);
  const { alipayKeyFile, appAuthTokenFile } = shape;
  return {
    baseUrl: shape.baseUrl,
    appId: shape.appId,
    appKey: key('appKeyFile'),
    verifyKeys:
      typeof alipayKeyFile === 'string'
        ? [key('alipayKeyFile')]
        : alipayKeyFile.map((_, index) => key(`alipayKeyFile[${index}]`)),
    productCode: shape.productCode,
    appAuthToken: appAuthTokenFile === undefined ? null : key('appAuthTokenFile'),
  };
}

function keyAt(keys: KeyMaterial['keys'], path: string): KeyObject {
  const found = keys.get(path);
  if (found === undefined) throw new Error(`${path} was not read`);
  return found;
}
