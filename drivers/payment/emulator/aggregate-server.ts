import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import { MemoryStore, type TextStore } from '../../transport/emulator/file-store.ts';
import type { ServerAnswer, ServerRequest } from '../../transport/emulator/http-server.ts';
import { makeLever } from '../../transport/emulator/lever-args.ts';
import type { ModelState, PayerWallet } from './aggregate-books.ts';
import { AggregateSeal } from './aggregate-codec.ts';
import { closeRequest, codeRequest, failure, queryRequest, refundRequest } from './aggregate-messages.ts';
import { AggregateModel } from './aggregate-model.ts';
import { readJson, WalletHost, type WalletProtocol } from './wallet-host.ts';
import { walletLevers } from './wallet-levers.ts';
import type { Plain, SealFlaw, Twist, WalletBooks, WalletOp } from './wallet-plain.ts';

export interface AggregateEmulatorOptions {
  readonly clock: Clock;
  /** Where books and key are kept; without one they die with the process. */
  readonly store?: TextStore;
  /** Milliseconds from accepting a slow refund to its end. Default 5000. */
  readonly refundDelayMs?: number;
}

interface Stored {
  readonly version: 1;
  readonly appKey: string;
  readonly books: ModelState;
}

/** Who the emulated merchant is; nobody's. */
const WHO = {
  appId: '10037e6f6a4e6da4016a6284b4de000b',
  mid: '898440400000001',
  tid: '00000001',
  sourceNo: '9Z01',
} as const;

/**
 * ChinaUMS as the terminal meets it: a real HTTP server on 127.0.0.1 with the paths and signatures of the open platform's
 * bills, which refuses what is not signed by the application and signs what it answers (L; see the client).
 */
export class AggregateEmulator {
  readonly baseUrl: string;
  readonly appId = WHO.appId;
  readonly mid = WHO.mid;
  readonly tid = WHO.tid;
  readonly sourceNo = WHO.sourceNo;
  /** The secret that requests and answers are signed with, made at run time. */
  readonly appKey: string;
  readonly levers: readonly Lever[];
  readonly #model: AggregateModel;
  readonly #host: WalletHost;

  private constructor(protocol: AggregateProtocol, host: WalletHost) {
    this.#model = protocol.model;
    this.#host = host;
    this.baseUrl = host.baseUrl;
    this.appKey = protocol.appKey;
    this.levers = levers(protocol.model, host);
  }

  static async start(options: AggregateEmulatorOptions): Promise<AggregateEmulator> {
    const store = options.store ?? new MemoryStore();
    const text = await store.load();
    const stored: Stored =
      text === null
        ? {
            version: 1,
            appKey: randomBytes(16).toString('hex'),
            books: { seq: 0, bills: [], refunds: [] },
          }
        : (JSON.parse(text) as Stored);
    const protocol = new AggregateProtocol(options, stored);
    return new AggregateEmulator(protocol, await WalletHost.start(protocol, { clock: options.clock, store }));
  }

  /** The acquirer's books, for invariants; numbers without the four characters in front. */
  inspect(): WalletBooks {
    return this.#model.inspect();
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#host.close();
  }
}

const REFUND_RESULTS = {
  SUCCESS: '成功',
  SLOW: '稍后到账',
  FAIL: '失败',
  TARGET_FAIL: '钱包暂不受理',
} as const;

const PAYER_WALLETS: readonly { readonly value: PayerWallet; readonly label: string }[] = [
  { value: 'wechat', label: '微信零钱' },
  { value: 'alipay', label: '支付宝余额' },
  { value: 'unionpay', label: '云闪付' },
  { value: 'bank-card', label: '微信绑定的银行卡' },
  { value: 'ecny', label: '数字人民币' },
];

