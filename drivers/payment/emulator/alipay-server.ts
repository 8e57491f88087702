import type { z } from 'zod';
import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import type { ServerRequest } from '../../transport/emulator/http-server.ts';
import { makeLever, notNow } from '../../transport/emulator/lever-args.ts';
import { alipayBill } from './alipay-bill.ts';
import type { ModelState } from './alipay-books.ts';
import { type AlipayKeys, AlipaySeal, makeAlipayKeys } from './alipay-codec.ts';
import {
  precreateRequest,
  refundQueryRequest,
  refundRequest,
  success,
  toFen,
  toYuan,
  tradeRequest,
} from './alipay-messages.ts';
import { AlipayModel } from './alipay-model.ts';
import { BILL_OPS, BillDesk, billLevers } from './bill-desk.ts';
import { WalletEmulator } from './wallet-emulator.ts';
import {
  type Hosted,
  type HostOptions,
  readJson,
  WalletHost,
  type WalletProtocol,
  type WalletRoute,
} from './wallet-host.ts';
import { publicPem } from './wallet-keys.ts';
import { numberArg, payerLever, walletLevers } from './wallet-levers.ts';
import { apiError, type Plain, type Twist } from './wallet-plain.ts';

export interface AlipayEmulatorOptions extends HostOptions {
  readonly appId?: string;
  /** Partner mode: the authorisation that every request must bring along. */
  readonly appAuthToken?: string;
  /** Milliseconds from accepting a slow refund to its end. Default 5000. */
  readonly refundDelayMs?: number;
}

interface Stored {
  readonly version: 1;
  readonly keys: AlipayKeys;
  readonly rotated: boolean;
  readonly books: ModelState;
}

/**
 * Alipay as the terminal meets it: a real HTTP server on 127.0.0.1 with the real paths, headers and signatures of OpenAPI
 * v3, which refuses what is not signed by the application and signs what it answers.
 */
export class AlipayEmulator extends WalletEmulator {
  readonly appId: string;
  readonly appAuthToken: string | null;
  /** PEM, PKCS#8: what the client signs with. */
  readonly appKeyPem: string;
  /** PEM (SPKI): what the client verifies with. The second one is not in use until the keys rotate. */
  readonly verifyKeys: readonly [string, string];
  readonly levers: readonly Lever[];

  private constructor({ host, protocol }: Hosted<AlipayProtocol>) {
    super(host, protocol.model);
    this.appId = protocol.appId;
    this.appAuthToken = protocol.appAuthToken;
    this.appKeyPem = protocol.keys.appKey;
    const [current, next] = protocol.keys.walletKeys;
    this.verifyKeys = [publicPem(current), publicPem(next)];
    protocol.baseUrl = host.baseUrl;
    this.levers = levers(protocol, host);
  }

  static async start(options: AlipayEmulatorOptions): Promise<AlipayEmulator> {
    const fresh = async (): Promise<Stored> => ({
      version: 1,
      keys: await makeAlipayKeys(),
      rotated: false,
      books: { seq: 0, codes: [], trades: [], refunds: [] },
    });
    return new AlipayEmulator(
      await WalletHost.open(options, fresh, (stored) => new AlipayProtocol(options, stored)),
    );
  }
}

const REFUND_RESULTS = {
  SUCCESS: '成功',
  SLOW: '稍后到账',
  NOT_ENOUGH: '商户余额不足',
  FINISHED: '交易已完结，不能退款',
} as const;

/** What all wallets have, and two things that only Alipay has: a scan that is no payment yet, and keys that rotate. */
function levers(protocol: AlipayProtocol, host: WalletHost): readonly Lever[] {
  const wallet = { device: 'alipay', name: '支付宝' };
  return [
    makeLever(
      { id: 'alipay-scan', label: '支付宝扫码，先不付款', kind: 'action', args: [numberArg('最新')] },
      async (values) => {
        if (!protocol.model.scan(values.text('outTradeNo'))) return notNow('没有可以支付的二维码');
        await host.save();
        return ok();
      },
    ),
    payerLever(wallet, protocol.model, '余额'),
    ...walletLevers(wallet, protocol.model, REFUND_RESULTS, host, BILL_OPS),
    ...billLevers(wallet, protocol.desk, protocol.model, host),
    makeLever(
      {
        id: 'alipay-rotate-key',
        label: '支付宝更换公钥',
        kind: 'fault',
        args: [{ name: 'clear', label: '换回原来的', type: 'boolean', optional: true }],
      },
      async (values) => {
        protocol.signer.rotated = !values.flag('clear');
        await host.save();
        return ok();
      },
    ),
  ];
}

