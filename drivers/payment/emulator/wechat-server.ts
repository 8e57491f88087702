import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { Lever } from '../../base/lever.ts';
import { MemoryStore, type TextStore } from '../../transport/emulator/file-store.ts';
import { FaultPlan, HTML_ANSWER, truncated } from '../../transport/emulator/http-faults.ts';
import {
  decodeSegment,
  LoopbackHttpServer,
  type ServerReply,
  type ServerRequest,
} from '../../transport/emulator/http-server.ts';
import type { ModelState, WalletBooks } from './wechat-books.ts';
import { makeKeys, publicPem, type WalletKeys, WalletSeal } from './wechat-codec.ts';
import { type WalletFault, type WalletOp, wechatLevers } from './wechat-levers.ts';
import { apiError, closeRequest, type Plain, prepayRequest, refundRequest } from './wechat-messages.ts';
import { WeChatModel } from './wechat-model.ts';

export interface WeChatEmulatorOptions {
  readonly clock: Clock;
  /** Where books and keys are kept; without one they die with the process. */
  readonly store?: TextStore;
  readonly appId?: string;
  readonly mchId?: string;
  /** Milliseconds from accepting a refund to its end. Default 5000. */
  readonly refundDelayMs?: number;
}

interface Stored {
  readonly version: 1;
  readonly keys: WalletKeys;
  readonly books: ModelState;
}

/**
 * WeChat Pay as the terminal meets it: a real HTTP server on 127.0.0.1 with the real paths, headers and signatures,
 * which refuses what is not signed by the merchant and signs what it answers. Everything it has answered survives
 * `kill -9` when a store is given, because it is saved before the answer leaves.
 */
export class WeChatEmulator {
  readonly baseUrl: string;
  readonly appId: string;
  readonly mchId: string;
  readonly merchantSerial: string;
  /** PEM, PKCS#8: what the client signs with. */
  readonly merchantKeyPem: string;
  /** Key id → PEM (SPKI): what the client verifies with. */
  readonly verifyKeys: Readonly<Record<string, string>>;
  readonly levers: readonly Lever[];
  readonly #clock: Clock;
  readonly #store: TextStore;
  readonly #keys: WalletKeys;
  readonly #seal: WalletSeal;
  readonly #model: WeChatModel;
  readonly #faults: FaultPlan<WalletOp, WalletFault>;
  readonly #server: LoopbackHttpServer;

  #saved = '';
  #saving: Promise<void> = Promise.resolve();

