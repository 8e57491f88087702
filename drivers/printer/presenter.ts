import type { Clock, Timer } from '../base/clock.ts';
import { PRESENT } from './escpos/commands.ts';
import type { PrinterProfile } from './profile.ts';

/** A slip's commands with what hands it out, on a printer that must be told. */
export function presented(segments: readonly Uint8Array[], profile: PrinterProfile): readonly Uint8Array[] {
  return profile.presenter.present === 'gs-e' ? [...segments, PRESENT] : segments;
}

/** `waits`: a slip is at the exit. `forgotten`: so long that somebody should be called. */
export type ExitState = 'clear' | 'waits' | 'forgotten';

/**
 * Watches the exit: a slip that nobody takes is somebody's data. After a while the person is reminded, a little later
 * it is drawn back, where the printer can. Source: printing notes, section 9.
 */
export class ExitWatch {
  readonly #clock: Clock;
  readonly #times: PrinterProfile['presenter'];
  readonly #tell: (event: 'reminded' | 'overdue' | 'taken') => void;
  #state: ExitState = 'clear';
  #timers: readonly Timer[] = [];

  constructor(
    clock: Clock,
    times: PrinterProfile['presenter'],
    tell: (event: 'reminded' | 'overdue' | 'taken') => void,
  ) {
    this.#clock = clock;
    this.#times = times;
    this.#tell = tell;
  }

  get state(): ExitState {
    return this.#state;
  }

  /** What the sensor says now. */
  see(slip: boolean): void {
    if (slip === (this.#state !== 'clear')) return;
    if (slip) this.#begin();
    else this.#end();
  }

  /** Nothing more is told. */
  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers = [];
  }

  #begin(): void {
    this.#state = 'waits';
    const { beepAfterMs, retractAfterMs } = this.#times;
    this.#timers = [
      this.#clock.after(beepAfterMs, () => {
        this.#state = 'forgotten';
        this.#tell('reminded');
      }),
      this.#clock.after(retractAfterMs, () => this.#tell('overdue')),
    ];
  }

  #end(): void {
    this.stop();
    this.#state = 'clear';
    this.#tell('taken');
  }
}
