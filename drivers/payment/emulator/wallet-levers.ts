import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import { FAULT_KINDS, faultLever, networkLever } from '../../transport/emulator/http-faults.ts';
import { makeLever, notNow } from '../../transport/emulator/lever-args.ts';
import type { WalletHost } from './wallet-host.ts';
import type { PayerFunds, WalletOp } from './wallet-plain.ts';

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
  { value: '503', label: '服务暂停，请稍后再来' },
  { value: 'bad-signature', label: '应答签名错误' },
  { value: 'unknown-key', label: '应答公钥未知' },
  { value: 'skew', label: '应答时间偏差' },
  { value: 'wrong-amount', label: '应答金额不符' },
  { value: 'wrong-merchant', label: '应答是别家的订单' },
] as const;

/** The books, as far as the payer and the wallet's people change them. */
export interface WalletTill<RefundResult extends string> {
  /** Somebody scans and pays. Without a number: the newest code that still works. false = there is none. */
  scanAndPay(outTradeNo: string | undefined, fen: number | undefined): boolean;
  /** Number of the order that is paid just before its close commits; `any` = whichever is closed first. */
  payBeforeClose: string | null;
  /** Refunds that have not settled yet turn out like this, and so do later ones. */
  decideRefunds(result: RefundResult): void;
}

/** The number of an order, or none: then `what`. */
export function numberArg(what: string) {
  return {
    name: 'outTradeNo',
    label: `商户订单号（默认${what}）`,
    type: 'text',
    maxLength: 32,
    optional: true,
  } as const;
}

/** An amount in fen, or none: then `what`. */
export function amountArg(label: string, what: string) {
  return {
    name: 'amountFen',
    label: `${label}（默认${what}）`,
    type: 'number',
    min: 1,
    max: 100_000_000,
    unit: '分',
    optional: true,
  } as const;
}

/** Where the money of payments comes from, from now on, in wallets that hold several kinds of money. */
export function payerLever(
  { device, name }: { readonly device: string; readonly name: string },
  payer: { payerFunds: PayerFunds },
  balance: string,
): Lever {
  const options: readonly { readonly value: PayerFunds; readonly label: string }[] = [
    { value: 'balance', label: balance },
    { value: 'bank-card', label: '银行卡' },
    { value: 'ecny', label: '数字人民币' },
  ];
  return makeLever(
    {
      id: `${device}-payer`,
      label: `${name}付款方式`,
      kind: 'fault',
      args: [{ name: 'funds', label: '用什么付', type: 'choice', options }],
    },
    async (values) => {
      payer.payerFunds = values.text('funds') as PayerFunds;
      return ok();
    },
  );
}

/**
 * What a person, or the network, can do to any emulated wallet.
 *
 * @param device first part of every lever's id
 * @param name of the wallet, on the panel
 * @param moreOps calls that only some wallets have
 */
export function walletLevers<RefundResult extends string>(
  { device, name }: { readonly device: string; readonly name: string },
  till: WalletTill<RefundResult>,
  refundResults: Readonly<Record<RefundResult, string>>,
  host: Pick<WalletHost, 'faults' | 'server' | 'save'>,
  moreOps: readonly { readonly value: WalletOp; readonly label: string }[] = [],
): readonly Lever[] {
  return [
    makeLever(
      {
        id: `${device}-scan-pay`,
        label: `${name}扫码并支付`,
        kind: 'action',
        args: [numberArg('最新'), amountArg('实付金额', '应付')],
      },
      async (values) => {
        if (!till.scanAndPay(values.text('outTradeNo'), values.number('amountFen'))) {
          return notNow('没有可以支付的二维码');
        }
        await host.save();
        return ok();
      },
    ),
    makeLever(
      {
        id: `${device}-pay-late`,
        label: `${name}关单到达时抢先支付`,
        kind: 'fault',
        args: [numberArg('任一'), { name: 'clear', label: '解除', type: 'boolean', optional: true }],
      },
      async (values) => {
        till.payBeforeClose = values.flag('clear') ? null : (values.text('outTradeNo') ?? 'any');
        return ok();
      },
    ),
    makeLever(
      {
        id: `${device}-refund-result`,
        label: `${name}退款结果`,
        kind: 'fault',
        args: [
          {
            name: 'result',
            label: '结果',
            type: 'choice',
            options: Object.entries<string>(refundResults).map(([value, label]) => ({ value, label })),
          },
        ],
      },
      async (values) => {
        till.decideRefunds(values.text('result') as RefundResult);
        await host.save();
        return ok();
      },
    ),
    faultLever({ id: `${device}-fault`, label: `${name}接口故障` }, [...OPS, ...moreOps], KINDS, host.faults),
    networkLever({ id: `${device}-network`, label: `${name}网络` }, host.server),
  ];
}
