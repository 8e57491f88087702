import { concat } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import type { ByteTransport, TransportError } from '../transport/port.ts';
import { ASK_STATUS } from './escpos/commands.ts';
import { type MakerQuestion, makerQuestion } from './escpos/maker-status.ts';
import { type Reply, ReplyParser } from './escpos/replies.ts';
import { fromAutomatic, fromRealTime, type PrinterStatus } from './escpos/status.ts';
import type { PrinterProfile } from './profile.ts';

/** Answers to one ASK_STATUS. */
const ANSWERS = 4;

/** A status query under way; `expected` counts what earlier, given up queries may still deliver first. */
interface Round {
  readonly expected: number;
  readonly answers: number[];
  /** The maker's own question, where it went along, and its answer. */
  readonly question: MakerQuestion | null;
  maker: readonly number[] | null;
}

/** The bytes of one answered question about the status. */
export interface RawStatus {
  /** DLE EOT 1 to 4. */
  readonly realTime: readonly [number, number, number, number];
  /** The maker's own answer, without its head; null where none was asked for, or none came. */
  readonly maker: readonly number[] | null;
}

/** What this printer says, and how it is to be read. */
export interface Dialect {
  readonly status: PrinterProfile['status'];
  /** An answer to GS r is owed, so a plain byte may be that. */
  readonly owesInOrder: () => boolean;
}

/**
 * Asks and listens on one wire. Real-time answers carry no mark of their question, so only their order tells them apart:
 * at most one query is under way, and answers that come late for one that was given up are counted off first.
 */
export class Conversation {
  /** Every reply, also those that somebody waits for. */
  readonly replies = new Signal<Reply>();
  /** A whole status, asked for or sent by the printer on its own. */
  readonly statuses = new Signal<PrinterStatus>();
  /** The same, but only what was asked for: an answer also says that all before the question has arrived. */
  readonly #answered = new Signal<PrinterStatus>();
  /** The wire has gone or was hung up: nothing more will be said. */
  readonly lost = new Signal<void>();
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #dialect: Dialect;
  readonly #question: MakerQuestion | null;
  #parser: ReplyParser;
  #round: Round | null = null;
  /** Since `begin`: `yes` after the first answer to the maker's own question, `no` when the first one stayed out. */
  #answersMaker: 'unknown' | 'yes' | 'no' = 'unknown';
  #late = 0;
  #isLost = false;
  #raw: RawStatus | null = null;