class AlipayProtocol implements WalletProtocol {
  readonly refusals = {
    notFound: apiError(404, 'invalid-method', '不存在的方法名'),
    busy: apiError(500, 'ACQ.SYSTEM_ERROR', '系统异常'),
    throttled: apiError(429, 'app-call-limited', '应用调用次数超限'),
  };
  readonly appId: string;
  readonly appAuthToken: string | null;
  readonly keys: AlipayKeys;
  readonly model: AlipayModel;
  readonly signer: AlipaySeal;
  readonly desk: BillDesk;
  /** Known once the server stands. */
  baseUrl = '';

  constructor(options: AlipayEmulatorOptions, { keys, books, rotated }: Stored) {
    this.appId = options.appId ?? '2021000000000001';
    this.appAuthToken = options.appAuthToken ?? null;
    this.keys = keys;
    this.signer = new AlipaySeal(keys, { appId: this.appId, appAuthToken: this.appAuthToken }, rotated);
    this.model = new AlipayModel({
      now: () => options.clock.now(),
      refundDelayMs: options.refundDelayMs ?? 5000,
      state: books,
    });
    this.desk = new BillDesk(this.model, {
      now: () => options.clock.now(),
      readyHour: 9,
      addressLifeMs: 30_000,
    });
  }

  state(): Stored {
    return { version: 1, keys: this.keys, rotated: this.signer.rotated, books: this.model.state };
  }

  /** Alipay's answers name no merchant: somebody else's is told by the order number. */
  twist({ status, body }: Plain, twist: Twist): Plain {
    const { out_trade_no: number, total_amount: amount } = { ...body } as Readonly<
      Record<string, string | undefined>
    >;
    if (twist === 'wrong-merchant') {
      return { status, body: number === undefined ? body : { ...body, out_trade_no: `${number}9` } };
    }
    return {
      status,
      body: amount === undefined ? body : { ...body, total_amount: toYuan(toFen(amount) + 1) },
    };
  }

  route({ method, target, body }: ServerRequest): WalletRoute | null {
    const { model } = this;
    const { pathname, searchParams } = new URL(target, 'http://wallet');
    switch (`${method} ${pathname}`) {
      case 'GET /v3/alipay/data/dataservice/bill/downloadurl/query':
        return { op: 'bill', act: () => this.#bill(searchParams) };
      case 'GET /downloadBillFile.resource':
        return { op: 'billFile', open: true, act: () => this.#billFile(searchParams.get('token')) };
      case 'POST /v3/alipay/trade/precreate':
        return { op: 'prepay', act: () => parsed(precreateRequest, body, (it) => model.precreate(it)) };
      case 'POST /v3/alipay/trade/query':
        return { op: 'query', act: () => parsed(tradeRequest, body, (it) => model.query(it.out_trade_no)) };
      case 'POST /v3/alipay/trade/close':
        return { op: 'close', act: () => parsed(tradeRequest, body, (it) => model.close(it.out_trade_no)) };
      case 'POST /v3/alipay/trade/refund':
        return { op: 'refund', act: () => parsed(refundRequest, body, (it) => model.refund(it)) };
      case 'POST /v3/alipay/trade/fastpay/refund/query':
        return {
          op: 'queryRefund',
          act: () =>
            parsed(refundQueryRequest, body, (it) => model.queryRefund(it.out_trade_no, it.out_request_no)),
        };
      default:
        return null;
    }
  }

  #bill(params: URLSearchParams): Plain {
    const day = params.get('bill_date') ?? '';
    if (params.get('bill_type') !== 'trade' || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
      return apiError(400, 'isv.invalid-arguments', '参数无效');
    }
    const lines = this.desk.lines(day);
    if (lines === 'late' || lines === 'none') return apiError(400, 'isp.bill_not_exist', '账单不存在');
    const file = alipayBill(day, lines);
    // Somewhere in the middle of what is packed: the archive's own check sums no longer hold.
    if (this.desk.isDamaged) file.fill(0x55, file.length >> 1, (file.length >> 1) + 16);
    const token = this.desk.issue(file);
    return success({ bill_download_url: `${this.baseUrl}/downloadBillFile.resource?token=${token}` });
  }

  #billFile(token: string | null): Plain {
    const file = this.desk.redeem(token ?? '');
    return file === null ? { status: 403, body: {} } : { status: 200, body: null, file };
  }
}

function parsed<Body>(shape: z.ZodType<Body>, bytes: Buffer, act: (body: Body) => Plain): Plain {
  const body = shape.safeParse(readJson(bytes));
  return body.success ? act(body.data) : apiError(400, 'ACQ.INVALID_PARAMETER', '参数无效');
}
