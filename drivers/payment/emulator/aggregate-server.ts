import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import type { ServerRequest } from '../../transport/emulator/http-server.ts';
import { makeLever } from '../../transport/emulator/lever-args.ts';
import type { ModelState, PayerWallet } from './aggregate-books.ts';
import { AggregateSeal } from './aggregate-codec.ts';
import { closeRequest, codeRequest, failure, queryRequest, refundRequest } from './aggregate-messages.ts';
import { AggregateModel } from './aggregate-model.ts';
import { WalletEmulator } from './wallet-emulator.ts';
import {
  type Hosted,
  type HostOptions,
  readJson,
  WalletHost,
  type WalletProtocol,
  type WalletRoute,
} from './wallet-host.ts';
import { walletLevers } from './wallet-levers.ts';
import type { Plain, Twist } from './wallet-plain.ts';

export interface AggregateEmulatorOptions extends HostOptions {
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
export class AggregateEmulator extends WalletEmulator {
  readonly appId = WHO.appId;
  readonly mid = WHO.mid;
  readonly tid = WHO.tid;
  readonly sourceNo = WHO.sourceNo;
  /** The secret that requests and answers are signed with, made at run time. */
  readonly appKey: string;
  readonly levers: readonly Lever[];

  private constructor({ host, protocol }: Hosted<AggregateProtocol>) {
    super(host, protocol.model);
    this.appKey = protocol.appKey;
    this.levers = levers(protocol.model, host);
  }

  static async start(options: AggregateEmulatorOptions): Promise<AggregateEmulator> {
    const fresh = async (): Promise<Stored> => ({
      version: 1,
      appKey: randomBytes(16).toString('hex'),
      books: { seq: 0, bills: [], refunds: [] },
    });
    return new AggregateEmulator(
      await WalletHost.open(options, fresh, (stored) => new AggregateProtocol(options, stored)),
    );
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
    ...walletLevers({ device: 'aggregate', name: '聚合码' }, model, REFUND_RESULTS, host),
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
  readonly signer: AggregateSeal;

  constructor(options: AggregateEmulatorOptions, { appKey, books }: Stored) {
    this.appKey = appKey;
    this.signer = new AggregateSeal({ ...WHO, appKey });
    this.model = new AggregateModel(WHO, {
      now: () => options.clock.now(),
      refundDelayMs: options.refundDelayMs ?? 5000,
      state: books,
    });
  }

  state(): Stored {
    return { version: 1, appKey: this.appKey, books: this.model.state };
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
    return { status, body: { ...body, ...payment, ...refund } };
  }

  route({ method, target, body }: ServerRequest): WalletRoute | null {
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
