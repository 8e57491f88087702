import type { Clock } from '../../base/clock.ts';
import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import type { ServerAnswer, ServerReply } from './http-server.ts';
import { makeLever } from './lever-args.ts';

/** What goes wrong on the way, whatever is said: the plan does it without knowing the protocol. */
export type WireFault =
  | 'delay'
  /** Somebody in between delivers the request twice; the second answer comes back. Always `after-commit`. */
  | 'duplicate'
  /** The answer to an earlier call of the same kind comes in place of this one's, byte for byte. Always `after-commit`. */
  | 'reordered';
/** What can go wrong with an answer on any HTTP server; protocols add their own kinds. */
export type FaultKind = WireFault | 'drop' | '500' | 'html' | 'truncate';

export const FAULT_KINDS: readonly Choice<FaultKind>[] = [
  { value: 'drop', label: '断开连接，无应答' },
  { value: 'delay', label: '延迟应答' },
  { value: 'duplicate', label: '请求重复送达' },
  { value: 'reordered', label: '应答乱序，收到上一次的应答' },
  { value: '500', label: '服务器内部错误' },
  { value: 'html', label: '返回网页（劫持）' },
  { value: 'truncate', label: '应答被截断' },
];

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface Fault<Op extends string, Kind extends string> {
  /** null = every call. */
  readonly op: Op | null;
  /** `before`: the call has no effect (a delayed call takes effect late). `after-commit`: it has, only its answer suffers. */
  readonly phase: 'before' | 'after-commit';
  readonly kind: Kind | WireFault;
  readonly delayMs: number;
  left: number;
}

/** Faults to come, each counted down by the calls it hits; the oldest fitting one is taken. */
export class FaultPlan<Op extends string, Kind extends string> {
  readonly #clock: Clock;
  readonly #releases = new Set<(over: boolean) => void>();
  /** The last good answer to each call, as it went out. */
  readonly #last = new Map<Op, ServerReply>();
  #faults: Fault<Op, Kind>[] = [];
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(fault: Fault<Op, Kind>): void {
    this.#faults.push({ ...fault });
  }

  /** Takes back the faults of one call, or all of them, and lets delayed answers go. */
  clear(op: Op | null): void {
    this.#faults = op === null ? [] : this.#faults.filter((fault) => fault.op !== op);
    for (const release of [...this.#releases]) release(true);
  }

  /**
   * Runs one call under the plan. `commit` does the call's work and makes its plain answer; `send` puts a plain answer
   * on the wire; `spoil` makes the faulty one (`answer` is null when the fault hit before the work was done).
   */
  async run<Answer>(
    op: Op,
    steps: {
      readonly commit: () => Promise<Answer>;
      readonly send: (answer: Answer) => ServerReply;
      readonly spoil: (kind: Kind, answer: Answer | null) => ServerReply;
    },
  ): Promise<ServerReply> {
    const fault = this.#take(op);
    if (fault === null) return this.#remember(op, steps.send(await steps.commit()));
    const { phase, kind, delayMs } = fault;
    switch (kind) {
      case 'delay': {
        if (phase === 'after-commit') {
          const answer = await steps.commit();
          return (await this.#pause(delayMs)) ? steps.send(answer) : 'drop';
        }
        return (await this.#pause(delayMs)) ? steps.send(await steps.commit()) : 'drop';
      }
      case 'duplicate':
        await steps.commit();
        return steps.send(await steps.commit());
      case 'reordered': {
        const answer = steps.send(await steps.commit());
        return this.#last.get(op) ?? answer;
      }
      default:
        return steps.spoil(kind as Kind, phase === 'before' ? null : await steps.commit());
    }
  }

  /** Drops what is delayed, so that the server can close. */
  close(): void {
    this.#closed = true;
    for (const release of [...this.#releases]) release(false);
  }

  #remember(op: Op, reply: ServerReply): ServerReply {
    this.#last.set(op, reply);
    return reply;
  }

  #take(op: Op): Fault<Op, Kind> | null {
    const fault = this.#faults.find((each) => each.op === op || each.op === null);
    if (fault === undefined) return null;
    fault.left -= 1;
    if (fault.left <= 0) this.#faults = this.#faults.filter((each) => each !== fault);
    return fault;
  }

  /** true when the time is over, false when the server closes meanwhile. */
  #pause(ms: number): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const release = (over: boolean): void => {
        timer.cancel();
        this.#releases.delete(release);
        resolve(over);
      };
      const timer = this.#clock.after(ms, () => release(true));
      this.#releases.add(release);
    });
  }
}

/** The lever that fills a plan. Left-out arguments: every call, before, drop, once, 10 seconds. */
export function faultLever<Op extends string, Kind extends string>(
  head: { readonly id: string; readonly label: string },
  ops: readonly Choice<Op>[],
  kinds: readonly Choice<Kind>[],
  plan: FaultPlan<Op, Exclude<Kind, WireFault>>,
): Lever {
  const opOf = (text: string | undefined): Op | null =>
    ops.find((each) => each.value === text)?.value ?? null;
  return makeLever(
    {
      ...head,
      kind: 'fault',
      args: [
        { name: 'op', label: '接口', type: 'choice', options: ops, optional: true },
        {
          name: 'phase',
          label: '时机',
          type: 'choice',
          optional: true,
          options: [
            { value: 'before', label: '处理之前' },
            { value: 'after-commit', label: '处理之后' },
          ],
        },
        { name: 'kind', label: '故障', type: 'choice', options: kinds, optional: true },
        { name: 'count', label: '次数', type: 'number', min: 1, max: 10_000, unit: '次', optional: true },
        { name: 'seconds', label: '延迟', type: 'number', min: 0, max: 86_400, unit: '秒', optional: true },
        { name: 'clear', label: '解除', type: 'boolean', optional: true },
      ],
    },
    async (values) => {
      const op = opOf(values.text('op'));
      if (values.flag('clear')) plan.clear(op);
      else {
        plan.add({
          op,
          phase: values.text('phase') === 'after-commit' ? 'after-commit' : 'before',
          kind: (values.text('kind') ?? 'drop') as Exclude<Kind, WireFault> | WireFault,
          delayMs: (values.number('seconds') ?? 10) * 1000,
          left: values.number('count') ?? 1,
        });
      }
      return ok();
    },
  );
}

/** The lever that takes a server off the network and brings it back. */
export function networkLever(
  head: { readonly id: string; readonly label: string },
  server: { setDown(down: boolean): void },
): Lever {
  return makeLever(
    {
      ...head,
      kind: 'fault',
      args: [
        {
          name: 'state',
          label: '网络',
          type: 'choice',
          options: [
            { value: 'down', label: '断开' },
            { value: 'up', label: '恢复' },
          ],
        },
      ],
    },
    async (values) => {
      server.setDown(values.text('state') === 'down');
      return ok();
    },
  );
}

/** The page of a captive portal, with the status of success. */
export const HTML_ANSWER: ServerAnswer = {
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: Buffer.from(
    '<!doctype html><html><body><h1>Welcome to Free Wi-Fi</h1><p>Please log in.</p></body></html>',
  ),
};

/** The same answer, of which only the first half arrives; of an empty one, nothing does. */
export function truncated(answer: ServerAnswer): ServerReply {
  return answer.body.length === 0 ? 'drop' : { ...answer, cutAt: Math.floor(answer.body.length / 2) };
}
