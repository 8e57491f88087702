import { toHex } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import type { Result } from '../../base/result.ts';
import type { CardError, CardExchange } from '../port.ts';
import { type CardCommand, type CardReply, encodeCommand } from './command.ts';
import { parseRecords } from './simple-tlv.ts';

/** Hears of every exchange with a card; see CardExchange for what it is told. */
export type Watch = (exchange: CardExchange) => void;

const HEADER_LENGTH = 5;
const SELECT = 0xa4;
const BY_NAME = 0x04;
const MASTER_FILE = '3F00';

const STEPS: ReadonlyMap<number, CardExchange['step']> = new Map([
  [0xb2, 'read-record'],
  [0xc0, 'get-response'],
  [0x84, 'authenticate'],
  [0x82, 'authenticate'],
  [0x88, 'authenticate'],
  [0x20, 'verify-pin'],
]);

/** Tags that the standard gives to EF05 and EF06. Only these are shown: in a damaged file a "tag" may be part of a name. */
const STANDARD_TAGS: ReadonlySet<number> = new Set([...Array.from({ length: 13 }, (_, i) => i + 1), 0x4e]);

/**
 * Masks where the exchange is made: of a command only the header leaves this class, of an answer only its status and
 * form. A technician's screen, a file, or a careless listener cannot show what it has never been given.
 */
export class ExchangeTrace {
  readonly #clock: Clock;
  readonly #watch: Watch;
  readonly #step: CardExchange['step'] | undefined;

  /** `step`: what all exchanges are called whatever the command, as those with a security module are. */
  constructor(clock: Clock, watch: Watch, step?: CardExchange['step']) {
    this.#clock = clock;
    this.#watch = watch;
    this.#step = step;
  }

  /** The answer to reset holds a serial number of the card: only its length is told. */
  async powerOn(answer: Promise<Result<Uint8Array, CardError>>): Promise<void> {
    const from = this.#clock.monotonic();
    const atr = await answer;
    this.#watch({
      step: 'power-on',
      command: '',
      answer: atr.ok ? 'ATR' : errorText(atr.error),
      shape: atr.ok ? `${atr.value.length} bytes` : '',
      ms: this.#since(from),
    });
  }

  /** `cause` is the command whose answer is fetched where the exchange is a GET RESPONSE. */
  async exchange(
    command: CardCommand,
    cause: CardCommand,
    reply: Promise<Result<CardReply, CardError>>,
  ): Promise<void> {
    const from = this.#clock.monotonic();
    const answer = await reply;
    this.#watch({
      step: this.#step ?? stepOf(command),
      command: commandText(command),
      answer: answer.ok ? statusText(answer.value.statusWord) : errorText(answer.error),
      shape: answer.ok ? shapeOf(answer.value.data, stepOf(cause) === 'read-record') : '',
      ms: this.#since(from),
    });
  }

  #since(from: number): number {
    return Math.round(this.#clock.monotonic() - from);
  }
}

function stepOf(command: CardCommand): CardExchange['step'] {
  if (command.ins !== SELECT) return STEPS.get(command.ins) ?? 'other';
  if (command.p1 === BY_NAME) return 'select-application';
  return 'data' in command && toHex(command.data) === MASTER_FILE ? 'select-master-file' : 'select-file';
}

/** Names of applications and files are nobody's data; whatever else is sent may be. */
function commandText(command: CardCommand): string {
  const bytes = encodeCommand(command);
  return toHex(command.ins === SELECT ? bytes : bytes.slice(0, HEADER_LENGTH), ' ');
}

function statusText(statusWord: number): string {
  return statusWord.toString(16).padStart(4, '0').toUpperCase();
}

function errorText({ code, detail }: CardError): string {
  return detail === undefined ? code : `${code} ${detail}`;
}

function shapeOf(data: Uint8Array, isFile: boolean): string {
  if (data.length === 0) return '';
  const records = isFile ? parseRecords(data) : [];
  const length = records.reduce((sum, { value }) => sum + 2 + value.length, 0);
  if (length !== data.length || !records.every(({ tag }) => STANDARD_TAGS.has(tag)))
    return `${data.length} bytes`;
  return records.map(({ tag, value }) => `${toHex(Uint8Array.of(tag))}:${value.length}`).join(' ');
}
