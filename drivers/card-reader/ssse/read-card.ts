import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { AuthOutcome, AuthProvider } from '../auth/auth-provider.ts';
import type { CardSlot } from '../card-slot.ts';
import { historicalBytes } from '../iso7816/atr.ts';
import { CardChannel } from '../iso7816/channel.ts';
import { meaningOf } from '../iso7816/status-word.ts';
import { ExchangeTrace, type Watch } from '../iso7816/trace.ts';
import type { CardError, CardIdentity } from '../port.ts';
import { selectApplication } from './application.ts';
import { FIELDS, type FileName, versionOf } from './fields.ts';
import { SsseFiles } from './files.ts';
import { assembleIdentity } from './identity.ts';

const CHINA_OFFSET_MS = 8 * 3_600_000;
const FILES: readonly FileName[] = ['EF05', 'EF06'];

export interface ReadOptions {
  /** Hears of every exchange, masked. */
  readonly watch?: Watch | undefined;
  /** Opens third-generation cards; without it they yield what they give to anybody, and NEEDS_SAM. */
  readonly auth?: AuthProvider | undefined;
}

/**
 * One card session from power to identity (card notes 1.11). The card is left powered: the caller switches it off when
 * the identity has been handed on, so that the resident does not wait for that. A card that leaves on the way gives
 * CARD_REMOVED, and what was read of it is forgotten.
 */
export async function readSocialCard(
  slot: CardSlot,
  clock: Clock,
  options: ReadOptions = {},
): Promise<Result<CardIdentity, CardError>> {
  const { watch } = options;
  const session = new ReadingSession(
    new CardChannel(slot, watch && new ExchangeTrace(clock, watch)),
    options,
  );
  const today = new Date(clock.now() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
  const identity = await session.run(today);
  if (!identity.ok && identity.error.code === 'NO_CARD' && session.powered) {
    return err({ code: 'CARD_REMOVED' });
  }
  return identity;
}

class ReadingSession {
  readonly #channel: CardChannel;
  readonly #options: ReadOptions;
  readonly #files: SsseFiles;
  #historicalBytes = new Uint8Array(0);
  #askedForAuth = false;
  /** The card has answered the power; from here on NO_CARD means that it has left. */
  powered = false;

  constructor(channel: CardChannel, options: ReadOptions) {
    this.#channel = channel;
    this.#options = options;
    this.#files = new SsseFiles(channel);
  }

  async run(today: string): Promise<Result<CardIdentity, CardError>> {
    const powered = await this.#channel.powerOn();
    if (!powered.ok) return powered;
    this.powered = true;
    this.#historicalBytes = historicalBytes(powered.value).slice();
    const selected = await selectApplication(this.#channel);
    if (!selected.ok) return selected;
    for (const file of FILES) {
      const read = await this.#read(file);
      if (!read.ok) return read;
    }
    return assembleIdentity({
      values: this.#files.values,
      guarded: FILES.some((file) => this.#files.guards(file)),
      historicalBytes: this.#historicalBytes,
      today,
    });
  }

  /** A file that is guarded is read once more after the card has been convinced, whichever of the two said so first. */
  async #read(file: FileName): Promise<Result<void, CardError>> {
    const first = await this.#files.read(file);
    if (!first.ok || !this.#files.guards(file)) return first;
    const authenticated = await this.#authenticate();
    if (!authenticated.ok) return authenticated;
    return authenticated.value === 'granted' ? this.#files.read(file) : ok();
  }

  /**
   * At most once for each card. Only third-generation cards: keys differ between generations, and a wrong one costs the
   * card one of few tries.
   */
  async #authenticate(): Promise<Result<AuthOutcome, CardError>> {
    const { auth, watch } = this.#options;
    const { values } = this.#files;
    const version = versionOf(values);
    if (auth === undefined || this.#askedForAuth || version !== '3') return ok('unavailable');
    this.#askedForAuth = true;
    return auth.authenticate({
      version,
      cardIdentifier: values.get(FIELDS.cardIdentifier.tag) ?? new Uint8Array(0),
      historicalBytes: this.#historicalBytes,
      challenge: (length) => this.#challenge(length),
      send: (command) => this.#channel.send(command),
      ...(watch === undefined ? {} : { watch }),
    });
  }

  async #challenge(length: number): Promise<Result<Uint8Array | null, CardError>> {
    const reply = await this.#channel.send({ cla: 0x00, ins: 0x84, p1: 0x00, p2: 0x00, le: length });
    if (!reply.ok) return reply;
    const { data, statusWord } = reply.value;
    return ok(meaningOf(statusWord) === 'done' && data.length === length ? data : null);
  }
}