  constructor(transport: ByteTransport, clock: Clock, dialect: Dialect) {
    this.#transport = transport;
    this.#clock = clock;
    this.#dialect = dialect;
    this.#question = makerQuestion(dialect.status);
    this.#parser = this.#newParser();
    transport.onData((bytes) => {
      for (const reply of this.#parser.push(bytes)) this.#hear(reply);
    });
    transport.onGone(() => this.hangUp());
  }

  /** Line time of one byte, milliseconds. */
  get msPerByte(): number {
    return this.#transport.msPerByte;
  }

  /** On a freshly opened wire: nothing of the last connection can still be answered. */
  begin(): void {
    this.#parser = this.#newParser();
    this.#round = null;
    this.#late = 0;
    this.#isLost = false;
    this.#answersMaker = 'unknown';
  }

  #newParser(): ReplyParser {
    return new ReplyParser({ fullStatus: this.#dialect.status.extra === 'custom-full' });
  }

  /** A status query is under way and its standard part has not been answered in full. */
  get isOwedStatus(): boolean {
    return this.#round !== null && !hasAll(this.#round);
  }

  /** The wire has gone since `begin`: no answer means no wire, not a silent printer. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Of the last question that was answered; null until the first. */
  get raw(): RawStatus | null {
    return this.#raw;
  }

  /** Ends every wait. */
  hangUp(): void {
    this.#isLost = true;
    this.lost.emit();
  }

  send(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    return this.#transport.write(bytes);
  }

  /** Asks for the status unless a query is under way; the answer comes as an event. */
  query(): void {
    if (this.isOwedStatus) return;
    // Only the maker's part has stayed out.
    if (this.#round !== null) this.#conclude(this.#round);
    const question = this.#makerQuestionNow();
    this.#round = {
      expected: ANSWERS + this.#late,
      answers: [],
      question,
      maker: null,
    };
    this.#late = 0;
    // A write that fails is followed by `lost`, or by silence; both are seen elsewhere.
    void this.send(question === null ? ASK_STATUS : concat(ASK_STATUS, question.ask));
  }

  #makerQuestionNow(): MakerQuestion | null {
    const question = this.#question;
    if (question === null || this.#answersMaker === 'no') return null;
    return question.looksInOrder && this.#dialect.owesInOrder() ? null : question;
  }

  /** A status asked for after this call; null when it does not come within `ms`, or the wire goes. */
  async askStatus(ms: number): Promise<PrinterStatus | null> {
    if (this.#round !== null) {
      await this.#next(this.#answered, (status) => status, ms);
      this.#giveUp();
    }
    this.query();
    return (await this.#next(this.#answered, (status) => status, ms)) ?? this.#giveUp();
  }

  /** The first reply of which `pick` makes something, or null as above. */
  expect<T>(pick: (reply: Reply) => T | null, ms: number): Promise<T | null> {
    return this.#next(this.replies, pick, ms);
  }

  #next<E, T>(signal: Signal<E>, pick: (event: E) => T | null, ms: number): Promise<T | null> {
    if (this.#isLost) return Promise.resolve(null);
    return new Promise((resolve) => {
      const ends: Unsubscribe[] = [];
      const end = (value: T | null) => {
        for (const stop of ends) stop();
        resolve(value);
      };
      const timer = this.#clock.after(ms, () => end(null));
      ends.push(
        () => timer.cancel(),
        this.lost.subscribe(() => end(null)),
        signal.subscribe((event) => {
          const value = pick(event);
          if (value !== null) end(value);
        }),
      );
    });
  }

  #hear(heard: Reply): void {
    const reply = this.#isMakerByte(heard) ? makerStatus(heard) : heard;
    if (reply.kind === 'real-time') this.#answer(reply.status);
    if (reply.kind === 'maker-status') this.#answerMaker(reply.bytes);
    if (reply.kind === 'automatic') this.statuses.emit(fromAutomatic(reply.status));
    this.replies.emit(reply);
  }

  /** Of a printer that answers its maker's question with one unmarked byte, and owes no other such. */
  #isMakerByte(reply: Reply): reply is Plain {
    const isPlain = reply.kind === 'in-order' || reply.kind === 'unknown';
    return isPlain && this.#question?.looksInOrder === true && !this.#dialect.owesInOrder();
  }

  #answerMaker(bytes: readonly number[]): void {
    const round = this.#round;
    if (round === null || round.question === null) return;
    this.#answersMaker = 'yes';
    round.maker = bytes;
    if (hasAll(round)) this.#conclude(round);
  }

  #answer(status: number): void {
    const round = this.#round;
    if (round === null) {
      this.#late = Math.max(0, this.#late - 1);
      return;
    }
    round.answers.push(status);
    if (hasAll(round) && (round.question === null || round.maker !== null)) this.#conclude(round);
  }

  #conclude({ answers, question, maker }: Round): PrinterStatus {
    this.#round = null;
    const [printer = 0, cause = 0, error = 0, paper = 0] = answers.slice(-ANSWERS);
    this.#raw = { realTime: [printer, cause, error, paper], maker };
    const standard = fromRealTime([printer, cause, error, paper], this.#dialect.status);
    const status = question === null || maker === null ? standard : question.add(standard, maker);
    this.statuses.emit(status);
    this.#answered.emit(status);
    return status;
  }

  /**
   * Ends the query under way. When four answers have come where more were owed, the older ones were lost on the wire, and
   * these four are the answer after all.
   */
  #giveUp(): PrinterStatus | null {
    const round = this.#round;
    if (round === null) return null;
    if (round.answers.length >= ANSWERS) {
      // A unit that does not know its maker's question is not asked it again.
      if (round.question !== null && round.maker === null && this.#answersMaker === 'unknown')
        this.#answersMaker = 'no';
      return this.#conclude(round);
    }
    this.#round = null;
    this.#late = round.expected - round.answers.length;
    return null;
  }
}

type Plain = Extract<Reply, { kind: 'in-order' | 'unknown' }>;

const hasAll = ({ answers, expected }: Round): boolean => answers.length >= expected;

function makerStatus(plain: Plain): Reply {
  return { kind: 'maker-status', bytes: [plain.kind === 'in-order' ? plain.status : plain.byte] };
}
