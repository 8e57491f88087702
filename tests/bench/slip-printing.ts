import type { Clock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { CLONE_80, DEMO_80, type EmulatedModel } from '../../drivers/printer/emulator/model.ts';
import { PrinterEmulator } from '../../drivers/printer/emulator/printer-emulator.ts';
import { encodeSlip } from '../../drivers/printer/escpos/encode-slip.ts';
import { EscPosPrinter } from '../../drivers/printer/escpos-printer.ts';
import { findProfile, type PrinterProfile } from '../../drivers/printer/profile.ts';
import { ProofDesk } from '../../drivers/printer/proof.ts';
import type { Slip } from '../../drivers/printer/slip.ts';
import type { ByteTransport } from '../../drivers/transport/port.ts';
import { SerialTransport } from '../../drivers/transport/serial.ts';
import { openCountedLine } from './counted-line.ts';
import { PreciseClock } from './precise-clock.ts';
import type { Row } from './row.ts';
import { summarise } from './statistics.ts';

/**
 * How long a resident waits for a slip that is proven, and how much of that is the driver's: line, motor and knife take
 * their time anyhow. That time is measured too, with the same bytes put on the same line in one go.
 */

const SLIPS = 5;
const BAUD_RATES = [9_600, 115_200] as const;
const MAX_RATIO = 1.05;
const PRINTERS: readonly { readonly profile: string; readonly model: EmulatedModel }[] = [
  { profile: 'generic-80', model: CLONE_80 },
  { profile: 'demo-80', model: DEMO_80 },
];

interface Bench {
  readonly clock: Clock;
  readonly fontFile: string;
  readonly slip: Slip;
}

/** @param fontFile of the emulated printer; nobody looks at its paper */
export async function measureSlipPrinting(slip: Slip, fontFile: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const printer of PRINTERS)
    for (const baudRate of BAUD_RATES)
      rows.push(await measure({ ...printer, baudRate }, { clock: new PreciseClock(), fontFile, slip }));
  return rows;
}

interface Fitted {
  readonly profile: string;
  readonly model: EmulatedModel;
  readonly baudRate: number;
}

async function measure({ profile: name, model, baudRate }: Fitted, bench: Bench): Promise<Row> {
  const { clock, fontFile } = bench;
  const found = findProfile(name);
  if (!found.ok) throw new Error(`there is no profile ${name}`);
  const profile = found.value;
  const line = await openCountedLine({ baudRate, stopBits: 1 });
  const emulator = new PrinterEmulator({ model, line, clock, fontFile, pictures: false });
  const path = line.address.kind === 'serial' ? line.address.path : '';
  try {
    const driven: number[] = [];
    const bare: number[] = [];
    for (let count = 0; count < SLIPS; count++) {
      bare.push(await withoutDriver(new SerialTransport({ path, baudRate }), profile, bench));
      emulator.takeSlip();
      driven.push(await withDriver(new SerialTransport({ path, baudRate }), profile, bench));
      emulator.takeSlip();
    }
    return {
      what: `slip, first byte → ${profile.proof.kind === 'process-id' ? 'process id' : 'GS r'}, ${baudRate} baud`,
      unit: 'ms',
      result: summarise(driven),
      comparedWith: { what: 'line, motor and knife alone', result: summarise(bare) },
      target: { of: 'ratio', max: MAX_RATIO },
    };
  } finally {
    await emulator.close();
  }
}

/** The same bytes at once, until the proof's last byte. */
async function withoutDriver(
  transport: SerialTransport,
  profile: PrinterProfile,
  { clock, slip }: Bench,
): Promise<number> {
  const desk = new ProofDesk(profile.proof.kind, clock.now());
  const answerBytes = profile.proof.kind === 'process-id' ? 7 : 1;
  await opened(transport);
  let heard = 0;
  const proven = new Promise<void>((resolve) => {
    transport.onData(({ length }) => {
      heard += length;
      if (heard >= answerBytes) resolve();
    });
  });
  const from = clock.monotonic();
  await transport.write(encodeSlip(slip, profile).bytes);
  await transport.write(desk.open().bytes);
  await proven;
  const took = clock.monotonic() - from;
  await transport.close();
  return took;
}

async function withDriver(
  transport: SerialTransport,
  profile: PrinterProfile,
  { clock, slip }: Bench,
): Promise<number> {
  const watched = new WatchedTransport(transport, clock);
  const printer = new EscPosPrinter({ transport: watched, profile, clock, log: silentLog });
  try {
    const ready = new Promise<void>((resolve) => {
      printer.subscribe(({ readiness }) => {
        if (readiness.kind === 'ready') resolve();
      });
    });
    printer.start();
    await ready;
    const result = await printer.print({ jobId: 'bench', slip });
    const took = clock.monotonic() - watched.firstByteAt;
    if (result.state !== 'PRINTED') throw new Error(`the slip is ${result.state}`);
    return took;
  } finally {
    await printer.close();
  }
}

async function opened(transport: ByteTransport): Promise<void> {
  const result = await transport.open();
  if (!result.ok) throw new Error(`the line does not open: ${result.error.code}`);
}

/** Notes when a job's first byte is handed over: the first one that belongs to no question about the status. */
class WatchedTransport implements ByteTransport {
  firstByteAt = Number.NaN;
  readonly #transport: ByteTransport;
  readonly #clock: Clock;

  constructor(transport: ByteTransport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  get description(): string {
    return this.#transport.description;
  }

  get msPerByte(): number {
    return this.#transport.msPerByte;
  }

  open: ByteTransport['open'] = () => this.#transport.open();
  onData: ByteTransport['onData'] = (listener) => this.#transport.onData(listener);
  onGone: ByteTransport['onGone'] = (listener) => this.#transport.onGone(listener);
  close: ByteTransport['close'] = () => this.#transport.close();

  write(bytes: Uint8Array): ReturnType<ByteTransport['write']> {
    const isJob = bytes[0] === 0x1b && bytes[1] === 0x40;
    if (isJob && Number.isNaN(this.firstByteAt)) this.firstByteAt = this.#clock.monotonic();
    return this.#transport.write(bytes);
  }
}
