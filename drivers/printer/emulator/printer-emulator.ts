import type { Clock, Timer } from '../../base/clock.ts';
import type { Lever } from '../../base/lever.ts';
import type { Unsubscribe } from '../../base/subscribe.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import { Interpreter, type Violation } from './interpreter.ts';
import { printerLevers } from './levers.ts';
import { Mechanism } from './mechanism.ts';
import { CLONE_80, DOTS_PER_MM, type EmulatedModel, type Extension } from './model.ts';
import { Paper, type PaperEvent, type Strip, textOf } from './paper.ts';
import { RealTimeScanner } from './real-time.ts';
import { StripRenderer } from './strip-renderer.ts';

export interface PrinterEmulatorOptions {
  readonly model: EmulatedModel;
  readonly line: EmulatedLine;
  readonly clock: Clock;
  /** Noto Sans SC (or another font with Chinese), opened when paper is first looked at. */
  readonly fontFile: string;
  /** False: nobody will look, so that the dot patterns need not be made while it prints. */
  readonly pictures?: boolean;
  /** Somebody takes every slip so long after its cut; by default nobody does. */
  readonly takenAfterMs?: number;
}

/** From switching on to the first answer. */
const BOOT_MS = 1_500;

/**
 * A receipt printer at the device's end of a wire: receives bytes into a bounded buffer, answers real-time queries as
 * they arrive, prints at the speed of its motor, and stops where paper, cover or knife stop it.
 */
export class PrinterEmulator {
  readonly paper: Paper;
  readonly levers: readonly Lever[];
  readonly mechanism: Mechanism;
  readonly #options: PrinterEmulatorOptions;
  readonly #original: EmulatedModel;
  readonly #model: EmulatedModel;
  readonly #line: EmulatedLine;
  readonly #clock: Clock;
  readonly #renderer: StripRenderer;
  readonly #interpreter: Interpreter;
  readonly #unsubscribe: Unsubscribe;
  #scanner = new RealTimeScanner();
  /** Sent by the host and not taken yet: the buffer is full, so a status query behind it is not seen either. */
  #wire: number[] = [];
  #buffer: number[] = [];
  /** The motor or the knife is moving until this fires. */
  #moving: Timer | null = null;
  #movedDots = 0;
  #cutting = false;
  #booting: Timer | null = null;
  /** Somebody's hand is on its way to the exit. */
  #reaching: Timer | null = null;
  #slipsLeft = false;
  /** The automatic status told last; null while it is off. */
  #told: string | null = null;
  /** Faults of the talking half: nothing is answered, or only proofs are lost. */
  mute = false;
  proofLost = false;
  /** Every byte that it says is spoilt. */
  garbled = false;
  /** Prints at a tenth of its speed. */
  slow = false;
  readonly #knows: Set<Extension>;

