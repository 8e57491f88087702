import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import {
  FAULT_KINDS,
  type FaultKind,
  type FaultPlan,
  faultLever,
  networkLever,
} from '../../transport/emulator/http-faults.ts';
import type { LoopbackHttpServer } from '../../transport/emulator/http-server.ts';
import { makeLever, notNow } from '../../transport/emulator/lever-args.ts';
import type { SealFlaw } from './wechat-codec.ts';
import type { WeChatModel } from './wechat-model.ts';

export type WalletOp = 'prepay' | 'query' | 'close' | 'refund' | 'queryRefund';
export type WalletFault = Exclude<FaultKind, 'delay'> | '429' | SealFlaw;

interface Parts {
  readonly model: WeChatModel;
  readonly faults: FaultPlan<WalletOp, WalletFault>;
  readonly server: LoopbackHttpServer;
  readonly save: () => Promise<void>;
}

const OPS = [
  { value: 'prepay', label: '下单' },
  { value: 'query', label: '查单' },
  { value: 'close', label: '关单' },
  { value: 'refund', label: '退款' },
  { value: 'queryRefund', label: '查退款' },
] as const;

const KINDS = [
  ...FAULT_KINDS,
  { value: '429', label: '频率超限' },
  { value: 'bad-signature', label: '应答签名错误' },
  { value: 'unknown-key', label: '应答公钥未知' },
  { value: 'skew', label: '应答时间偏差' },
] as const;

const REFUND_RESULTS = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'NOT_ENOUGH'] as const;
const REFUND_LABELS = {
  SUCCESS: '成功',
  ABNORMAL: '退款异常',
  CLOSED: '退款关闭',
  NOT_ENOUGH: '商户余额不足',
};

/** What a person, or the network, can do to the emulated WeChat Pay. */
export function wechatLevers({ model, faults, server, save }: Parts): readonly Lever[] {
  return [
    makeLever(
      {
        id: 'wallet-scan-pay',
        label: '微信扫码并支付',
        kind: 'action',
        args: [
          {
            name: 'outTradeNo',
            label: '商户订单号（默认最新）',
            type: 'text',
            maxLength: 32,
            optional: true,
          },
          {
            name: 'amountFen',
            label: '实付金额（默认应付）',
            type: 'number',
            min: 1,
            max: 100_000_000,
            unit: '分',
            optional: true,
          },
        ],
      },
      async (values) => {
        if (!model.scanAndPay(values.text('outTradeNo'), values.number('amountFen'))) {
          return notNow('没有可以支付的二维码');
        }
        await save();
        return ok();
      },
    ),
    makeLever(
      {
        id: 'wallet-pay-late',
        label: '关单到达时抢先支付',
        kind: 'fault',
        args: [
          {
            name: 'outTradeNo',
            label: '商户订单号（默认任一）',
            type: 'text',
            maxLength: 32,
            optional: true,
          },
          { name: 'clear', label: '解除', type: 'boolean', optional: true },
        ],
      },
      async (values) => {
        model.payBeforeClose = values.flag('clear') ? null : (values.text('outTradeNo') ?? 'any');
        return ok();
      },
    ),
    makeLever(
      {
        id: 'wallet-refund-result',
        label: '退款结果',
        kind: 'fault',
        args: [
          {
            name: 'result',
            label: '结果',
            type: 'choice',
            options: REFUND_RESULTS.map((value) => ({ value, label: REFUND_LABELS[value] })),
          },
        ],
      },
      async (values) => {
        model.decideRefunds(values.text('result') as (typeof REFUND_RESULTS)[number]);
        await save();
        return ok();
      },
    ),
    faultLever({ id: 'wallet-fault', label: '微信接口故障' }, OPS, KINDS, faults),
    networkLever({ id: 'wallet-network', label: '微信网络' }, server),
  ];
}
