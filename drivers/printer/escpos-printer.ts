import type { Clock, Timer } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import { KeptWire } from '../transport/kept-wire.ts';
import type { ByteTransport } from '../transport/port.ts';
import { clearRemainder, discard } from './clearing.ts';
import { Conversation } from './conversation.ts';
import { CoolingWatch } from './cooling.ts';
import { RETRACT, TELL_CHANGES } from './escpos/commands.ts';
import { encodeSlip } from './escpos/encode-slip.ts';
import { blockOf, CLEAN, faultOf, type PrinterStatus } from './escpos/status.ts';
import { identify } from './greeting.ts';
import type { JobReport } from './job.ts';
import type { PrinterBlock, PrinterPort, PrinterState, PrintJob, PrintResult } from './port.ts';
import { ExitWatch, presented } from './presenter.ts';
import { ANSWER_MS, type PrintParts, type PrintRun, runPrint } from './print-run.ts';
import { listenForEcho, probeId, probeVerdict, runProbe } from './process-id-probe.ts';
import type { PrinterProfile } from './profile.ts';
import { ProofDesk } from './proof.ts';
import { RollCount } from './roll.ts';
import type { PaperUse, PrinterFacts, PrinterService, ProcessIdProbe } from './service.ts';

export interface EscPosPrinterOptions {
  readonly transport: ByteTransport;
  readonly profile: PrinterProfile;
  readonly clock: Clock;
  readonly log: Log;
}

/** Between two looks at an idle printer. */
const POLL_EVERY_MS = 2_000;
/** Looks without an answer, one after the other, until the wire is opened anew. */
const SILENT_LOOKS = 3;

/**
 * An ESC/POS slip printer on any wire. One thing happens at a time: a look at the status, a job, or the clearing of what
 * a failed job has left inside.
 */
export class EscPosPrinter implements PrinterPort, PrinterService {
  readonly #options: EscPosPrinterOptions;
  readonly #conversation: Conversation;
  readonly #wire: KeptWire;
  readonly #desk: ProofDesk;
  readonly #changes = new Signal<PrinterState>();
  readonly #paperUsed = new Signal<PaperUse>();
  readonly #exit: ExitWatch;
  readonly #roll: RollCount;
  readonly #cooling: CoolingWatch;
  #state: PrinterState;
  /** Everything that talks waits here for its turn. */
  #turn: Promise<unknown> = Promise.resolve();
  /** A job or a clearing runs: questions are answered from what is known. */
  #busy = false;
  #poll: Timer | null = null;
  #silentLooks = 0;
  /** The last one told; clean until the first. */
  #status: PrinterStatus = CLEAN;
  /** What a clearing must begin with: the failed job may have stopped inside a command. */
  #torn = false;

