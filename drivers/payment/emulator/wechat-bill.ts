import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { BillLine } from './bill-desk.ts';
import type { WeChatMerchant } from './wechat-merchant.ts';

/** A trade bill as WeChat Pay makes it, written from its description and independently of the client. */

const NAMES =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

export interface BillFile {
  /** gzip. */
  readonly packed: Uint8Array;
  /** Of the table, before packing. */
  readonly sha1: string;
}

export function wechatBill(lines: readonly BillLine[], merchant: WeChatMerchant): BillFile {
  const paid = lines.filter(({ refund }) => refund === undefined);
  const paidFen = paid.reduce((sum, { totalFen }) => sum + totalFen, 0);
  const backFen = lines.reduce((sum, { refund }) => sum + (refund?.fen ?? 0), 0);
  const totals = [
    String(lines.length),
    yuan(paidFen),
    yuan(backFen),
    '0.00',
    '0.00000',
    yuan(paidFen),
    yuan(backFen),
  ];
  const rows = lines.map((line) => cells(rowOf(line, merchant)));
  const table = Buffer.from(`\uFEFF${[NAMES, ...rows, TOTALS, cells(totals)].join('\r\n')}\r\n`);
  return { packed: gzipSync(table), sha1: createHash('sha1').update(table).digest('hex') };
}

function rowOf(
  { outTradeNo, transactionId, totalFen, at, goods, refund }: BillLine,
  merchant: WeChatMerchant,
): readonly string[] {
  const isRefund = refund !== undefined;
  return [
    ...[localTime(at), ...merchant.billed, '', transactionId, outTradeNo, 'oDEMO-0000000000000000000000'],
    ...[
      'NATIVE',
      isRefund ? 'REFUND' : 'SUCCESS',
      'OTHERS',
      'CNY',
      isRefund ? '0.00' : yuan(totalFen),
      '0.00',
    ],
    ...(isRefund
      ? [refund.refundId, refund.outRefundNo, yuan(refund.fen), '0.00', 'ORIGINAL', 'SUCCESS']
      : ['0', '0', '0.00', '0.00', '', '']),
    ...[goods, '', '0.00000', '0.60%', isRefund ? '0.00' : yuan(totalFen), yuan(refund?.fen ?? 0), ''],
  ];
}

function cells(values: readonly string[]): string {
  return values.map((value) => `\`${value}`).join(',');
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

function localTime(epochMs: number): string {
  return new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
