import { concat } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { ok, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import { CardChannel } from '../iso7816/channel.ts';
import { type CardCommand, selectByName } from '../iso7816/command.ts';
import { meaningOf } from '../iso7816/status-word.ts';
import { ExchangeTrace } from '../iso7816/trace.ts';
import type { CardError } from '../port.ts';
import type { AuthOutcome, AuthProvider, AuthSubject } from './auth-provider.ts';

/** What a region's issuer says about its keys. Both numbers differ by region and are published nowhere. */
export interface PsamKeys {
  /** Index of the key in the module (P2 of the derivation). Public programs that issue cards use 12 and 13 (hex). */
  readonly module: number;
  /** Number of the key in the card (P2 of EXTERNAL AUTHENTICATE). 0A was seen with third-generation cards. */
  readonly card: number;
}

export interface PsamAuthOptions {
  /** Where the module sits: the reader's second slot, a card slot like any other. */
  readonly module: CardSlot;
  readonly keys: PsamKeys;
  readonly clock: Clock;
}

/** ADF of the module (two public programs and one published table agree). */
const APPLICATION = Uint8Array.of(0xd1, 0x56, 0x00, 0x00, 0x05, 0x90);
const CHALLENGE_LENGTH = 8;
const FACTOR_LENGTH = 8;
/**
 * As the standard has them for cards with contacts. Without contact there is something else in their place, and a proof
 * made from it would cost the card a try.
 */
const HISTORICAL_LENGTH = 13;
/** EXTERNAL AUTHENTICATE carries sixteen bytes, however long the proof is. */
const PROOF_LENGTH = 16;
/** So many cards in a row that do not believe the module, and it is asked no more. */
const MAX_REFUSALS = 2;

/**
 * A security module (PSAM) in the reader's second slot convinces the card. The terminal computes nothing and holds no
 * key: it carries the card's challenge to the module and the module's proof to the card.
 *
 * How sure this is: select, derive, compute and the form of the proof are those of two public programs that write to
 * second-generation cards through a module (medium). That third-generation cards are read the same way is an inference
 * from one program that does it with a remote machine, `00 82 00 0A 10` (low). It has been tried against the emulators
 * only. Without a region's key numbers this cannot be switched on at all.
 *
 * A card counts wrong proofs and blocks its key for good. So each reading presents one proof at most; a module that two
 * cards in a row have refused is wrong for this region, and stays silent until the terminal is started anew.
 */
export class PsamAuth implements AuthProvider {
  readonly #options: PsamAuthOptions;
  #refusals = 0;

  constructor(options: PsamAuthOptions) {
    this.#options = options;
  }

  async authenticate(card: AuthSubject): Promise<Result<AuthOutcome, CardError>> {
    const factors = factorsOf(card);
    if (factors === null || this.#refusals >= MAX_REFUSALS) return ok('unavailable');
    const module = await this.#open(card);
    if (module === null) return ok('unavailable');
    const challenge = await card.challenge(CHALLENGE_LENGTH);
    if (!challenge.ok) return challenge;
    if (challenge.value === null) return ok('unavailable');
    const proof = await this.#prove(module, factors, challenge.value);
    return proof === null ? ok('unavailable') : this.#present(card, proof);
  }

  /** Powered anew each time: a module forgets its power with the reader's, and nobody tells. */
  async #open({ watch }: AuthSubject): Promise<CardChannel | null> {
    const { module, clock } = this.#options;
    const channel = new CardChannel(module, watch && new ExchangeTrace(clock, watch, 'authenticate'));
    const powered = await channel.powerOn();
    if (!powered.ok) return null;
    return (await answerOf(channel, selectByName(APPLICATION))) === null ? null : channel;
  }

  /** What goes to the card: the module's proof, filled up with the challenge that it is for. */
  async #prove(module: CardChannel, factors: Uint8Array, challenge: Uint8Array): Promise<Uint8Array | null> {
    const derive = { cla: 0xbf, ins: 0xde, p1: 0x48, p2: this.#options.keys.module };
    if ((await answerOf(module, { ...derive, data: concat(factors, challenge) })) === null) return null;
    const proof = await answerOf(module, { cla: 0x80, ins: 0xfa, p1: 0x00, p2: 0x00, data: challenge });
    if (proof === null || proof.length < FACTOR_LENGTH) return null;
    return concat(proof, challenge).slice(0, PROOF_LENGTH);
  }

  async #present(card: AuthSubject, data: Uint8Array): Promise<Result<AuthOutcome, CardError>> {
    const reply = await card.send({ cla: 0x00, ins: 0x82, p1: 0x00, p2: this.#options.keys.card, data });
    if (!reply.ok) return reply;
    const believed = meaningOf(reply.value.statusWord) === 'done';
    this.#refusals = believed ? 0 : this.#refusals + 1;
    return ok(believed ? 'granted' : 'refused');
  }
}

/** The answer's data; null when the module fails or refuses, which leaves the card as it was. */
async function answerOf(module: CardChannel, command: CardCommand): Promise<Uint8Array | null> {
  const reply = await module.send(command);
  return reply.ok && meaningOf(reply.value.statusWord) === 'done' ? reply.value.data : null;
}

/**
 * What tells this card's key from its region's, and the region's from the country's: the serial number at the end of
 * the historical bytes, and the region's six digits in ASCII followed by "sx". Null when the card gave too little.
 */
function factorsOf({ historicalBytes, cardIdentifier }: AuthSubject): Uint8Array | null {
  if (historicalBytes.length !== HISTORICAL_LENGTH || cardIdentifier.length < 3) return null;
  const region = Array.from(cardIdentifier.slice(0, 3), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  return concat(historicalBytes.slice(-FACTOR_LENGTH), new TextEncoder().encode(`${region}sx`));
}