  private constructor(
    options: WeChatEmulatorOptions,
    stored: Stored,
    store: TextStore,
    server: LoopbackHttpServer,
  ) {
    this.appId = options.appId ?? 'wxd678efh567hg6787';
    this.mchId = options.mchId ?? '1900007291';
    this.#clock = options.clock;
    this.#store = store;
    this.#keys = stored.keys;
    this.#seal = new WalletSeal(stored.keys, this.mchId);
    this.#model = new WeChatModel({
      now: () => options.clock.now(),
      refundDelayMs: options.refundDelayMs ?? 5000,
      state: stored.books,
    });
    this.#faults = new FaultPlan(options.clock);
    this.#server = server;
    this.baseUrl = server.baseUrl;
    this.merchantSerial = stored.keys.merchantSerial;
    this.merchantKeyPem = stored.keys.merchantKey;
    this.verifyKeys = { [stored.keys.platformKeyId]: publicPem(stored.keys.platformKey) };
    this.levers = wechatLevers({
      model: this.#model,
      faults: this.#faults,
      server: this.#server,
      save: () => this.#save(),
    });
  }

  static async start(options: WeChatEmulatorOptions): Promise<WeChatEmulator> {
    const store = options.store ?? new MemoryStore();
    const text = await store.load();
    const stored: Stored =
      text === null
        ? { version: 1, keys: await makeKeys(randomHex), books: { seq: 0, trades: [], refunds: [] } }
        : (JSON.parse(text) as Stored);
    // Nobody knows the address, so nothing is asked, before the emulator stands.
    const server: LoopbackHttpServer = await LoopbackHttpServer.start((request) => emulator.#handle(request));
    const emulator = new WeChatEmulator(options, stored, store, server);
    await emulator.#save();
    return emulator;
  }

  /** The wallet's books, for invariants. */
  inspect(): WalletBooks {
    return this.#model.inspect();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#faults.close();
    await this.#server.close();
  }

  #handle(request: ServerRequest): Promise<ServerReply> {
    const requestId = randomHex(16);
    const route = this.#route(request);
    const send = (plain: Plain): ServerReply => this.#seal.seal(plain, this.#clock.now(), requestId);
    if (route === null) return Promise.resolve(send(apiError(404, 'NOT_FOUND', '请求的接口不存在')));
    return this.#faults.run<Plain>(route.op, {
      commit: async () => {
        const plain = this.#seal.check(request, this.#clock.now()) ?? route.act();
        await this.#save();
        return plain;
      },
      send,
      spoil: (kind, plain) => this.#spoil(kind, plain ?? { status: 200, body: {} }, requestId),
    });
  }

  #spoil(kind: WalletFault, plain: Plain, requestId: string): ServerReply {
    const now = this.#clock.now();
    switch (kind) {
      case 'drop':
        return 'drop';
      case '500':
        return this.#seal.seal(apiError(500, 'SYSTEM_ERROR', '系统异常，请稍后重试'), now, requestId);
      case '429':
        return this.#seal.seal(apiError(429, 'FREQUENCY_LIMITED', '频率超限'), now, requestId);
      case 'html':
        return HTML_ANSWER;
      case 'truncate':
        return truncated(this.#seal.seal(plain, now, requestId));
      default:
        return this.#seal.seal(plain, now, requestId, kind);
    }
  }

  #route(request: ServerRequest): { readonly op: WalletOp; readonly act: () => Plain } | null {
    const { pathname, searchParams } = new URL(request.target, this.baseUrl);
    const model = this.#model;
    const call = `${request.method} ${pathname}`;
    if (call === 'POST /v3/pay/transactions/native') {
      return { op: 'prepay', act: () => this.#parsed(prepayRequest, request, (body) => this.#prepay(body)) };
    }
    if (call === 'POST /v3/refund/domestic/refunds') {
      return { op: 'refund', act: () => this.#parsed(refundRequest, request, (body) => model.refund(body)) };
    }
    const order = /^(GET|POST) \/v3\/pay\/transactions\/out-trade-no\/([^/]+?)(\/close)?$/.exec(call);
    const number = decodeSegment(`${order?.[2]}`);
    if (order?.[1] === 'GET' && order[3] === undefined) {
      return { op: 'query', act: () => this.#query(number, searchParams.get('mchid')) };
    }
    if (order?.[1] === 'POST' && order[3] !== undefined) {
      return {
        op: 'close',
        act: () => this.#parsed(closeRequest, request, ({ mchid }) => this.#close(number, mchid)),
      };
    }
    const refund = /^GET \/v3\/refund\/domestic\/refunds\/([^/]+)$/.exec(call);
    return refund === null
      ? null
      : { op: 'queryRefund', act: () => model.queryRefund(decodeSegment(`${refund[1]}`)) };
  }

  #prepay(body: z.infer<typeof prepayRequest>): Plain {
    const ours = body.appid === this.appId && body.mchid === this.mchId;
    return ours
      ? this.#model.prepay(body)
      : apiError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配，请检查后再试');
  }

  #query(outTradeNo: string, mchId: string | null): Plain {
    if (mchId !== this.mchId) return apiError(400, 'MCH_NOT_EXISTS', '商户号不存在');
    return this.#model.query(outTradeNo, { appId: this.appId, mchId });
  }

  #close(outTradeNo: string, mchId: string): Plain {
    if (mchId !== this.mchId) return apiError(400, 'MCH_NOT_EXISTS', '商户号不存在');
    return this.#model.close(outTradeNo);
  }

  #parsed<Body>(shape: z.ZodType<Body>, request: ServerRequest, act: (body: Body) => Plain): Plain {
    const body = shape.safeParse(readJson(request.body));
    return body.success ? act(body.data) : apiError(400, 'PARAM_ERROR', '参数错误');
  }

  async #save(): Promise<void> {
    const stored: Stored = { version: 1, keys: this.#keys, books: this.#model.state };
    const text = JSON.stringify(stored);
    if (text !== this.#saved) {
      this.#saved = text;
      this.#saving = this.#store.save(text);
    }
    // Nothing new may still mean that it is only being written: the answer waits for that too.
    await this.#saving;
  }
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex').toUpperCase();
}
