import { HttpAgency } from '../../drivers/agency/http-agency.ts';
import { type Clock, SystemClock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { AcsCcidProtocol } from '../../drivers/card-reader/acs/protocol.ts';
import { CardReader } from '../../drivers/card-reader/reader.ts';
import { LineScanner } from '../../drivers/code-scanner/line-scanner.ts';
import { LocalKeySigner } from '../../drivers/payment/signer.ts';
import { WeChatNative } from '../../drivers/payment/wechat/native.ts';
import { EscPosPrinter } from '../../drivers/printer/escpos-printer.ts';
import { findProfile } from '../../drivers/printer/profile.ts';
import { HttpClient } from '../../drivers/transport/http.ts';
import type { ByteTransport } from '../../drivers/transport/port.ts';
import { SerialTransport } from '../../drivers/transport/serial.ts';
import { TcpTransport } from '../../drivers/transport/tcp.ts';
import {
  type AgencyConfig,
  type CardReaderConfig,
  type CodeScannerConfig,
  type Config,
  type PrinterConfig,
  tlsMaterial,
  type WeChatConfig,
} from './config/config.ts';
import type { Rig } from './rig.ts';

interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The devices and servers that kiosk.yaml names. Nothing is opened yet: a device that is not there now is waited for, and
 * the terminal says what it cannot do until then.
 */
export function openRealRig(config: Config, log: Log): Rig {
  const surroundings = { clock: new SystemClock(), log };
  const reader = config.cardReader === null ? null : readerOf(config.cardReader, surroundings);
  const scanner = config.codeScanner === null ? null : scannerOf(config.codeScanner, surroundings);
  const printer = config.printer === null ? null : printerOf(config.printer, surroundings);
  const wechat = config.payment.wechat === null ? null : wechatOf(config.payment.wechat, surroundings);
  const agency = agencyOf(config.agency, surroundings);
  return {
    kind: 'real',
    clock: surroundings.clock,
    reader,
    scanner,
    printer,
    channels: wechat === null ? {} : { wechat },
    agency,
    demo: null,
    async close() {
      await Promise.all([reader?.close(), scanner?.close(), printer?.close()]);
      await Promise.all([wechat?.shutdown(), agency.close()]);
    },
  };
}

function readerOf({ slot, transport }: CardReaderConfig, { clock, log }: Surroundings): CardReader {
  const line = wire(transport, clock);
  return new CardReader({
    protocol: new AcsCcidProtocol(line, clock, { slot }),
    transport: line,
    clock,
    log,
  });
}

function scannerOf({ transport }: CodeScannerConfig, { clock, log }: Surroundings): LineScanner {
  if (transport === null) throw unchecked('codeScanner.transport');
  return new LineScanner({ transport: wire(transport, clock), clock, log });
}

function printerOf({ profile, processId, transport }: PrinterConfig, { clock, log }: Surroundings) {
  const found = findProfile(profile, { processId });
  if (!found.ok) throw unchecked('printer.profile');
  return new EscPosPrinter({
    transport: wire(transport, clock),
    profile: found.value,
    clock,
    log,
  });
}

function wechatOf({ merchantKey, ...config }: WeChatConfig, { clock, log }: Surroundings): WeChatNative {
  return new WeChatNative(
    { ...config, signer: new LocalKeySigner(merchantKey) },
    { http: new HttpClient({ clock }), clock, log },
  );
}

function agencyOf(config: AgencyConfig, { clock, log }: Surroundings): HttpAgency {
  const http = new HttpClient({ clock, tls: tlsMaterial(config) });
  return new HttpAgency({ baseUrl: config.baseUrl }, { http, clock, log });
}

type Wire = NonNullable<CodeScannerConfig['transport']> | PrinterConfig['transport'];

function wire(transport: Wire, clock: Clock): ByteTransport {
  switch (transport.kind) {
    case 'serial':
      return new SerialTransport(transport);
    case 'tcp':
      return new TcpTransport(transport, clock);
    case 'hid':
    case 'usb-lp':
      throw unchecked(transport.kind);
  }
}

/** The configuration check answers these with words; past it they are a bug. */
function unchecked(what: string): Error {
  return new Error(`${what} is not available in this version and should have been refused`);
}
