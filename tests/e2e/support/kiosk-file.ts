import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { EmulatedLine } from '../../../drivers/transport/emulator/line.ts';
import type { Bench } from './bench.ts';

export interface TerminalOptions {
  /** Default portrait. */
  readonly orientation?: 'portrait' | 'landscape';
  readonly timeouts?: {
    readonly qrSeconds?: number;
    readonly idleSeconds?: number;
    readonly warnSeconds?: number;
  };
  /** Phones can fetch receipts from the agency. Default false. */
  readonly phones?: boolean;
  /** In kiosk.yaml only: what the printer itself can do is the bench's. Default true. */
  readonly processId?: boolean;
}

/** kiosk.yaml as plain data, for tests that spoil a part of it. */
export type KioskFile = ReturnType<typeof describeBench>;

/** The configuration of a terminal that stands in front of this bench. Key files are named relative to its folder. */
export function describeBench(bench: Bench, options: TerminalOptions = {}) {
  const { wallet, agency, readerLine, scannerLine, printerLine } = bench;
  return {
    terminal: {
      id: 'K0001',
      name: '金湾社区 1号机',
      region: '440404',
      mmPerPx: 0.2479,
      orientation: options.orientation ?? 'portrait',
    },
    cardReader: { protocol: 'acs-ccid', transport: wireTo(readerLine, 9_600) },
    ...(scannerLine === null
      ? {}
      : { codeScanner: { protocol: 'line', transport: wireTo(scannerLine, 9_600) } }),
    printer: {
      profile: 'generic-80',
      options: { processId: options.processId ?? true },
      transport: wireTo(printerLine, 115_200),
    },
    payment: {
      wechat: {
        baseUrl: wallet.baseUrl,
        appId: wallet.appId,
        mchId: wallet.mchId,
        merchantSerial: wallet.merchantSerial,
        merchantKeyFile: 'keys/merchant.pem',
        verifyKeys: Object.fromEntries(Object.keys(wallet.verifyKeys).map((id) => [id, `keys/${id}.pem`])),
        notifyUrl: 'https://kiosk.example/wechat/notify',
      },
    },
    agency: {
      baseUrl: agency.baseUrl,
      ...(options.phones === true ? { receiptUrl: agency.receiptUrl } : {}),
    },
    ...(options.timeouts === undefined ? {} : { timeouts: options.timeouts }),
  };
}

/** Writes the key files and kiosk.yaml into a folder; answers with the path of the latter. */
export async function writeKioskFile(folder: string, bench: Bench, content: unknown): Promise<string> {
  const keys = join(folder, 'keys');
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const { wallet } = bench;
  await writeFile(join(keys, 'merchant.pem'), wallet.merchantKeyPem, { mode: 0o600 });
  for (const [id, pem] of Object.entries(wallet.verifyKeys)) await writeFile(join(keys, `${id}.pem`), pem);
  const file = join(folder, 'kiosk.yaml');
  await writeFile(file, stringify(content));
  return file;
}

function wireTo({ address }: EmulatedLine, baudRate: number) {
  return address.kind === 'serial'
    ? { kind: 'serial', path: address.path, baudRate }
    : { kind: 'tcp', host: address.host, port: address.port };
}
