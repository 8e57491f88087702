import type { Clock } from '../../base/clock.ts';
import type { ByteTransport } from '../port.ts';
import type { Tape, TapeEvent, TapeHeader } from './tape.ts';

/** An event before it has its time. */
type Happening = TapeEvent extends infer E ? (E extends TapeEvent ? Omit<E, 't'> : never) : never;

/**
 * Stands between a driver and its wire and keeps what passes, with its timing. Lives with the emulators, so that the
 * build's check keeps it out of a kiosk with real devices: what passes there is somebody's data.
 */
export class TapeRecorder {
  /** The wire as the driver gets it. */
  readonly transport: ByteTransport;
  readonly #clock: Clock;
  readonly #begun: number;
  #events: TapeEvent[] = [];
  #stopped = false;

  constructor(wire: ByteTransport, clock: Clock) {
    this.#clock = clock;
    this.#begun = clock.monotonic();
    wire.onData((bytes) => this.#note({ dir: '<', bytes: bytes.slice() }));
    wire.onGone(({ code }) => this.#note({ dir: '=', event: 'gone', error: code }));
    const { setSpeed } = wire;
    this.transport = {
      description: wire.description,
      get msPerByte() {
        return wire.msPerByte;
      },
      open: async () => {
        const opened = await wire.open();
        this.#note({ dir: '=', event: 'open', ...(opened.ok ? {} : { error: opened.error.code }) });
        return opened;
      },
      write: async (bytes) => {
        // Before the wire has it: an answer may be there before `write` has resolved.
        const noted = this.#note({ dir: '>', bytes: bytes.slice() });
        const written = await wire.write(bytes);
        // What was never on the wire is not on the tape.
        if (!written.ok) this.#events = this.#events.filter((one) => one !== noted);
        return written;
      },
      onData: (listener) => wire.onData(listener),
      onGone: (listener) => wire.onGone(listener),
      ...(setSpeed === undefined
        ? {}
        : {
            setSpeed: (baudRate: number) => {
              this.#note({ dir: '=', event: 'speed', baudRate });
              return setSpeed(baudRate);
            },
          }),
      close: () => wire.close(),
    };
  }

  /** Ends the recording. What passes afterwards is not kept. */
  stop(header: TapeHeader): Tape {
    this.#note({ dir: '=', event: 'end' });
    this.#stopped = true;
    return { header, events: this.#events };
  }

  #note(happening: Happening): TapeEvent {
    const t = Math.round((this.#clock.monotonic() - this.#begun) * 1_000) / 1_000;
    const event: TapeEvent = { t, ...happening };
    if (!this.#stopped) this.#events.push(event);
    return event;
  }
}
