import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { MemoryStore, type TextStore } from '../../transport/emulator/file-store.ts';
import {
  type FaultKind,
  FaultPlan,
  HTML_ANSWER,
  truncated,
  type WireFault,
} from '../../transport/emulator/http-faults.ts';
import {
  LoopbackHttpServer,
  type ServerAnswer,
  type ServerReply,
  type ServerRequest,
} from '../../transport/emulator/http-server.ts';
import type { Plain, SealFlaw, Twist, WalletOp } from './wallet-plain.ts';

export type WalletFault = Exclude<FaultKind, WireFault> | '429' | '503' | SealFlaw | Twist;

export interface WalletRoute {
  readonly op: WalletOp;
  readonly act: () => Plain;
  /** Whoever has the address may come: no signature is asked for. */
  readonly open?: true;
}

/** A wallet's half of its signature protocol. */
export interface WalletSigner {
  /** null when the request is properly signed, else what the wallet answers. */
  check(request: ServerRequest, nowMs: number): Plain | null;
  /** The answer on the wire, signed where this wallet signs. */
  seal(plain: Plain, nowMs: number, requestId: string, flaw?: SealFlaw): ServerAnswer;
}

/** What one wallet says and how; everything that all wallets do alike is the host's. */
export interface WalletProtocol {
  /** null = no such call. */
  route(request: ServerRequest): WalletRoute | null;
  readonly signer: WalletSigner;
  /** The same answer about another amount, or about somebody else; unchanged where it names none. */
  twist(plain: Plain, twist: Twist): Plain;
  readonly refusals: Readonly<Record<'notFound' | 'busy' | 'throttled', Plain>>;
  /** Everything that has to survive the process, as plain JSON. */
  state(): unknown;
}

export interface HostOptions {
  readonly clock: Clock;
  /** Where books and keys are kept; without one they die with the process. */
  readonly store?: TextStore;
}

/** A protocol and the host that speaks it. */
export interface Hosted<Protocol extends WalletProtocol> {
  readonly host: WalletHost;
  readonly protocol: Protocol;
}

/**
 * A wallet's server on 127.0.0.1: faults, signatures and a memory around one protocol. Everything it has answered
 * survives `kill -9` when a store is given, because it is saved before the answer leaves.
 */
export class WalletHost {
  readonly faults: FaultPlan<WalletOp, WalletFault>;
  readonly server: LoopbackHttpServer;
  readonly #protocol: WalletProtocol;
  readonly #clock: Clock;
  readonly #store: TextStore;
  #saved = '';
  #saving: Promise<void> = Promise.resolve();

  private constructor(
    protocol: WalletProtocol,
    { clock, store }: { readonly clock: Clock; readonly store: TextStore },
    server: LoopbackHttpServer,
  ) {
    this.#protocol = protocol;
    this.#clock = clock;
    this.#store = store;
    this.server = server;
    this.faults = new FaultPlan(clock);
  }

  /**
   * Takes up where the process before this one left off, or begins anew.
   *
   * @param fresh what `state()` of a wallet is that nobody has asked anything yet
   */
  static async open<State, Protocol extends WalletProtocol>(
    { clock, store = new MemoryStore() }: HostOptions,
    fresh: () => Promise<State>,
    protocolOf: (state: State) => Protocol,
  ): Promise<Hosted<Protocol>> {
    const text = await store.load();
    const protocol = protocolOf(text === null ? await fresh() : (JSON.parse(text) as State));
    // Nobody knows the address, so nothing is asked, before the host stands.
    const server: LoopbackHttpServer = await LoopbackHttpServer.start((request) => host.#handle(request));
    const host = new WalletHost(protocol, { clock, store }, server);
    await host.save();
    return { host, protocol };
  }

  get baseUrl(): string {
    return this.server.baseUrl;
  }

  async save(): Promise<void> {
    const text = JSON.stringify(this.#protocol.state());
    if (text !== this.#saved) {
      this.#saved = text;
      this.#saving = this.#store.save(text);
    }
    // Nothing new may still mean that it is only being written: the answer waits for that too.
    await this.#saving;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.faults.close();
    await this.server.close();
  }

  #handle(request: ServerRequest): Promise<ServerReply> {
    const requestId = randomHex(16);
    const protocol = this.#protocol;
    const send = (plain: Plain): ServerAnswer => this.#answer(plain, requestId);
    const route = protocol.route(request);
    if (route === null) return Promise.resolve(send(protocol.refusals.notFound));
    return this.faults.run<Plain>(route.op, {
      commit: async () => {
        const refusal = route.open === true ? null : protocol.signer.check(request, this.#clock.now());
        const plain = refusal ?? route.act();
        await this.save();
        return plain;
      },
      send,
      spoil: (kind, plain) => this.#spoil(kind, plain ?? { status: 200, body: {} }, requestId),
    });
  }

  #answer(plain: Plain, requestId: string, flaw?: SealFlaw): ServerAnswer {
    const { status, file } = plain;
    return file === undefined
      ? this.#protocol.signer.seal(plain, this.#clock.now(), requestId, flaw)
      : { status, headers: { 'Content-Type': 'application/octet-stream' }, body: file };
  }

  #spoil(kind: WalletFault, plain: Plain, requestId: string): ServerReply {
    const protocol = this.#protocol;
    const now = this.#clock.now();
    switch (kind) {
      case 'drop':
        return 'drop';
      case '500':
        return protocol.signer.seal(protocol.refusals.busy, now, requestId);
      case '429':
        return protocol.signer.seal(protocol.refusals.throttled, now, requestId);
      case '503':
        return comeBack(protocol.signer.seal({ ...protocol.refusals.busy, status: 503 }, now, requestId));
      case 'html':
        return HTML_ANSWER;
      case 'truncate':
        return truncated(this.#answer(plain, requestId));
      case 'wrong-amount':
      case 'wrong-merchant':
        return this.#answer(protocol.twist(plain, kind), requestId);
      default:
        return this.#answer(plain, requestId, kind);
    }
  }
}

/** Seconds that an overloaded wallet wants to be left alone. */
const REST_S = 20;

function comeBack(answer: ServerAnswer): ServerAnswer {
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(REST_S) } };
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex').toUpperCase();
}

/** undefined when it is not JSON: no request shape accepts that. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
