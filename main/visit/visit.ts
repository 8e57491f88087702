import { type Actor, type ActorOptions, createActor, type InspectionEvent, type Subscription } from 'xstate';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import { traceOf } from '../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { Intent } from '../contract/intent.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { cardInside } from './answers.ts';
import type { VisitEvent } from './events.ts';
import { LifetimeClock } from './lifetime-clock.ts';
import { visitMachine } from './machine.ts';
import type { VisitPorts } from './ports.ts';
import { project, type TerminalFacts } from './project.ts';
import { stateName } from './setup.ts';

/** A statechart that fails before it stands is tried again after this long, not at once for ever. */
const RESTART_MS = 1_000;

/** States that only a terminal with nobody in front of it is in. */
const EMPTY: ReadonlySet<string> = new Set(['attract', 'out-of-service']);

/**
 * The statechart, running: listens to the devices and the ledger, takes intents, and gives one Snapshot after every
 * change that can be seen. Everything it does goes through the machine.
 */
export class Visit {
  readonly #ports: VisitPorts;
  readonly #terminal: TerminalFacts;
  readonly #changed = new Signal<Snapshot>();
  readonly #ended = new Signal<void>();
  readonly #subscriptions: Unsubscribe[] = [];
  #life: Life;
  #restart: Timer | null = null;
  #isBeginning = false;
  #snapshot: Snapshot;
  #state = 'attract';
  /** The event that the machine is working on, for the log. */
  #cause = '';
  /** What the glass shows, as text: the cheapest honest comparison of plain data. */
  #shown = '';
  #isClosed = false;

  constructor(ports: Omit<VisitPorts, 'isClosed'>, terminal: TerminalFacts) {
    this.#ports = { ...ports, isClosed: () => this.#isClosed };
    this.#terminal = terminal;
    this.#life = this.#newLife();
    this.#snapshot = this.#project(0);
  }

