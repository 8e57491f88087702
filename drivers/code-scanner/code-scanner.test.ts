/**
 * The contract over a pty, over HID and by keyboard, with the production transports in between; and, when
 * CODE_SCANNER_PATH names a device, against that: a serial port with an engine on it (CODE_SCANNER_BAUD, default 9600), or
 * a hidraw node.
 */
import { describe } from 'vitest';
import { SystemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { openPtyLine } from '../transport/emulator/pty-line.ts';
import { HidTransport } from '../transport/hid.ts';
import { SerialTransport } from '../transport/serial.ts';
import { type CodeScannerBench, codeScannerContract } from './code-scanner.contract.ts';
import { HidPosScannerEmulator, hidPosPlug } from './emulator/hid-pos-scanner.ts';
import { LineScannerEmulator } from './emulator/line-scanner.ts';
import { HidPosScanner } from './hid-pos/scanner.ts';
import { LineScanner } from './line-scanner.ts';
import { WedgeScanner } from './wedge-scanner.ts';

const log = silentLog;

async function lineBench(): Promise<CodeScannerBench> {
  const clock = new SystemClock();
  const opened = await openPtyLine({ name: 'code-scanner' });
  if (!opened.ok) throw new Error(opened.error.detail);
  const line = opened.value;
  if (line.address.kind !== 'serial') throw new Error('not a serial line');
  const emulator = new LineScannerEmulator({ line });
  const transport = new SerialTransport({ path: line.address.path, baudRate: 9_600 });
  const scanner = new LineScanner({ transport, clock, log });
  const close = async () => {
    await scanner.close();
    await emulator.close();
  };
  return { scanner, hands: { scan: (text) => emulator.scan(text), plug: line }, close };
}

async function hidBench(): Promise<CodeScannerBench> {
  const clock = new SystemClock();
  const plug = hidPosPlug();
  const emulator = new HidPosScannerEmulator({ socket: plug });
  const transport = new HidTransport({ address: plug.address, clock, bus: plug });
  const scanner = new HidPosScanner({ transport, clock, log, layout: null });
  const close = async () => {
    await scanner.close();
    await emulator.close();
  };
  return { scanner, hands: { scan: (text) => emulator.scan(text), plug }, close };
}

async function wedgeBench(): Promise<CodeScannerBench> {
  const scanner = new WedgeScanner({ clock: new SystemClock(), log });
  return { scanner, hands: { scan: (text) => scanner.receive(text) }, close: () => scanner.close() };
}

async function realBench(path: string): Promise<CodeScannerBench> {
  const clock = new SystemClock();
  const baudRate = Number(process.env.CODE_SCANNER_BAUD ?? 9_600);
  const scanner = path.includes('hidraw')
    ? new HidPosScanner({
        transport: new HidTransport({ address: { path }, clock }),
        clock,
        log,
        layout: null,
      })
    : new LineScanner({ transport: new SerialTransport({ path, baudRate }), clock, log });
  return { scanner, close: () => scanner.close() };
}

describe.runIf(process.platform === 'linux')('on a pty', () => {
  codeScannerContract('line', lineBench);
});
codeScannerContract('hid-pos', hidBench);
codeScannerContract('wedge', wedgeBench);

const path = process.env.CODE_SCANNER_PATH;
describe.runIf(path !== undefined)('hardware', () => {
  codeScannerContract(`real device ${path}`, () => realBench(path ?? ''));
});
