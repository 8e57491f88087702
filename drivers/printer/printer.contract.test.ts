/**
 * The contract over every profile on a real TCP connection, and over some on real pseudo-terminals as serial and as USB
 * printers, with the emulator at the other end. With PRINTER_ADDRESS (`tcp:host:port` or `serial:/dev/ttyUSB0:baud`) and PRINTER_PROFILE the parts that
 * need no hands run over a real printer too; it prints two slips.
 */
import { execFileSync } from 'node:child_process';
import { describe } from 'vitest';
import { ShiftableClock, SystemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import type { EmulatedLine } from '../transport/emulator/line.ts';
import { openPtyLine } from '../transport/emulator/pty-line.ts';
import { openTcpLine } from '../transport/emulator/tcp-line.ts';
import type { ByteTransport } from '../transport/port.ts';
import { SerialTransport } from '../transport/serial.ts';
import { TcpTransport } from '../transport/tcp.ts';
import { UsbLpTransport } from '../transport/usb-lp.ts';
import { DEMO_80 } from './emulator/model.ts';
import { textOf } from './emulator/paper.ts';
import { EscPosPrinter } from './escpos-printer.ts';
import { type Bench, printerContract } from './printer.contract.ts';
import { PROFILE_NAMES } from './profile.ts';
import { MODELS, profileOf, Rig } from './testing/rig.ts';

const evidenceOf = (profile: string): 'A' | 'B' =>
  profileOf(profile).proof.kind === 'process-id' ? 'A' : 'B';

function transportTo(address: EmulatedLine['address'], clock: ShiftableClock): ByteTransport {
  return address.kind === 'tcp'
    ? new TcpTransport(address, clock)
    : new SerialTransport({ path: address.path, baudRate: 115_200 });
}

async function emulated(
  profile: string,
  line: EmulatedLine,
  wire = (clock: ShiftableClock) => transportTo(line.address, clock),
): Promise<Bench> {
  const clock = new ShiftableClock();
  // Thirty times as fast as life, so that a suite of slips takes seconds; with the memory of a network board.
  const model = { ...(MODELS[profile] ?? DEMO_80), mmPerSecond: 3_000, cutMs: 10, bufferBytes: 65_536 };
  const rig = new Rig({ transport: wire(clock), line }, clock, { profile, model });
  return {
    printer: rig.printer,
    evidence: evidenceOf(profile),
    hands: {
      pull: (lever, args) => rig.pull(lever, args),
      sees: (wanted) =>
        new Promise((resolve) => {
          const stop = rig.emulator.onPaper((event) => {
            if (event !== wanted) return;
            stop();
            resolve();
          });
        }),
      slips: () => rig.emulator.paper.slips.map(textOf),
      skip: (ms) => clock.advance(ms),
    },
    close: () => rig.close(),
  };
}

async function pty(): Promise<EmulatedLine> {
  const line = await openPtyLine({ name: 'printer' });
  if (!line.ok) throw new Error(line.error.detail);
  return line.value;
}

/** Every profile that can prove a slip; one that cannot waits its whole budget each time, and is held to the paper elsewhere. */
describe.each(PROFILE_NAMES.filter((name) => profileOf(name).proof.kind !== 'none'))('%s', (profile) => {
  printerContract('over TCP', async () => emulated(profile, await openTcpLine()));
});

describe.each(['generic-80', 'generic-58', 'vkp80', 'demo-80'])('%s', (profile) => {
  printerContract('over a serial line', async () => emulated(profile, await pty()));
});

/** A pseudo-terminal is a character device that answers EAGAIN and fills up, as usblp does. */
describe.runIf(process.platform === 'linux').each(['generic-80', 'masung'])('%s', (profile) => {
  printerContract('as a USB printer', async () => {
    const line = await pty();
    if (line.address.kind !== 'serial') throw new Error('not a pty');
    const { path } = line.address;
    execFileSync('stty', ['-F', path, 'raw', '-echo']);
    return emulated(profile, line, (clock) => new UsbLpTransport({ path }, clock));
  });
});

const { PRINTER_ADDRESS: address, PRINTER_PROFILE: profile = 'generic-80' } = process.env;
if (address !== undefined) {
  const [kind, where = '', number] = address.split(':');
  printerContract(`real printer at ${address}`, async () => {
    const clock = new SystemClock();
    const transport =
      kind === 'tcp'
        ? new TcpTransport({ host: where, port: Number(number) }, clock)
        : new SerialTransport({ path: where, baudRate: Number(number) });
    const printer = new EscPosPrinter({ transport, profile: profileOf(profile), clock, log: silentLog });
    return { printer, evidence: evidenceOf(profile), close: () => printer.close() };
  });
}
