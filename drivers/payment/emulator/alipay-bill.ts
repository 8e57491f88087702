import { crc32, deflateRawSync } from 'node:zlib';
import { localTime, toYuan } from './alipay-messages.ts';
import type { BillLine } from './bill-desk.ts';

/** A bill as Alipay makes it: two tables in GBK inside a zip. Written independently of the client. */

const NAMES =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const ACCOUNT = '20880000000000000156';

export function alipayBill(day: string, lines: readonly BillLine[]): Uint8Array {
  const paid = lines.filter(({ refund }) => refund === undefined);
  const back = lines.filter(({ refund }) => refund !== undefined);
  const paidFen = paid.reduce((sum, { totalFen }) => sum + totalFen, 0);
  const backFen = back.reduce((sum, { refund }) => sum + (refund?.fen ?? 0), 0);
  const head = [
    '#支付宝业务明细查询',
    `#账号：[${ACCOUNT}]`,
    `#起始日期：[${day} 00:00:00]   终止日期：[${day} 24:00:00]`,
  ];
  const counts = [
    `#交易合计：${paid.length}笔，商家实收共${toYuan(paidFen)}元，商家优惠共0.00元`,
    `#退款合计：${back.length}笔，商家实收退款共-${toYuan(backFen)}元，商家优惠退款共0.00元`,
  ];
  const details = [
    ...head,
    '#-----------------------------------------业务明细列表----------------------------------------',
    NAMES,
    ...lines.map(rowOf),
    '#-----------------------------------------业务明细列表结束------------------------------------',
    ...counts,
  ];
  const stem = `${ACCOUNT}_${day.replaceAll('-', '')}_业务明细`;
  return zip([
    { name: gbk(`${stem}(汇总).csv`), content: gbk(`${[...head, ...counts].join('\r\n')}\r\n`) },
    { name: gbk(`${stem}.csv`), content: gbk(`${details.join('\r\n')}\r\n`) },
  ]);
}

function rowOf({ outTradeNo, transactionId, totalFen, at, goods, refund }: BillLine): string {
  const amount = refund === undefined ? toYuan(totalFen) : `-${toYuan(refund.fen)}`;
  return [
    ...[`${transactionId}\t`, `${outTradeNo}\t`, refund === undefined ? '交易' : '退款', goods],
    ...[localTime(at), localTime(at), '', '', '', '', '*示(159****5620)', amount, amount],
    ...[
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '',
      '0.00',
      '0.00',
      `${refund?.outRefundNo ?? ''}\t`,
      '0.00',
      '0.00',
      '',
    ],
  ].join(',');
}

/** The platform only decodes GBK; its table turned around is the encoder. */
let table: ReadonlyMap<string, readonly number[]> | null = null;

function gbk(text: string): Buffer {
  table ??= new Map(twoByteCodes());
  const codes = table;
  return Buffer.from([...text].flatMap((char) => codes.get(char) ?? char.charCodeAt(0)));
}

function* twoByteCodes(): Generator<readonly [string, readonly number[]]> {
  const decoder = new TextDecoder('gbk');
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      const char = decoder.decode(Uint8Array.of(high, low));
      if (char.length === 1) yield [char, [high, low]];
    }
  }
}

interface Packed {
  readonly name: Buffer;
  readonly content: Buffer;
}

/** The least that a zip can be: each file deflated, then the directory, then where the directory is. */
function zip(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const data = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, name);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, data]);
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, entries, end]);
}