  constructor(options: PrinterEmulatorOptions) {
    this.#options = options;
    const { line, clock } = options;
    this.#knows = new Set(options.model.knows);
    const model = { ...options.model, knows: this.#knows };
    this.#original = options.model;
    this.#model = model;
    this.mechanism = new Mechanism(model);
    this.#line = line;
    this.#clock = clock;
    this.paper = new Paper(Math.round(model.headToCutterMm * DOTS_PER_MM));
    this.#renderer = new StripRenderer(model, options.fontFile);
    this.#interpreter = new Interpreter({
      model,
      paper: this.paper,
      feed: (dots) => {
        this.mechanism.feed(dots);
        this.#movedDots += dots;
      },
      cut: (how) => {
        const cut = this.mechanism.cut(how);
        if (cut !== 'none') this.paper.cut(cut);
        this.#cutting = true;
      },
      present: () => this.mechanism.present(),
      retract: () => {
        if (this.mechanism.retract()) this.paper.take();
      },
      tellChanges: (on) => {
        this.#told = on ? '' : null;
        this.#tellChanges();
      },
      paperStatus: () => this.mechanism.inOrder(),
      reply: (bytes, proof) => {
        if (!(proof && this.proofLost)) this.#reply(bytes);
      },
    });
    this.levers = printerLevers(this);
    this.paper.subscribe((event) => {
      if (event === 'grew' && options.pictures !== false)
        this.#renderer.prepare(this.paper.current.marks.at(-1));
      if (event === 'cut') this.#reachLater();
    });
    this.#unsubscribe = line.onData((bytes) => this.#receive(bytes));
  }

  /** Commands and characters that no manual allows; a strict test wants none. */
  get violations(): readonly Violation[] {
    return this.#interpreter.violations;
  }

  /** Something of a job is still inside, unprinted. */
  get holdsData(): boolean {
    return this.#buffer.length + this.#wire.length > 0 || !this.#interpreter.lineIsEmpty;
  }

  /**
   * The newest paper, with the slips that still hang on it, as PNG at one pixel a dot (203 dpi); null while nothing was
   * printed. Drawn when asked for.
   */
  latestPng(): Buffer | null {
    const piece = this.paper.piece();
    return piece.length === 0 ? null : this.#renderer.png(piece);
  }

  /** A given strip, for tests and for the demo panel's list. */
  pngOf(strip: Strip): Buffer {
    return this.#renderer.png([strip]);
  }

  /** What the host sent for the newest paper; empty while nothing was printed. */
  latestBytes(): Uint8Array {
    return this.paper.latest()?.bytes ?? new Uint8Array(0);
  }

  latestText(): string {
    const strip = this.paper.latest();
    return strip === null ? '' : textOf(strip);
  }

  onPaper(listener: (event: PaperEvent) => void): Unsubscribe {
    return this.paper.subscribe(listener);
  }

  /** Something can be got hold of: at a presenter only what it has handed out. */
  get slipWaits(): boolean {
    return this.#model.presenter === 'none' ? this.paper.exit.length > 0 : this.mechanism.slipAtExit;
  }

  /** A hand pulls out what is at the exit; slips that hang together come together. */
  takeSlip(): readonly Strip[] {
    this.mechanism.takeSlip();
    return this.paper.take();
  }

  /** The resident has gone without the slip: it stays where it is. */
  leaveSlips(left: boolean): void {
    this.#slipsLeft = left;
    if (this.slipWaits) this.#reachLater();
  }

  #reachLater(): void {
    const { takenAfterMs } = this.#options;
    if (takenAfterMs === undefined) return;
    this.#reaching?.cancel();
    this.#reaching = this.#clock.after(takenAfterMs, () => {
      if (!this.#slipsLeft) this.takeSlip();
    });
  }

  /** Another board is put in: it knows what both this printer and a common clone know. */
  playClone(on: boolean): void {
    this.#knows.clear();
    for (const extension of this.#original.knows)
      if (!on || CLONE_80.knows.has(extension)) this.#knows.add(extension);
  }

  /** After something about the machine has changed by hand: goes on when it can. */
  resume(): void {
    this.#pump();
  }

  async unplug(): Promise<void> {
    this.#wire = [];
    await this.#line.unplug();
  }

  replug(): Promise<void> {
    return this.#line.replug();
  }

  /** Off and on again: what was inside is lost, nothing is heard or said while it boots. */
  powerCycle(): void {
    this.#booting?.cancel();
    this.#moving?.cancel();
    this.#moving = null;
    this.#clear();
    this.#wire = [];
    this.#interpreter.reset();
    this.#told = null;
    this.mechanism.recover();
    this.#scanner = new RealTimeScanner();
    this.#booting = this.#clock.after(BOOT_MS, () => {
      this.#booting = null;
    });
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#booting?.cancel();
    this.#moving?.cancel();
    this.#reaching?.cancel();
    await this.#line.close();
  }

  #receive(bytes: Uint8Array): void {
    if (this.#booting !== null) return;
    for (const byte of bytes) {
      this.#wire.push(byte);
      if (this.#hearsWhenFull) this.#obey(byte);
    }
    this.#pump();
  }

  /** Over a serial line real-time commands are heard as they arrive; over a network they wait behind a full buffer. */
  get #hearsWhenFull(): boolean {
    return this.#line.address.kind === 'serial';
  }

  #admit(): void {
    while (this.#buffer.length < this.#model.bufferBytes) {
      const byte = this.#wire.shift();
      if (byte === undefined) return;
      this.#buffer.push(byte);
      if (!this.#hearsWhenFull) this.#obey(byte);
    }
  }

  /** The data of an image go into its own memory as they come: one that is longer than the buffer does not jam it. */
  #takeOn(): boolean {
    const more = this.#wire.splice(0, this.#model.bufferBytes);
    for (const byte of more) {
      this.#buffer.push(byte);
      if (!this.#hearsWhenFull) this.#obey(byte);
    }
    return more.length > 0;
  }

  #obey(byte: number): void {
    const command = this.#scanner.push(byte);
    if (command?.kind === 'status') this.#tellStatus(command.n);
    if (command?.kind === 'recover') this.mechanism.recover();
    if (command?.kind === 'recover-and-clear' && this.mechanism.recoverableError) {
      this.#clear();
      this.mechanism.recover();
    }
    if (command?.kind === 'clear' && this.#model.knows.has('clearBuffers')) {
      this.#clear();
      this.#reply(Uint8Array.of(0x37, 0x25, 0x00));
    }
  }

  #tellStatus(n: number): void {
    const { knows } = this.#model;
    if (n <= 4) this.#reply(Uint8Array.of(this.mechanism.realTime(n)));
    if (n === 5 && knows.has('masungExit')) this.#reply(Uint8Array.from(this.mechanism.masungExit()));
    if (n === 0x14 && knows.has('customFull')) this.#reply(Uint8Array.from(this.mechanism.customFull()));
  }

  #tellChanges(): void {
    const status = this.mechanism.automatic();
    if (this.#told === null || this.#told === status.join()) return;
    this.#told = status.join();
    this.#reply(Uint8Array.from(status));
  }

  /** Over a network what still waits on the wire came behind the command, and stays. */
  #clear(): void {
    this.#buffer = [];
    if (this.#hearsWhenFull) this.#wire = [];
    this.#interpreter.dropLine();
  }

  /** Executes what it can: until the motor moves, the machine stops, or the next command is not all there. */
  #pump(): void {
    for (;;) {
      this.#admit();
      this.#tellChanges();
      if (this.#moving !== null) return;
      const next = Uint8Array.from(this.#buffer);
      const took = this.mechanism.online
        ? this.#interpreter.step(next)
        : this.#interpreter.skipRealTime(next);
      if (took === 0) {
        if (this.mechanism.online && this.#takeOn()) continue;
        return;
      }
      this.#buffer.splice(0, took);
      const ms =
        (this.#movedDots / DOTS_PER_MM / this.#mmPerSecond) * 1000 + (this.#cutting ? this.#model.cutMs : 0);
      this.#movedDots = 0;
      this.#cutting = false;
      if (ms === 0) continue;
      this.#moving = this.#clock.after(ms, () => {
        this.#moving = null;
        this.#pump();
      });
    }
  }

  get #mmPerSecond(): number {
    return this.slow ? this.#model.mmPerSecond / 10 : this.#model.mmPerSecond;
  }

  #reply(bytes: Uint8Array): void {
    if (this.mute || this.#booting !== null) return;
    // No byte of the protocol has the highest bit, but for one of Masung's.
    this.#line.write(this.garbled ? bytes.map((byte) => byte | 0x80) : bytes);
  }
}
