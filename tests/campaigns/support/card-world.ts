import { VirtualClock } from '../../../drivers/base/clock.ts';
import type { LeverError } from '../../../drivers/base/lever.ts';
import type { Result } from '../../../drivers/base/result.ts';
import type { CardImage } from '../../../drivers/card-reader/emulator/card-image.ts';
import type { EmulatedReader } from '../../../drivers/card-reader/emulator/emulated-reader.ts';
import type { CardError, CardIdentity } from '../../../drivers/card-reader/port.ts';
import { CardReader } from '../../../drivers/card-reader/reader.ts';
import type { VirtualFamily } from '../../../drivers/card-reader/testing/plugged.ts';
import { pull, RecordingLog, within } from '../../../drivers/card-reader/testing/reader-rig.ts';

export type ReadResult = Result<CardIdentity, CardError>;
export type Args = Readonly<Record<string, unknown>>;

/** Longest that anything is waited for, ms of the world's own clock: beyond it the driver hangs. */
const PATIENCE_MS = 120_000;
const STEP_MS = 50;

/** A reader of any family under its production driver, on a clock that stands still, with somebody at its levers. */
export class CardWorld {
  readonly clock = new VirtualClock();
  readonly emulator: EmulatedReader;
  readonly reader: CardReader;
  readonly #log = new RecordingLog();
  #planned: (() => Promise<unknown>) | null = null;

  constructor(family: VirtualFamily) {
    const { emulator, transport } = family.plug(this.clock);
    this.emulator = emulator;
    const write = transport.write.bind(transport);
    transport.write = async (bytes) => {
      const planned = this.#planned;
      this.#planned = null;
      await planned?.();
      return write(bytes);
    };
    this.reader = new CardReader({
      protocol: family.speak(transport, this.clock),
      transport,
      clock: this.clock,
      log: this.#log,
    });
  }

  /** What has been logged, as text. */
  get logged(): string {
    return this.#log.lines.join('\n');
  }

  /** Happens when the driver has made its next frame, before the reader gets it. */
  beforeNextFrame(happens: () => Promise<unknown>): void {
    this.#planned = happens;
  }

  pull(lever: string, args: Args = {}): Promise<Result<void, LeverError>> {
    return pull(this.emulator, lever, args);
  }

  async read(): Promise<ReadResult> {
    return this.settled(this.reader.readIdentity());
  }

  /** Turns the clock until the promise settles; throws when it never does. */
  settled<T>(promise: Promise<T>): Promise<T> {
    return within(this.clock, promise, PATIENCE_MS);
  }

  /** Turns the clock until it is so; throws when it never is. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = this.clock.monotonic() + PATIENCE_MS;
    await this.clock.advance(0);
    while (!isSo()) {
      if (this.clock.monotonic() >= end) throw new Error(`never ${what}`);
      await this.clock.advance(STEP_MS);
    }
  }

  async start(): Promise<void> {
    this.reader.start();
    await this.until('ready', () => this.reader.state().connection === 'ready');
  }

  async insert(card: string): Promise<void> {
    const inserted = await this.pull('card-insert', { card });
    if (!inserted.ok) throw new Error(inserted.error.message);
    await this.until('noticed', () => this.reader.state().cardPresent);
  }

  /** Takes out every card. */
  async clear(): Promise<void> {
    for (const slot of this.emulator.slots) {
      if (this.emulator.cardIn(slot) !== null) await this.pull('card-remove', { slot });
    }
    const calm = () => this.reader.state().connection === 'ready' && !this.reader.state().cardPresent;
    await this.until('empty', calm);
  }

  card(cardId: string): CardImage {
    const found = this.emulator.cards.find((one) => one.cardId === cardId);
    if (found === undefined) throw new Error(`no card ${cardId}`);
    return found;
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.emulator.close();
  }
}

/** What of a text belongs to a holder. */
export function secretsIn(
  text: string,
  { name, idNumber, cardNumber, cardIdentifier }: CardImage,
): readonly string[] {
  const secrets = [name, idNumber, cardNumber, cardIdentifier].filter((one) => one !== undefined);
  return secrets.filter((secret) => text.includes(secret));
}
