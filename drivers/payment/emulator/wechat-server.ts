import type { z } from 'zod';
import type { Lever } from '../../base/lever.ts';
import { decodeSegment, type ServerRequest } from '../../transport/emulator/http-server.ts';
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
import { payerLever, walletLevers } from './wallet-levers.ts';
import { apiError, type Plain, type Twist } from './wallet-plain.ts';
import { wechatBill } from './wechat-bill.ts';
import type { ModelState } from './wechat-books.ts';
import { makeKeys, type WalletKeys, WalletSeal } from './wechat-codec.ts';
import { type MerchantOptions, type SaidNames, WeChatMerchant } from './wechat-merchant.ts';
import { closeRequest, prepayRequest, refundRequest } from './wechat-messages.ts';
import { WeChatModel } from './wechat-model.ts';

export interface WeChatEmulatorOptions extends HostOptions {
  readonly appId?: string;
  readonly mchId?: string;
  /** Makes the merchant a service provider with this sub merchant. */
  readonly partner?: MerchantOptions['partner'];
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
 * which refuses what is not signed by the merchant and signs what it answers.
 */
export class WeChatEmulator extends WalletEmulator {
  readonly appId: string;
  readonly mchId: string;
  readonly partner: MerchantOptions['partner'];
  readonly merchantSerial: string;
  /** PEM, PKCS#8: what the client signs with. */
  readonly merchantKeyPem: string;
  /** Key id → PEM (SPKI): what the client verifies with. */
  readonly verifyKeys: Readonly<Record<string, string>>;
  readonly levers: readonly Lever[];

  private constructor({ host, protocol }: Hosted<WeChatProtocol>) {
    super(host, protocol.model);
    const { keys, model } = protocol;
    const { appId, mchId, partner } = protocol.who;
    this.appId = appId;
    this.mchId = mchId;
    this.partner = partner;
    this.merchantSerial = keys.merchantSerial;
    this.merchantKeyPem = keys.merchantKey;
    this.verifyKeys = { [keys.platformKeyId]: publicPem(keys.platformKey) };
    protocol.baseUrl = host.baseUrl;
    const wallet = { device: 'wallet', name: '微信' };
    this.levers = [
      payerLever(wallet, model, '零钱'),
      ...walletLevers(wallet, model, REFUND_RESULTS, host, BILL_OPS),
      ...billLevers(wallet, protocol.desk, model, host),
    ];
  }

  static async start(options: WeChatEmulatorOptions): Promise<WeChatEmulator> {
    const fresh = async (): Promise<Stored> => ({
      version: 1,
      keys: await makeKeys(),
      books: { seq: 0, trades: [], refunds: [] },
    });
    return new WeChatEmulator(
      await WalletHost.open(options, fresh, (stored) => new WeChatProtocol(options, stored)),
    );
  }
}

const REFUND_RESULTS = {
  SUCCESS: '成功',
  ABNORMAL: '退款异常',
  CLOSED: '退款关闭',
  NOT_ENOUGH: '商户余额不足',
} as const;

class WeChatProtocol implements WalletProtocol {
  readonly refusals = {
    notFound: apiError(404, 'NOT_FOUND', '请求的接口不存在'),
    busy: apiError(500, 'SYSTEM_ERROR', '系统异常，请稍后重试'),
    throttled: apiError(429, 'FREQUENCY_LIMITED', '频率超限'),
  };
  readonly who: MerchantOptions;
  readonly keys: WalletKeys;
  readonly model: WeChatModel;
  readonly desk: BillDesk;
  /** Known once the server stands. */
  baseUrl = '';
  readonly signer: WalletSeal;
  readonly #merchant: WeChatMerchant;

  constructor(options: WeChatEmulatorOptions, { keys, books }: Stored) {
    const { appId = 'wxd678efh567hg6787', mchId = '1900007291', partner } = options;
    this.who = { appId, mchId, ...(partner === undefined ? {} : { partner }) };
    this.#merchant = new WeChatMerchant(this.who);
    this.keys = keys;
    this.signer = new WalletSeal(keys, mchId);
    this.model = new WeChatModel({
      now: () => options.clock.now(),
      refundDelayMs: options.refundDelayMs ?? 5000,
      state: books,
    });
    this.desk = new BillDesk(this.model, {
      now: () => options.clock.now(),
      readyHour: 10,
      addressLifeMs: 30_000,
    });
  }

  state(): Stored {
    return { version: 1, keys: this.keys, books: this.model.state };
  }

  /** A close has no body, and nothing in it that could be somebody else's. */
  twist({ status, body }: Plain, twist: Twist): Plain {
    if (body === null) return { status, body };
    if (twist === 'wrong-merchant') {
      const whose = this.who.partner === undefined ? 'mchid' : 'sub_mchid';
      return { status, body: { ...body, [whose]: '1900000000' } };
    }
    const { amount } = body as { readonly amount?: { readonly total: number } };
    return {
      status,
      body: amount === undefined ? body : { ...body, amount: { ...amount, total: amount.total + 1 } },
    };
  }

