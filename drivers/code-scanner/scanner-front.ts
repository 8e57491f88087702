import type { Clock, Timer } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import type { CodeScannerPort, ScannerEvent, ScannerState } from './port.ts';

export interface ScannerSurroundings {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The same code again within this time is the engine reading the same phone twice, not a person showing it twice: in
 * presentation mode engines repeat a code that stays in view, most of them every half second to second. People expect one
 * answer for one phone, and a token may be submitted only once; whoever shows the same code on purpose takes longer.
 */
const REPEAT_MS = 1_500;

/** What all scanners show to main, whatever wire their codes come by. */
export class ScannerFront implements Pick<CodeScannerPort, 'state' | 'subscribe'> {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #events = new Signal<ScannerEvent>();
  #state: ScannerState = { connection: 'connecting', model: '', firmware: '' };
  /** The code just seen, until its repeats can no longer be the same scan; it may be somebody's card. */
  #last: { readonly text: string; readonly forget: Timer } | null = null;

  constructor({ clock, log }: ScannerSurroundings) {
    this.#clock = clock;
    this.#log = log;
  }

  state(): ScannerState {
    return this.#state;
  }

  subscribe(listener: (event: ScannerEvent) => void): Unsubscribe {
    return this.#events.subscribe(listener);
  }

  up(model: string, firmware: string): void {
    this.#state = { connection: 'ready', model, firmware };
    this.#log.event('device-ready', { device: 'code-scanner', model, firmware });
    this.#events.emit({ type: 'scanner-ready', model });
  }

  /** Nothing of the last scan is kept over a loss. */
  down(cause: string): void {
    const before = this.#state.connection;
    this.close();
    const event = before === 'ready' ? 'device-gone' : 'device-open-failed';
    this.#log.event(event, { device: 'code-scanner', cause });
    if (before !== 'gone') this.#events.emit({ type: 'scanner-gone', cause });
  }

  /** Seen again, the same code starts its time anew: a phone may lie in front of the glass for a minute. */
  code(text: string): void {
    const repeated = this.#last?.text === text;
    this.#last?.forget.cancel();
    const forget = this.#clock.after(REPEAT_MS, () => {
      this.#last = null;
    });
    this.#last = { text, forget };
    if (!repeated) this.#events.emit({ type: 'code', text });
  }

  /** @param what the rule that was broken, never a payload */
  rejected(what: string): void {
    this.#log.event('device-protocol', { device: 'code-scanner', what });
  }

  close(): void {
    this.#state = { ...this.#state, connection: 'gone' };
    this.#last?.forget.cancel();
    this.#last = null;
  }
}
