import { type Actor, type ActorOptions, createActor, type Subscription } from 'xstate';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import { traceOf } from '../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { Intent } from '../contract/intent.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { VisitEvent } from './events.ts';
import { visitMachine } from './machine.ts';
import type { VisitPorts } from './ports.ts';
import { project, type TerminalFacts } from './project.ts';
import { stateName } from './setup.ts';

/**
 * The statechart, running: listens to the devices and the ledger, takes intents, and gives one Snapshot after every
 * change that can be seen. Everything it does goes through the machine.
 */
export class Visit {
  readonly #ports: VisitPorts;
  readonly #terminal: TerminalFacts;
  #actor: Actor<typeof visitMachine>;
  readonly #changed = new Signal<Snapshot>();
  readonly #ended = new Signal<void>();
  readonly #subscriptions: Unsubscribe[] = [];
  #watched: Subscription | null = null;
  #snapshot: Snapshot;
  #state = 'attract';
  /** What the glass shows, as text: the cheapest honest comparison of plain data. */
  #shown = '';

  constructor(ports: VisitPorts, terminal: TerminalFacts) {
    this.#ports = ports;
    this.#terminal = terminal;
    this.#actor = this.#newActor();
    this.#snapshot = this.#project(0);
  }

  start(): void {
    const { reader, scanner, printer, ledger } = this.#ports;
    this.#begin();
    this.#listen(reader?.subscribe((event) => this.#send({ type: event.type })));
    this.#listen(
      scanner?.subscribe((event) => this.#send(event.type === 'code' ? event : { type: event.type })),
    );
    this.#listen(printer?.subscribe(() => this.#send({ type: 'printer-changed' })));
    this.#listen(ledger.subscribe((order) => this.#send({ type: 'order-changed', order })));
  }

  /** Any intent is also a sign of life. */
  intent(intent: Intent): void {
    if (intent.type !== 'touch') this.#send({ type: 'touch' });
    this.#send(intent);
  }

  snapshot(): Snapshot {
    return this.#snapshot;
  }

  subscribe(listener: (snapshot: Snapshot) => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  /** A visit has ended and nobody is there: the moment for a fresh page, so that nothing of the last resident survives. */
  onEnded(listener: () => void): Unsubscribe {
    return this.#ended.subscribe(listener);
  }

  stop(): void {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
    this.#watched?.unsubscribe();
    this.#actor.stop();
  }

  #newActor(): Actor<typeof visitMachine> {
    const { clock } = this.#ports;
    return createActor(visitMachine, { input: { ports: this.#ports }, clock: clockForXState(clock) });
  }

  /** A bug in a state must not leave a dead screen: it is recorded and the terminal begins anew; orders go on by themselves. */
  #begin(): void {
    this.#watched = this.#actor.subscribe({
      next: () => this.#update(),
      error: (error) => {
        this.#ports.log.event('bug', { where: `visit ${this.#state}`, ...traceOf(error) });
        this.#watched?.unsubscribe();
        this.#actor = this.#newActor();
        this.#begin();
      },
    });
    this.#actor.start();
  }

  #listen(subscription: Unsubscribe | undefined): void {
    if (subscription !== undefined) this.#subscriptions.push(subscription);
  }

  #send(event: VisitEvent): void {
    const before = this.#state;
    this.#actor.send(event);
    if (this.#state !== before) {
      this.#ports.log.event('visit-moved', { from: before, to: this.#state, event: event.type });
    }
  }

  #project(seq: number): Snapshot {
    const { value, context } = this.#actor.getSnapshot();
    return { seq, ...project(value, context, this.#terminal) };
  }

  #update(): void {
    const state = stateName(this.#actor.getSnapshot().value);
    const ended = state === 'attract' && this.#state !== 'attract';
    this.#state = state;
    const next = this.#project(this.#snapshot.seq + 1);
    const shown = JSON.stringify({ ...next, seq: 0 });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#snapshot = next;
    this.#changed.emit(next);
    if (ended) this.#ended.emit();
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
