import type { Log } from '../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { OperatorAnswer, OperatorRequest, OperatorState } from '../contract/operator.ts';
import type { Ledger } from '../ledger/port.ts';
import type { DemoDesk, Rig } from '../rig/rig.ts';

/** The levers, the paper and the open orders, for the panel on screen and for the control interface alike. */
export class DemoPanel {
  readonly #rig: Rig;
  readonly #desk: DemoDesk;
  readonly #ledger: Ledger;
  readonly #screen: () => string;
  readonly #log: Log;
  readonly #changed = new Signal<void>();

  constructor(parts: {
    readonly rig: Rig;
    readonly desk: DemoDesk;
    readonly ledger: Ledger;
    readonly screen: () => string;
    readonly log: Log;
  }) {
    this.#rig = parts.rig;
    this.#desk = parts.desk;
    this.#ledger = parts.ledger;
    this.#screen = parts.screen;
    this.#log = parts.log;
    parts.desk.paper.subscribe(() => this.#changed.emit());
    parts.ledger.subscribe(() => this.#changed.emit());
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  /** Something that the panel shows may have changed. */
  refresh(): void {
    this.#changed.emit();
  }

  state(): OperatorState {
    return {
      levers: this.levers(),
      screen: this.#screen(),
      devices: this.#devices(),
      orders: this.orders(),
      paperVersion: this.#desk.paper.version(),
    };
  }

  levers(): OperatorState['levers'] {
    return this.#desk.levers.map(({ id, label, kind, args }) => ({
      id,
      label,
      kind,
      args: structuredClone(args) as OperatorState['levers'][number]['args'],
    }));
  }

  orders(): OperatorState['orders'] {
    return this.#ledger.recentOrders().map(({ id, state, status, amountFen, channel, voucherNo }) => ({
      id,
      state,
      status,
      amountFen,
      channel,
      voucherNo: voucherNo ?? null,
    }));
  }

  async request(request: Exclude<OperatorRequest, { type: 'close-panel' }>): Promise<OperatorAnswer> {
    switch (request.type) {
      case 'advance-clock':
        this.#desk.advance(request.seconds);
        this.refresh();
        return { ok: true };
      case 'apply-lever': {
        const answer = await this.apply(request.id, request.args);
        return answer.ok ? { ok: true } : { ok: false, message: answer.message };
      }
    }
  }

  /** `UNKNOWN_LEVER`, `BAD_ARGUMENT` and `NOT_NOW` come back with words for a technician; nothing has happened then. */
  async apply(
    id: string,
    args: Readonly<Record<string, unknown>>,
  ): Promise<
    | { readonly ok: true }
    | {
        readonly ok: false;
        readonly code: 'UNKNOWN_LEVER' | 'BAD_ARGUMENT' | 'NOT_NOW';
        readonly message: string;
      }
  > {
    const lever = this.#desk.levers.find((candidate) => candidate.id === id);
    if (lever === undefined) {
      const ids = this.#desk.levers.map((known) => known.id).join(', ');
      return {
        ok: false,
        code: 'UNKNOWN_LEVER',
        message: `There is no lever ${id.slice(0, 64)}. There are: ${ids}`,
      };
    }
    const result = await lever.apply(args);
    this.#log.event('lever-applied', { lever: lever.id, ok: result.ok });
    this.refresh();
    if (result.ok) return { ok: true };
    return { ok: false, code: result.error.code, message: result.error.message };
  }

  async paper(): Promise<Uint8Array | null> {
    return this.#desk.paper.png();
  }

  paperBytes(): Uint8Array | null {
    return this.#desk.paper.bytes();
  }

  advance(seconds: number): void {
    this.#desk.advance(seconds);
    this.refresh();
  }

  #devices(): OperatorState['devices'] {
    const { reader, scanner, printer } = this.#rig;
    return [
      reader === null ? null : { device: 'card-reader', ...named(reader.state()) },
      scanner === null ? null : { device: 'code-scanner', ...named(scanner.state()) },
      printer === null ? null : { device: 'printer', ...named(printer.state()) },
    ].filter((device) => device !== null);
  }
}

function named(state: { readonly connection: string; readonly model: string; readonly firmware: string }) {
  return { state: state.connection, model: state.model, firmware: state.firmware };
}
