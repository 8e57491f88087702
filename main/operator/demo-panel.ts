import type { Log } from '../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { DemoState, OperatorAnswer, OperatorRequest } from '../contract/operator.ts';
import type { Ledger } from '../ledger/port.ts';
import type { DemoDesk } from '../rig/rig.ts';

/** The levers, the paper and the open orders, for the panel on screen and for the control interface alike. */
export class DemoPanel {
  readonly #desk: DemoDesk;
  readonly #ledger: Ledger;
  readonly #log: Log;
  readonly #changed = new Signal<void>();

  constructor(parts: {
    readonly desk: DemoDesk;
    readonly ledger: Ledger;
    readonly log: Log;
  }) {
    this.#desk = parts.desk;
    this.#ledger = parts.ledger;
    this.#log = parts.log;
    parts.desk.paper.subscribe(() => this.#changed.emit());
    parts.ledger.subscribe(() => this.#changed.emit());
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  state(): DemoState {
    return { levers: this.levers(), orders: this.orders(), paperVersion: this.#desk.paper.version() };
  }

  levers(): DemoState['levers'] {
    return this.#desk.levers.map(({ id, label, kind, args }) => ({
      id,
      label,
      kind,
      args: structuredClone(args) as DemoState['levers'][number]['args'],
    }));
  }

  orders(): DemoState['orders'] {
    return this.#ledger
      .recentOrders()
      .map(({ id, state, status, amountFen, channel, voucherNo, riskReview }) => ({
        id,
        state,
        status,
        amountFen,
        channel,
        voucherNo: voucherNo ?? null,
        review: riskReview !== undefined,
      }));
  }

  async request(
    request: Extract<OperatorRequest, { type: 'apply-lever' | 'advance-clock' }>,
  ): Promise<OperatorAnswer> {
    if (request.type === 'advance-clock') {
      this.advance(request.seconds);
      return { ok: true };
    }
    const answer = await this.apply(request.id, request.args);
    return answer.ok ? { ok: true } : { ok: false, message: answer.message };
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
    this.#changed.emit();
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
    this.#changed.emit();
  }
}