  constructor(options: EscPosPrinterOptions) {
    const { transport, profile, clock, log } = options;
    this.#options = options;
    this.#state = {
      connection: 'connecting',
      model: profile.model,
      firmware: '',
      readiness: { kind: 'blocked', reason: 'gone' },
      remainder: false,
      forgotten: false,
    };
    this.#exit = new ExitWatch(clock, profile.presenter, (event) => this.#tellExit(event));
    this.#roll = new RollCount(profile.paper.nearEndSlips);
    this.#cooling = new CoolingWatch(clock);
    const desk = new ProofDesk(profile.proof.kind, clock.now());
    this.#desk = desk;
    this.#conversation = new Conversation(transport, clock, {
      status: profile.status,
      owesInOrder: () => desk.owesInOrder,
    });
    this.#conversation.replies.subscribe((reply) => {
      this.#desk.hear(reply);
      if (reply.kind === 'unknown')
        log.event('device-protocol', { device: 'printer', what: 'unknown-reply' });
    });
    this.#conversation.statuses.subscribe((status) => this.#apply(status));
    this.#wire = new KeptWire({
      transport,
      clock,
      greet: () => this.#greet(),
      onUp: () => this.#up(),
      onDown: (cause) => this.#down(cause),
    });
  }

  start({ remainder } = { remainder: false }): void {
    this.#torn = remainder;
    this.#change({ remainder });
    this.#wire.start();
  }

  state(): PrinterState {
    return this.#state;
  }

  subscribe(listener: (state: PrinterState) => void): Unsubscribe {
    return this.#changes.subscribe(listener);
  }

  /** While a job runs the printer may be too busy to answer: then this gives what is known. */
  async check(): Promise<PrinterState> {
    if (this.#busy || this.#state.connection !== 'ready') return this.#state;
    return this.#inTurn(async () => {
      const status = await this.#conversation.askStatus(ANSWER_MS);
      if (status === null) this.#block(this.#noAnswer);
      // What can be cleared need not wait for the next look.
      else if (this.#state.remainder && faultOf(status) === null) this.#lookLater(0);
      return this.#state;
    });
  }

  print(job: PrintJob): Promise<PrintResult> {
    return this.printAs(job, this.#options.profile);
  }

  printAs(job: PrintJob, profile: PrinterProfile): Promise<PrintResult> {
    return this.#job(job.jobId, () => {
      const { segments, lengthMm } = encodeSlip(job.slip, profile, job.glyphs);
      const work = { segments: presented(segments, profile), lengthMm, timing: profile.timing };
      return runPrint(this.#parts, work);
    });
  }

  facts(): PrinterFacts {
    const { raw } = this.#conversation;
    const status = raw === null ? null : this.#status;
    return { profile: this.#options.profile, status, raw, roll: this.#roll.counted };
  }

  onPaperUsed(listener: (use: PaperUse) => void): Unsubscribe {
    return this.#paperUsed.subscribe(listener);
  }

  async probeProcessId(): Promise<ProcessIdProbe> {
    const id = probeId(this.#options.clock.now());
    const echo = listenForEcho(this.#conversation, id);
    const result = await this.#job(`PROBE-${id}`, () => runProbe(this.#parts, id));
    return probeVerdict(echo.stop(), result);
  }

  rememberRoll(slips: number): void {
    this.#roll.remember(slips);
  }

  newRoll(): void {
    this.#roll.renew();
    this.#apply(this.#status);
  }

  async close(): Promise<void> {
    this.#poll?.cancel();
    this.#exit.stop();
    this.#conversation.hangUp();
    await this.#wire.close();
    await this.#turn;
    this.#poll?.cancel();
    this.#exit.stop();
    this.#change({ connection: 'gone', readiness: { kind: 'blocked', reason: 'gone' } });
  }

  /** One at a time, through the gate, with everything that has to be known of it afterwards. */
  #job(jobId: string, run: () => Promise<PrintRun>): Promise<PrintResult> {
    return this.#inTurn(async () => {
      const { clock, log } = this.#options;
      const start = clock.monotonic();
      const result = await this.#busily(async () => {
        const refusal = await this.#refusal();
        if (refusal !== null) return { state: 'FAILED_CLEAN', reason: refusal } as const;
        return this.#settle(await run());
      });
      log.event('print-ended', {
        job: jobId,
        state: result.state,
        evidence: result.state === 'FAILED_CLEAN' ? 'none' : result.evidence,
        ms: Math.round(clock.monotonic() - start),
      });
      return result;
    });
  }

  async #settle({ result, report, lengthMm }: PrintRun): Promise<PrintResult> {
    if (result.state === 'FAILED_CLEAN') return result;
    this.#roll.used();
    this.#paperUsed.emit({ mm: lengthMm, slip: true, proven: result.state === 'PRINTED' });
    if (result.state === 'UNCERTAIN') await this.#abandon(report);
    return result;
  }

  get #parts(): PrintParts {
    const { clock, profile } = this.#options;
    return { conversation: this.#conversation, clock, profile, desk: this.#desk };
  }

  /** The gate: the printer is asked once more, and every reason counts, also those that will pass. */
  async #refusal(): Promise<PrinterBlock | null> {
    const { readiness, connection, remainder } = this.#state;
    if (connection !== 'ready' && readiness.kind === 'blocked') return readiness.reason;
    if (remainder) return 'remainder';
    const status = await this.#conversation.askStatus(ANSWER_MS);
    return status === null ? this.#noAnswer : this.#blockOf(status);
  }

  /** A roll that was seen near its end many slips ago counts as used up. */
  #blockOf(status: PrinterStatus): PrinterBlock | null {
    return blockOf(status) ?? (this.#roll.isUsedUp ? 'paper-out' : null);
  }

  get #noAnswer(): PrinterBlock {
    return this.#conversation.isLost ? 'gone' : 'silent';
  }

  /** A failed job: nothing of it may come out under the next resident's eyes. */
  async #abandon(report: JobReport): Promise<void> {
    this.#torn = report.torn;
    this.#change({ remainder: true });
    const { clock, profile } = this.#options;
    if (report.stuck || !(await discard(this.#conversation, clock, profile))) this.#wire.drop('stuck');
  }

  async #greet(): Promise<Result<void, string>> {
    const { profile } = this.#options;
    this.#conversation.begin();
    const status = await this.#conversation.askStatus(ANSWER_MS);
    if (status === null) return err('silent');
    // An inquiry waits its turn inside the printer: behind a stopped one, or behind a remainder, it would not be answered.
    const reachable = faultOf(status) === null && !this.#state.remainder;
    if (profile.status.automatic === 'gs-a' && reachable) await this.#conversation.send(TELL_CHANGES);
    if (profile.identify.command === 'gs-i' && reachable) {
      const { model, firmware } = await identify(this.#conversation);
      this.#change({ model: model ?? profile.model, firmware: firmware ?? '' });
    }
    return ok();
  }

  #up(): void {
    const { model, firmware } = this.#state;
    this.#options.log.event('device-ready', { device: 'printer', model, firmware });
    this.#silentLooks = 0;
    this.#change({ connection: 'ready' });
    this.#apply(this.#status);
    this.#lookLater(0);
  }

  /** A slip that stays at the exit is somebody's data. */
  #tellExit(event: 'reminded' | 'overdue' | 'taken'): void {
    const { log, profile } = this.#options;
    this.#change({ forgotten: this.#exit.state === 'forgotten' });
    if (event === 'taken') return;
    const canRetract = profile.presenter.retract === 'gs-e';
    log.event('slip-left', { what: event === 'reminded' ? 'reminded' : canRetract ? 'retracted' : 'left' });
    if (event === 'overdue' && canRetract)
      void this.#inTurn(async () => {
        if (this.#exit.state !== 'clear') await this.#conversation.send(RETRACT);
      });
  }

  #down(cause: string): void {
    const { connection } = this.#state;
    const event = connection === 'ready' ? 'device-gone' : 'device-open-failed';
    this.#options.log.event(event, { device: 'printer', cause });
    this.#poll?.cancel();
    this.#change({
      connection: 'gone',
      readiness: { kind: 'blocked', reason: cause === 'silent' ? 'silent' : 'gone' },
    });
  }

  #lookLater(ms: number): void {
    this.#poll?.cancel();
    this.#poll = this.#options.clock.after(ms, () => void this.#inTurn(() => this.#look()));
  }

  async #look(): Promise<void> {
    if (this.#state.connection !== 'ready') return;
    const status = await this.#conversation.askStatus(ANSWER_MS);
    if (status !== null) {
      this.#silentLooks = 0;
      if (this.#state.remainder && faultOf(status) === null) await this.#clear();
    } else if (++this.#silentLooks >= SILENT_LOOKS) {
      this.#wire.drop('silent');
      return;
    }
    this.#lookLater(POLL_EVERY_MS);
  }

  async #clear(): Promise<void> {
    const cleared = await this.#busily(() =>
      clearRemainder(this.#parts, this.#torn, (paper) => this.#paperUsed.emit({ ...paper, slip: false })),
    );
    this.#torn = !cleared && this.#torn;
    this.#change({ remainder: !cleared });
    this.#apply(this.#status);
  }

  /** Runs `act` when all before it has ended. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #busily<T>(act: () => Promise<T>): Promise<T> {
    this.#busy = true;
    try {
      return await act();
    } finally {
      this.#busy = false;
    }
  }

  #apply(status: PrinterStatus): void {
    this.#status = status;
    this.#roll.see(status.paperNearEnd);
    this.#exit.see(status.presenterFull);
    this.#cooling.see(status.selfRecovering);
    if (this.#state.connection !== 'ready') return;
    const reason = this.#blockOf(status);
    if (reason !== null && !(reason === 'overheated' && this.#cooling.isCooling)) this.#block(reason);
    else if (this.#state.remainder) this.#block('remainder');
    else this.#change({ readiness: { kind: status.paperNearEnd ? 'low' : 'ready' } });
  }

  #block(reason: PrinterBlock): void {
    this.#change({ readiness: { kind: 'blocked', reason } });
  }

  /** Listeners hear only of what is different. */
  #change(part: Partial<PrinterState>): void {
    const next = { ...this.#state, ...part };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#changes.emit(next);
  }
}
