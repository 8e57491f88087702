import type { DeviceId, DeviceView } from '../contract/operator.ts';
import type { Config, HidWire, SerialWire, TcpWire, UsbLpWire } from './config/config.ts';

/** What a device is and how it is wired, for people. No key, no path of a key. */
export type Fitting = NonNullable<DeviceView['fitting']>;

/**
 * Every device and server that a terminal can have, in the order in which a technician reads them; null = not fitted.
 * Wallets that are not configured are left out.
 */
export type Fittings = Readonly<
  Record<'card-reader' | 'code-scanner' | 'printer' | 'agency', Fitting | null>
> &
  Readonly<Partial<Record<DeviceId, Fitting | null>>>;

export function fittingsOf(config: Config): Fittings {
  const { cardReader, codeScanner, printer, payment, agency } = config;
  return {
    'card-reader': cardReader && { protocol: cardReader.protocol, wire: wireText(cardReader.transport) },
    'code-scanner': codeScanner && { protocol: codeScanner.protocol, wire: wireText(codeScanner.transport) },
    printer: printer && { protocol: printer.profile, wire: wireText(printer.transport) },
    ...Object.fromEntries(
      Object.entries(payment).flatMap(([id, wallet]) =>
        wallet === null ? [] : [[id, { protocol: WALLET_PROTOCOLS[id] ?? id, wire: wallet.baseUrl }]],
      ),
    ),
    agency: { protocol: agency.client === null ? 'v1' : 'v1（双向证书）', wire: agency.baseUrl },
  };
}

/** The demo rig's own (demo.ts): addresses are new at every start and of no use to anybody. */
export const DEMO_FITTINGS: Fittings = {
  'card-reader': { protocol: 'acs-ccid', wire: '模拟串口' },
  'code-scanner': { protocol: 'line', wire: '模拟串口' },
  printer: { protocol: 'demo-80', wire: '模拟网络口' },
  wechat: { protocol: 'APIv3 Native', wire: '模拟服务器，127.0.0.1' },
  alipay: { protocol: 'OpenAPI precreate', wire: '模拟服务器，127.0.0.1' },
  aggregate: { protocol: 'ChinaUMS bills', wire: '模拟服务器，127.0.0.1' },
  agency: { protocol: 'v1', wire: '模拟服务器，127.0.0.1' },
};

const WALLET_PROTOCOLS: Readonly<Record<string, string>> = {
  wechat: 'APIv3 Native',
  alipay: 'OpenAPI precreate',
  aggregate: 'ChinaUMS bills',
};

const PARITY = { none: 'N', even: 'E', odd: 'O' } as const;

/** null: a scanner that types, and has no wire of its own. */
function wireText(wire: SerialWire | HidWire | TcpWire | UsbLpWire | null): string {
  switch (wire?.kind) {
    case undefined:
      return '键盘口';
    case 'serial': {
      const { path, baudRate, dataBits, parity, stopBits } = wire;
      return `串口 ${path}，${baudRate} ${dataBits}${PARITY[parity]}${stopBits}`;
    }
    case 'hid': {
      const usb = [wire.vendorId, wire.productId].map((id) => (id ?? 0).toString(16).padStart(4, '0'));
      return `USB HID ${wire.path ?? usb.join(':').toUpperCase()}`;
    }
    case 'tcp':
      return `网络 ${wire.host}:${wire.port}`;
    case 'usb-lp':
      return `USB ${wire.path}`;
  }
}