  start(): void {
    const { reader, scanner, printer, ledger, receipts } = this.#ports;
    this.#begin();
    this.#listen(reader?.subscribe((event) => this.deliver({ type: event.type })));
    this.#listen(
      scanner?.subscribe((event) => this.deliver(event.type === 'code' ? event : { type: event.type })),
    );
    this.#listen(printer?.subscribe(() => this.deliver({ type: 'printer-changed' })));
    this.#listen(ledger.subscribe((order) => this.deliver({ type: 'order-changed', order })));
    this.#listen(receipts?.subscribe(() => this.deliver({ type: 'receipts-changed' })));
  }

  /** Any intent is also a sign of life. */
  intent(intent: Intent): void {
    if (intent.type !== 'touch') this.deliver({ type: 'touch' });
    this.deliver(intent);
  }

  /** Whatever a device, the ledger or a clock has to say. */
  deliver(event: VisitEvent): void {
    this.#life.actor.send(event);
  }

  /**
   * Takes the terminal out of service for a technician, until `reopen`. False = somebody is there: nothing has changed.
   * Cards and codes come to nothing meanwhile.
   */
  close(): boolean {
    if (!this.canClose) return false;
    this.#setClosed(true);
    return true;
  }

  reopen(): void {
    this.#setClosed(false);
  }

  #setClosed(isClosed: boolean): void {
    if (this.#isClosed === isClosed) return;
    this.#isClosed = isClosed;
    this.deliver({ type: 'service-changed' });
  }

  /**
   * Nobody is there, or at most somebody who has not said who they are and whose card is not inside: the taps that ask for
   * the technician's window begin a visit, too.
   */
  get canClose(): boolean {
    if (EMPTY.has(this.#state)) return true;
    return this.#state === 'identify.waiting' && !cardInside({ ports: this.#ports });
  }

  snapshot(): Snapshot {
    return this.#snapshot;
  }

  subscribe(listener: (snapshot: Snapshot) => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  /** A visit has ended, whoever is next: the moment for a fresh page, so that nothing of the last resident survives. */
  onEnded(listener: () => void): Unsubscribe {
    return this.#ended.subscribe(listener);
  }

  stop(): void {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
    this.#restart?.cancel();
    this.#life.end();
  }

  #newLife(): Life {
    return new Life(this.#ports, (event) => {
      this.#cause = event;
    });
  }

  #begin(): void {
    const life = this.#life;
    this.#isBeginning = true;
    life.begin(
      () => this.#update(life),
      (error) => this.#failed(life, error),
    );
    this.#isBeginning = false;
  }

  /** A bug in a state must not leave a dead screen: it is recorded and the terminal begins anew; orders go on by themselves. */
  #failed(life: Life, error: unknown): void {
    this.#ports.log.event('bug', { where: `visit ${this.#state}`, ...traceOf(error) });
    life.end();
    if (this.#isBeginning) this.#restart = this.#ports.clock.after(RESTART_MS, () => this.#beginAnew());
    else this.#beginAnew();
  }

  #beginAnew(): void {
    this.#life = this.#newLife();
    this.#begin();
  }

  #listen(subscription: Unsubscribe | undefined): void {
    if (subscription !== undefined) this.#subscriptions.push(subscription);
  }

  #project(seq: number): Snapshot {
    const { value, context } = this.#life.actor.getSnapshot();
    return { seq, ...project(value, context, this.#terminal) };
  }

  #update(life: Life): void {
    const from = this.#state;
    this.#state = stateName(life.actor.getSnapshot().value);
    if (this.#state !== from) {
      this.#ports.log.event('visit-moved', { from, to: this.#state, event: this.#cause });
    }
    let next: Snapshot;
    try {
      next = this.#project(this.#snapshot.seq + 1);
    } catch (error) {
      // A screen that cannot be drawn is as dead as a state that cannot be entered.
      this.#failed(life, error);
      return;
    }
    const shown = JSON.stringify({ ...next, seq: 0 });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#snapshot = next;
    this.#changed.emit(next);
    if (hasEnded(from, this.#state, this.#cause)) this.#ended.emit();
  }
}

/** Nobody is there any more, or a card has come in the middle of a visit: the next resident's, for all that can be known. */
function hasEnded(from: string, to: string, cause: string): boolean {
  if (EMPTY.has(from)) return false;
  return EMPTY.has(to) || (cause === 'card-inserted' && !isIdentifying(from) && isIdentifying(to));
}

function isIdentifying(state: string): boolean {
  return state.startsWith('identify');
}

/** One run of the machine, from its begin to its end or to its first bug, with everything that it has set going. */
class Life {
  readonly actor: Actor<typeof visitMachine>;
  readonly #clock: LifetimeClock;
  #watched: Subscription | null = null;

  constructor(ports: VisitPorts, onEvent: (type: string) => void) {
    this.#clock = new LifetimeClock(ports.clock);
    const inspect = (inspected: InspectionEvent) => {
      if (inspected.type === '@xstate.microstep' && inspected.actorRef === this.actor) {
        onEvent(inspected.event.type);
      }
    };
    this.actor = createActor(visitMachine, {
      input: { ports: { ...ports, clock: this.#clock } },
      clock: clockForXState(this.#clock),
      inspect,
    });
  }

  begin(onChange: () => void, onError: (error: unknown) => void): void {
    this.#watched = this.actor.subscribe({ next: onChange, error: onError });
    this.actor.start();
  }

  /** A dead actor leaves its children running; their timers end here, and nobody listens to it any more. */
  end(): void {
    this.#watched?.unsubscribe();
    this.actor.stop();
    this.#clock.end();
  }
}

/** XState's own timers (`after`, delayed `raise`) on the injected clock. */
function clockForXState(clock: Clock): NonNullable<ActorOptions<typeof visitMachine>['clock']> {
  const timers = new Map<number, Timer>();
  let next = 1;
  return {
    setTimeout: (action: () => void, ms: number) => {
      const id = next++;
      timers.set(
        id,
        clock.after(ms, () => {
          timers.delete(id);
          action();
        }),
      );
      return id;
    },
    clearTimeout: (id: number) => {
      timers.get(id)?.cancel();
      timers.delete(id);
    },
  };
}
