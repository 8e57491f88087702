import { createRequire } from 'node:module';
import { type Clock, VirtualClock } from '../../base/clock.ts';
import type { Log, LogEventId } from '../../base/log.ts';
import type { LogEvents } from '../../base/log-events.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import { Loopback } from '../../transport/loopback.ts';
import type { ByteTransport } from '../../transport/port.ts';
import {
  CASHINO,
  CITIZEN,
  CLONE_58,
  CLONE_80,
  DEMO_80,
  DUMB_CLONE,
  type EmulatedModel,
  EPSON_TM,
  MASUNG,
  SNBC,
  VKP80,
} from '../emulator/model.ts';
import { PrinterEmulator } from '../emulator/printer-emulator.ts';
import { EscPosPrinter } from '../escpos-printer.ts';
import { SAMPLE_SLIP } from '../fixtures/sample-slip.ts';
import type { PrinterState, PrintResult } from '../port.ts';
import { findProfile, type PrinterProfile } from '../profile.ts';

/** Found as packages are found, so that it is found from a bundle as well. */
export const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);

/** The emulated printer that a profile is written for. */
export const MODELS: Readonly<Record<string, EmulatedModel>> = {
  'generic-80': CLONE_80,
  'generic-58': CLONE_58,
  'epson-tm': EPSON_TM,
  masung: MASUNG,
  snbc: SNBC,
  vkp80: VKP80,
  cashino: CASHINO,
  citizen: CITIZEN,
  'dumb-clone': DUMB_CLONE,
  'demo-80': DEMO_80,
};

export function profileOf(name: string): PrinterProfile {
  const found = findProfile(name);
  if (!found.ok) throw new Error(`no profile ${name}`);
  return found.value;
}

export interface LoggedEvent {
  readonly id: LogEventId;
  readonly fields: LogEvents[LogEventId];
}

export class MemoryLog implements Log {
  readonly events: LoggedEvent[] = [];

  event<Id extends LogEventId>(id: Id, fields: LogEvents[Id]): void {
    this.events.push({ id, fields });
  }

  of<Id extends LogEventId>(id: Id): readonly LogEvents[Id][] {
    return this.events.filter((event) => event.id === id).map((event) => event.fields as LogEvents[Id]);
  }
}

export interface RigOptions {
  readonly profile?: string | PrinterProfile;
  readonly model?: EmulatedModel;
  /** False: slips stay at the exit. Else somebody takes each as soon as it is cut. */
  readonly taken?: boolean;
  /** False: no test looks at a picture of the paper. */
  readonly pictures?: boolean;
  /** Stands between driver and wire: a place for faults of the transport itself. */
  readonly wrap?: (transport: ByteTransport) => ByteTransport;
}

export interface Ends {
  readonly transport: ByteTransport;
  readonly line: EmulatedLine;
}

/** Driver and emulator on the two ends of a wire, with everything that a test wants to look at. */
export class Rig<C extends Clock> {
  readonly clock: C;
  readonly log = new MemoryLog();
  readonly emulator: PrinterEmulator;
  readonly printer: EscPosPrinter;
  readonly states: PrinterState[] = [];

  constructor(ends: Ends, clock: C, options: RigOptions = {}) {
    const { profile = 'demo-80' } = options;
    const data = typeof profile === 'string' ? profileOf(profile) : profile;
    const model = options.model ?? MODELS[data.name] ?? DEMO_80;
    this.clock = clock;
    this.emulator = new PrinterEmulator({
      model,
      line: ends.line,
      clock,
      fontFile: FONT,
      pictures: options.pictures ?? true,
    });
    this.printer = new EscPosPrinter({
      transport: options.wrap?.(ends.transport) ?? ends.transport,
      profile: data,
      clock,
      log: this.log,
    });
    this.printer.subscribe((state) => this.states.push(state));
    if (options.taken !== false)
      this.emulator.onPaper((event) => {
        if (event === 'cut') this.emulator.takeSlip();
      });
  }

  get readiness(): string {
    const { readiness } = this.printer.state();
    return readiness.kind === 'blocked' ? `blocked:${readiness.reason}` : readiness.kind;
  }

  async pull(lever: string, args: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const found = this.emulator.levers.find(({ id }) => id === lever);
    if (found === undefined) throw new Error(`no lever ${lever}`);
    const result = await found.apply(args);
    if (!result.ok) throw new Error(result.error.message);
  }

  /** Resolves when the printer's state satisfies `wanted`. */
  async reaches(wanted: (state: PrinterState) => boolean): Promise<PrinterState> {
    const now = this.printer.state();
    if (wanted(now)) return now;
    return new Promise((settle) => {
      const stop = this.printer.subscribe((state) => {
        if (!wanted(state)) return;
        stop();
        settle(state);
      });
    });
  }

  async close(): Promise<void> {
    await this.printer.close();
    await this.emulator.close();
  }
}

export class VirtualRig extends Rig<VirtualClock> {
  constructor(options: RigOptions = {}) {
    const loopback = new Loopback();
    super({ transport: loopback.host, line: loopback.line }, new VirtualClock(), options);
  }

  async started(): Promise<this> {
    this.printer.start();
    await this.clock.advance(200);
    return this;
  }

  /** Prints the sample slip. */
  print(jobId = 'job-1'): Promise<PrintResult> {
    return this.settle(this.printer.print({ jobId, slip: SAMPLE_SLIP }));
  }

  /** Lets virtual time pass until `promise` settles. */
  async settle<T>(promise: Promise<T>, withinMs = 60_000): Promise<T> {
    let settled = false;
    const mark = () => {
      settled = true;
    };
    promise.then(mark, mark);
    for (let passed = 0; !settled && passed < withinMs; passed += 50) await this.clock.advance(50);
    if (!settled) throw new Error(`not settled within ${withinMs} ms of virtual time`);
    return promise;
  }
}