/** What all wallets have, and the choice that only a code for every wallet leaves to the payer. */
function levers(model: AggregateModel, host: WalletHost): readonly Lever[] {
  return [
    makeLever(
      {
        id: 'aggregate-payer',
        label: '聚合码付款方式',
        kind: 'fault',
        args: [{ name: 'wallet', label: '用什么付', type: 'choice', options: PAYER_WALLETS }],
      },
      async (values) => {
        model.payerWallet = values.text('wallet') as PayerWallet;
        return ok();
      },
    ),
    ...walletLevers({ device: 'aggregate', name: '聚合码' }, model, REFUND_RESULTS, {
      faults: host.faults,
      server: host.server,
      save: () => host.save(),
    }),
  ];
}

class AggregateProtocol implements WalletProtocol {
  readonly refusals = {
    notFound: { status: 404, body: { errCode: '1004', errInfo: '接口不存在' } },
    busy: { status: 500, body: { errCode: 'INTERNAL_ERROR', errMsg: '内部错误' } },
    throttled: { status: 429, body: { errCode: 'TXN_DISCARDED', errMsg: '交易被丢弃' } },
  };
  readonly appKey: string;
  readonly model: AggregateModel;
  readonly #signer: AggregateSeal;

  constructor(options: AggregateEmulatorOptions, { appKey, books }: Stored) {
    this.appKey = appKey;
    this.#signer = new AggregateSeal({ ...WHO, appKey });
    this.model = new AggregateModel({
      now: () => options.clock.now(),
      refundDelayMs: options.refundDelayMs ?? 5000,
      who: WHO,
      state: books,
    });
  }

  state(): Stored {
    return { version: 1, appKey: this.appKey, books: this.model.state };
  }

  check(request: ServerRequest, nowMs: number): Plain | null {
    return this.#signer.check(request, nowMs);
  }

  seal(plain: Plain, nowMs: number, _requestId: string, flaw?: SealFlaw): ServerAnswer {
    return this.#signer.seal(plain, nowMs, flaw);
  }

  /** The amount that was paid, or the merchant. */
  twist({ status, body }: Plain, twist: Twist): Plain {
    const { mid, billPayment, refundAmount } = { ...body } as {
      readonly mid?: string;
      readonly billPayment?: { readonly totalAmount: number };
      readonly refundAmount?: number;
    };
    if (twist === 'wrong-merchant') {
      return { status, body: mid === undefined ? body : { ...body, mid: '898440400000002' } };
    }
    const payment = billPayment && {
      billPayment: { ...billPayment, totalAmount: billPayment.totalAmount + 1 },
    };
    const refund = refundAmount === undefined ? {} : { refundAmount: refundAmount + 1 };
    return { status, body: body && { ...body, ...payment, ...refund } };
  }

  route({
    method,
    target,
    body,
  }: ServerRequest): { readonly op: WalletOp; readonly act: () => Plain } | null {
    const { model } = this;
    switch (`${method} ${target}`) {
      case 'POST /v1/netpay/bills/get-qrcode':
        return { op: 'prepay', act: () => parsed(codeRequest, body, (it) => model.code(it)) };
      case 'POST /v1/netpay/bills/query': {
        const query = queryRequest.safeParse(readJson(body));
        const op = query.data?.refundOrderId === undefined ? 'query' : 'queryRefund';
        return { op, act: () => parsed(queryRequest, body, (it) => model.query(it)) };
      }
      case 'POST /v1/netpay/bills/close-qrcode':
        return { op: 'close', act: () => parsed(closeRequest, body, (it) => model.close(it)) };
      case 'POST /v1/netpay/bills/refund':
        return { op: 'refund', act: () => parsed(refundRequest, body, (it) => model.refund(it)) };
      default:
        return null;
    }
  }
}

function parsed<Body>(shape: z.ZodType<Body>, bytes: Buffer, act: (body: Body) => Plain): Plain {
  const body = shape.safeParse(readJson(bytes));
  return body.success ? act(body.data) : failure('BAD_REQUEST', '请求报文有错');
}