  route(request: ServerRequest): WalletRoute | null {
    const { pathname, searchParams } = new URL(request.target, 'http://wallet');
    const call = `${request.method} ${pathname}`;
    if (call === 'POST /v3/refund/domestic/refunds') {
      return { op: 'refund', act: () => parsed(refundRequest, request, (body) => this.#refund(body)) };
    }
    if (call === 'GET /v3/bill/tradebill') return { op: 'bill', act: () => this.#bill(searchParams) };
    if (call === 'GET /v3/billdownload/file') {
      return { op: 'billFile', act: () => this.#billFile(searchParams.get('token')) };
    }
    const refund = /^GET \/v3\/refund\/domestic\/refunds\/([^/]+)$/.exec(call);
    if (refund !== null) {
      return {
        op: 'queryRefund',
        act: () => this.#queryRefund(decodeSegment(`${refund[1]}`), saidIn(searchParams)),
      };
    }
    const order = /^(GET|POST) \/v3\/pay(\/partner)?\/transactions\/(.+)$/.exec(call);
    if (order === null) return null;
    const route = this.#orderRoute(`${order[1]} ${order[3]}`, request, saidIn(searchParams));
    if (route === null || this.#merchant.mayUse(order[2] !== undefined)) return route;
    return { op: route.op, act: () => this.#merchant.wrongKind };
  }

  /** @param call method, and what stands behind the part of the path that says which kind of merchant asks */
  #orderRoute(call: string, request: ServerRequest, said: SaidNames): WalletRoute | null {
    if (call === 'POST native') {
      return { op: 'prepay', act: () => parsed(prepayRequest, request, (body) => this.#prepay(body)) };
    }
    const order = /^(GET|POST) out-trade-no\/([^/]+?)(\/close)?$/.exec(call);
    const number = decodeSegment(`${order?.[2]}`);
    if (order?.[1] === 'GET' && order[3] === undefined) {
      return { op: 'query', act: () => this.#query(number, said) };
    }
    if (order?.[1] === 'POST' && order[3] !== undefined) {
      return { op: 'close', act: () => parsed(closeRequest, request, (body) => this.#close(number, body)) };
    }
    return null;
  }

  #prepay(body: z.infer<typeof prepayRequest>): Plain {
    return this.#merchant.orderComplaint(body) ?? this.model.prepay(body);
  }

  #refund(body: z.infer<typeof refundRequest>): Plain {
    return this.#merchant.subComplaint(body.sub_mchid) ?? this.model.refund(body);
  }

  #queryRefund(outRefundNo: string, said: SaidNames): Plain {
    return this.#merchant.subComplaint(said.sub_mchid) ?? this.model.queryRefund(outRefundNo);
  }

  #bill(params: URLSearchParams): Plain {
    const day = params.get('bill_date') ?? '';
    const asked = [params.get('bill_type'), params.get('tar_type')].join();
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || asked !== 'ALL,GZIP')
      return apiError(400, 'PARAM_ERROR', '参数错误');
    const strange = this.#merchant.billComplaint(saidIn(params).sub_mchid);
    if (strange !== null) return strange;
    const lines = this.desk.lines(day);
    if (lines === 'late') return apiError(400, 'STATEMENT_CREATING', '账单生成中');
    if (lines === 'none') return apiError(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    const { packed, sha1 } = wechatBill(lines, this.#merchant);
    const token = this.desk.issue(packed);
    return {
      status: 200,
      body: {
        hash_type: 'SHA1',
        hash_value: this.desk.isDamaged ? sha1.replaceAll(/./g, '0') : sha1,
        download_url: `${this.baseUrl}/v3/billdownload/file?token=${token}`,
      },
    };
  }

  #billFile(token: string | null): Plain {
    const file = this.desk.redeem(token ?? '');
    return file === null
      ? apiError(400, 'INVALID_REQUEST', '账单地址已失效')
      : { status: 200, body: null, file };
  }

  #query(outTradeNo: string, said: SaidNames): Plain {
    return this.#merchant.numbersComplaint(said) ?? this.model.query(outTradeNo, this.#merchant);
  }

  #close(outTradeNo: string, said: SaidNames): Plain {
    return this.#merchant.numbersComplaint(said) ?? this.model.close(outTradeNo);
  }
}

function saidIn(params: URLSearchParams): SaidNames {
  return Object.fromEntries(params);
}

function parsed<Body>(shape: z.ZodType<Body>, request: ServerRequest, act: (body: Body) => Plain): Plain {
  const body = shape.safeParse(readJson(request.body));
  return body.success ? act(body.data) : apiError(400, 'PARAM_ERROR', '参数错误');
}
