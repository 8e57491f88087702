import { VirtualClock } from '../../base/clock.ts';
import type { Lever, LeverError } from '../../base/lever.ts';
import type { Log } from '../../base/log.ts';
import type { Result } from '../../base/result.ts';
import { Loopback, type LoopbackOptions } from '../../transport/loopback.ts';
import { type AcsCcidOptions, AcsCcidProtocol } from '../acs/protocol.ts';
import { AcsReaderEmulator, type AcsReaderEmulatorOptions } from '../emulator/acs-reader.ts';
import type { EmulatedReader } from '../emulator/emulated-reader.ts';
import { GemtwinReaderEmulator, type GemtwinReaderEmulatorOptions } from '../emulator/gemtwin-reader.ts';
import { type GemtwinOptions, GemtwinProtocol } from '../gemtwin/protocol.ts';
import type { CardReaderPort, ReaderEvent } from '../port.ts';
import { CardReader, type CardReaderOptions } from '../reader.ts';

/** What a log would hold, one JSON line for each event. */
export class RecordingLog implements Log {
  readonly lines: string[] = [];

  event(id: string, fields: unknown): void {
    this.lines.push(JSON.stringify({ id, ...(fields as object) }));
  }
}

/** Driver and emulator of any family, joined. */
export interface ReaderRig<E extends EmulatedReader> {
  readonly clock: VirtualClock;
  readonly emulator: E;
  readonly reader: CardReader;
  readonly log: RecordingLog;
  /** Everything that the reader has told since. */
  readonly events: ReaderEvent[];
}

export interface LoopbackRig extends ReaderRig<AcsReaderEmulator> {
  readonly wire: Loopback;
}

export function readerRig<E extends EmulatedReader>(
  parts: Pick<CardReaderOptions, 'protocol' | 'transport'> & {
    readonly emulator: E;
    readonly clock: VirtualClock;
  },
): ReaderRig<E> {
  const { clock, emulator } = parts;
  const log = new RecordingLog();
  const reader = new CardReader({ ...parts, log });
  const events: ReaderEvent[] = [];
  reader.subscribe((event) => events.push(event));
  return { clock, emulator, reader, log, events };
}

/** An ACS reader on a wire without an operating system, on a clock that stands still. */
export function loopbackRig(
  options: Partial<AcsReaderEmulatorOptions> & AcsCcidOptions & Pick<LoopbackOptions, 'cut'> = {},
): LoopbackRig {
  const clock = new VirtualClock();
  const wire = new Loopback(options.cut === undefined ? {} : { cut: options.cut });
  const emulator = new AcsReaderEmulator({ ...options, line: wire.line, clock });
  const protocol = new AcsCcidProtocol(wire.host, clock, options);
  return { ...readerRig({ clock, emulator, protocol, transport: wire.host }), wire };
}

export interface GemtwinRig extends ReaderRig<GemtwinReaderEmulator> {
  readonly wire: Loopback;
}

/** A GemPC Twin on the same; what it does (`emulator`) and what the driver expects (`driver`) may differ. */
export function gemtwinRig(
  options: {
    readonly emulator?: Partial<GemtwinReaderEmulatorOptions>;
    readonly driver?: GemtwinOptions;
    readonly wire?: LoopbackOptions;
  } = {},
): GemtwinRig {
  const clock = new VirtualClock();
  const wire = new Loopback(options.wire);
  const emulator = new GemtwinReaderEmulator({ ...options.emulator, line: wire.line, clock });
  const protocol = new GemtwinProtocol(wire.host, clock, options.driver);
  return { ...readerRig({ clock, emulator, protocol, transport: wire.host }), wire };
}

/** A rig with its reader greeted, after so much time. */
export async function started<R extends ReaderRig<EmulatedReader>>(rig: R, ms = 0): Promise<R> {
  rig.reader.start();
  await rig.clock.advance(ms);
  const { connection } = rig.reader.state();
  if (connection !== 'ready') throw new Error(`the reader is ${connection}`);
  return rig;
}

/** The same with a card that it has noticed. */
export async function holding<R extends ReaderRig<EmulatedReader>>(
  rig: R,
  card: string,
  ms = 300,
): Promise<R> {
  const inserted = await pull(rig.emulator, 'card-insert', { card });
  if (!inserted.ok) throw new Error(inserted.error.message);
  await rig.clock.advance(ms);
  if (!rig.reader.state().cardPresent) throw new Error('the card is not noticed');
  return rig;
}

export function read({ clock, reader }: ReaderRig<EmulatedReader>): ReturnType<CardReader['readIdentity']> {
  return within(clock, reader.readIdentity());
}

/** What the reader has told, by type. */
export function types({ events }: ReaderRig<EmulatedReader>): readonly ReaderEvent['type'][] {
  return events.map(({ type }) => type);
}

/** What reading the card `v2-wang` gives, in part. */
export const WANG = {
  ok: true,
  value: { outcome: 'complete', name: '王建明', idNumber: '440404190001011019' },
} as const;

/** Pulls a lever by its id, as a panel does. */
export function pull(
  emulator: { readonly levers: readonly Lever[] },
  id: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<Result<void, LeverError>> {
  const lever = emulator.levers.find((one) => one.id === id);
  if (lever === undefined) throw new Error(`no lever ${id}`);
  return lever.apply(args);
}

/** Resolves at the next event of that type. */
export function eventOf(reader: CardReaderPort, type: ReaderEvent['type']): Promise<ReaderEvent> {
  return new Promise((resolve) => {
    const stop = reader.subscribe((event) => {
      if (event.type !== type) return;
      stop();
      resolve(event);
    });
  });
}

/** Turns the clock until the promise settles, at most `limitMs` of its time. */
export async function within<T>(clock: VirtualClock, promise: Promise<T>, limitMs = 30_000): Promise<T> {
  let settled = false;
  const watched = promise.finally(() => {
    settled = true;
  });
  const end = clock.monotonic() + limitMs;
  await clock.advance(0);
  while (!settled && clock.monotonic() < end) {
    await clock.advance(Math.min(clock.untilNext() ?? limitMs, end - clock.monotonic()));
  }
  if (!settled) throw new Error(`not settled within ${limitMs} ms of the clock`);
  return watched;
}
