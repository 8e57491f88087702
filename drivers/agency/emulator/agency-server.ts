import type { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { Lever } from '../../base/lever.ts';
import { MemoryStore, type TextStore } from '../../transport/emulator/file-store.ts';
import { FaultPlan, HTML_ANSWER, truncated } from '../../transport/emulator/http-faults.ts';
import {
  decodeSegment,
  LoopbackHttpServer,
  type ServerAnswer,
  type ServerReply,
  type ServerRequest,
  type ServerTls,
} from '../../transport/emulator/http-server.ts';
import { caseRequest } from './agency-cases.ts';
import { type AgencyFault, type AgencyOp, agencyLevers } from './agency-levers.ts';
import { type AgencyBooks, AgencyModel, type ModelState } from './agency-model.ts';
import { AgencyReceipts, type ModelReceipt, receiptRequest } from './agency-receipts.ts';
import { apiError, bookingRequest, lookupRequest, type Plain, quoteRequest } from './messages.ts';
import type { Person } from './people.ts';

export interface AgencyEmulatorOptions {
  readonly clock: Clock;
  readonly people: readonly Person[];
  /** Where quotes and bookings are kept; without one they die with the process. Names and numbers are never kept. */
  readonly store?: TextStore;
  /** Where the receipt of each claim is kept; without it they die with the process. */
  readonly receiptShelf?: (claim: string) => TextStore;
  /** Milliseconds that a quote holds. Default 30 minutes. */
  readonly quoteLifeMs?: number;
  /** Serve https, and with `clientCa` only to holders of a certificate. */
  readonly tls?: ServerTls;
}

interface Stored {
  readonly version: 1;
  readonly books: ModelState;
}

/** Also what a store of an earlier version lacks. */
function emptyBooks(): ModelState {
  return { seq: 0, quotes: [], bookings: [], spentTokens: [], cases: [], payments: [] };
}

/**
 * The social insurance agency as the terminal meets it: interface v1 on a real HTTP(S) server at 127.0.0.1, for the
 * calls that the terminal uses. What it has answered survives `kill -9` when a store is given, because it is saved
 * before the answer leaves.
 */
export class AgencyEmulator {
  readonly baseUrl: string;
  readonly levers: readonly Lever[];
  readonly #store: TextStore;
  readonly #model: AgencyModel;
  readonly #receipts: AgencyReceipts;
  readonly #faults: FaultPlan<AgencyOp, AgencyFault>;
  readonly #server: LoopbackHttpServer;
  #saved = '';
  #saving: Promise<void> = Promise.resolve();

  private constructor(
    options: AgencyEmulatorOptions,
    books: ModelState,
    store: TextStore,
    server: LoopbackHttpServer,
  ) {
    this.#store = store;
    this.#server = server;
    this.baseUrl = server.baseUrl;
    this.#model = new AgencyModel({
      people: options.people,
      now: () => options.clock.now(),
      quoteLifeMs: options.quoteLifeMs ?? 30 * 60_000,
      state: books,
    });
    this.#receipts = new AgencyReceipts(options.receiptShelf);
    this.#faults = new FaultPlan(options.clock);
    this.levers = agencyLevers({
      model: this.#model,
      receipts: this.#receipts,
      faults: this.#faults,
      server,
      save: () => this.#save(),
    });
  }

  static async start(options: AgencyEmulatorOptions): Promise<AgencyEmulator> {
    const store = options.store ?? new MemoryStore();
    const text = await store.load();
    const books: ModelState =
      text === null ? emptyBooks() : { ...emptyBooks(), ...(JSON.parse(text) as Stored).books };
    // Nobody knows the address, so nothing is asked, before the emulator stands.
    const server: LoopbackHttpServer = await LoopbackHttpServer.start(
      (request) => emulator.#handle(request),
      options.tls,
    );
    const emulator = new AgencyEmulator(options, books, store, server);
    return emulator;
  }

  /** A fresh single-use token of somebody's electronic card, for the code scanner; null when nobody has that id. */
  issueEcode(insuredId: string): string | null {
    return this.#model.issueToken(insuredId);
  }

  /** The agency's books, for invariants. */
  inspect(): AgencyBooks {
    return this.#model.inspect();
  }

  /** Where a phone fetches the receipt of a claim: the form of `agency.receiptUrl`. */
  get receiptUrl(): string {
    return `${this.baseUrl}/r/{claim}`;
  }

  /** The receipt that lies under a claim; null = none. */
  receipt(claim: string): Promise<ModelReceipt | null> {
    return this.#receipts.find(claim);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#faults.close();
    await this.#server.close();
  }

  async #handle(request: ServerRequest): Promise<ServerReply> {
    // A phone's question, which is not part of the interface.
    const [, claim] = /^\/r\/([^/?]+)$/.exec(request.target) ?? [];
    if (request.method === 'GET' && claim !== undefined) {
      return await this.#receipts.page(decodeSegment(claim));
    }
    const route = this.#route(request);
    if (route === null) return send(apiError(404, 'NO_SUCH_CALL', '没有该接口'));
    const commit = async (): Promise<Plain> => {
      const plain = await route.act();
      await this.#save();
      return plain;
    };
    return this.#faults.run<Plain>(route.op, {
      commit,
      send,
      spoil: (kind, plain) => spoil(kind, send(plain ?? { status: 200, body: {} })),
    });
  }

  #route({ method, target, body }: ServerRequest): {
    readonly op: AgencyOp;
    readonly act: () => Plain | Promise<Plain>;
  } | null {
    const { pathname, searchParams } = new URL(target, this.baseUrl);
    const model = this.#model;
    switch (`${method} ${pathname}`) {
      case 'POST /v1/insured/lookup':
        return { op: 'lookup', act: () => parsed(lookupRequest, body, (it) => model.lookup(it)) };
      case 'POST /v1/quotes':
        return { op: 'quote', act: () => parsed(quoteRequest, body, (it) => model.quote(it)) };
      case 'POST /v1/bookings':
        return { op: 'book', act: () => parsed(bookingRequest, body, (it) => model.book(it)) };
      case 'POST /v1/cases':
        return { op: 'case', act: () => parsed(caseRequest, body, (it) => model.openCase(it)) };
      case 'GET /v1/bookings':
        return {
          op: 'bookings',
          act: () => model.list(searchParams.get('date'), searchParams.get('terminalId') || null),
        };
    }
    const [, kind, id = '', part = ''] =
      /^\/v1\/(insured|bookings)\/([^/]+)(?:\/(bills|payments))?$/.exec(pathname) ?? [];
    const [, claim = ''] = /^\/v1\/receipts\/([^/]+)$/.exec(pathname) ?? [];
    if (method === 'PUT' && claim !== '') {
      const put = (it: ModelReceipt) => this.#receipts.put(decodeSegment(claim), it);
      return { op: 'put-receipt', act: () => parsed(receiptRequest, body, put) };
    }
    if (method !== 'GET' || kind === undefined) return null;
    const key = decodeSegment(id);
    switch (`${kind}/${part}`) {
      case 'insured/bills':
        return { op: 'bills', act: () => model.bills(key) };
      case 'insured/payments':
        return {
          op: 'payments',
          act: () => model.payments(key, searchParams.get('from'), searchParams.get('to')),
        };
      case 'bookings/':
        return { op: 'query-booking', act: () => model.queryBooking(key) };
      default:
        return null;
    }
  }

  async #save(): Promise<void> {
    const stored: Stored = { version: 1, books: this.#model.state };
    const text = JSON.stringify(stored);
    if (text !== this.#saved) {
      this.#saved = text;
      this.#saving = this.#store.save(text);
    }
    // Nothing new may still mean that it is only being written: the answer waits for that too.
    await this.#saving;
  }
}

function send(plain: Plain): ServerAnswer {
  return {
    status: plain.status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(plain.body)),
  };
}

function spoil(kind: AgencyFault, answer: ServerAnswer): ServerReply {
  switch (kind) {
    case 'drop':
      return 'drop';
    case '500':
      return send(apiError(500, 'SYSTEM_ERROR', '系统繁忙'));
    case 'html':
      return HTML_ANSWER;
    case 'truncate':
      return truncated(answer);
  }
}

function parsed<Body, Answer extends Plain | Promise<Plain>>(
  shape: z.ZodType<Body>,
  bytes: Buffer,
  act: (body: Body) => Answer,
): Plain | Answer {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    json = undefined;
  }
  const body = shape.safeParse(json);
  return body.success ? act(body.data) : apiError(400, 'BAD_REQUEST', '请求不正确');
}
