import { describe, expect, it } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { HttpClient } from '../../transport/http.ts';
import { billSourceContract } from '../bill-source.contract.ts';
import { alipayWorld } from '../testing/alipay-world.ts';
import { detailsOf } from './bill-archive.ts';
import { readAlipayBill } from './bill-file.ts';
import { AlipayBills, safeAddress } from './bills.ts';

billSourceContract('Alipay', async () => {
  const world = await alipayWorld();
  const { clock, config } = world;
  const bills = new AlipayBills(config, { http: new HttpClient({ clock }), clock, log: silentLog });
  return {
    ...world,
    bills,
    device: 'alipay',
    close: async () => {
      await bills.shutdown();
      await world.close();
    },
  };
});

describe('AlipayBills', () => {
  it('needs an address that signatures may be sent to', async () => {
    const { config, clock, close } = await alipayWorld();
    const parts = { http: new HttpClient({ clock }), clock, log: silentLog };
    expect(() => new AlipayBills({ ...config, baseUrl: 'nowhere' }, parts)).toThrow('NOT_A_URL');
    await close();
  });

  it('asks for the file over https, whatever the address says', () => {
    const told = 'http://dwbillcenter.alipay.com/downloadBillFile.resource?bizType=X&fileId=1';
    expect(safeAddress(told).href).toBe(told.replace('http:', 'https:'));
    expect(safeAddress('http://127.0.0.1:8080/file').href).toBe('http://127.0.0.1:8080/file');
  });
});

/** In the form of files that merchants have published. */
const HEAD = `#支付宝业务明细查询
#账号：[20880000000000000156]
#起始日期：[2020年07月22日 00:00:00]   终止日期：[2020年07月23日 00:00:00]
#-----------------------------------------业务明细列表----------------------------------------
支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注`;
const PAID =
  '2020072222001444911\t,K20200722\t,交易\t,院内,充值,2020-07-22 16:13:11,2020-07-22 16:14:24, , , , ,**佳(yan***@163.com)\t,1.00,0.96,0.96,0.00,0.00,0.00,0.00,红包,0.00 ,0.00, \t,-0.01,0.00,';
const BACK =
  '2020072222001444911\t,K20200722\t,退款\t,充值,2020-07-22 16:13:11,2020-07-22 17:00:00, , , , ,**佳\t,-0.50,-0.50,0.00,0.00,0.00,0.00,0.00,,0.00 ,0.00,RK1\t,0.01,0.00,';

describe('readAlipayBill', () => {
  const all = () => true;
  const text = (rows: string[], paid: number, back: number) =>
    [
      HEAD,
      ...rows,
      '#-----------------------------------------业务明细列表结束------------------------------------',
      `#交易合计：${paid}笔，商家实收共1.00元，商家优惠共0.00元`,
      `#退款合计：${back}笔，商家实收退款共-0.50元，商家优惠退款共0.00元`,
      '#导出时间：[2020年07月23日 06:27:10]',
      '',
    ].join('\r\n');

  it('reads payments and refunds, with commas in the names of goods', () => {
    expect(readAlipayBill(text([PAID, BACK], 1, 1), all)).toEqual({
      trades: [
        {
          outTradeNo: 'K20200722',
          transactionId: '2020072222001444911',
          amountFen: 100,
          paidAt: '2020-07-22T16:14:24+08:00',
        },
      ],
      refunds: [
        { outTradeNo: 'K20200722', outRefundNo: 'RK1', amountFen: 50, at: '2020-07-22T17:00:00+08:00' },
      ],
    });
    const unfinished = text([PAID.replace('2020-07-22 16:14:24', ' ')], 1, 0);
    expect(readAlipayBill(unfinished, all)?.trades[0]?.paidAt).toBe('2020-07-22T16:13:11+08:00');
  });

  it('knows the names of columns in narrow brackets too', () => {
    const narrow = text([BACK], 0, 1).replaceAll('（元）', '(元)');
    expect(readAlipayBill(narrow, all)?.refunds).toHaveLength(1);
  });

  it('nothing but the whole of it', () => {
    expect(readAlipayBill(text([PAID], 2, 0), all)).toBeNull();
    expect(readAlipayBill(text([PAID], 1, 1), all)).toBeNull();
    expect(readAlipayBill(HEAD, all)).toBeNull();
    expect(readAlipayBill('', all)).toBeNull();
    expect(readAlipayBill(text([PAID], 1, 0).replace('商户订单号', '订单'), all)).toBeNull();
    expect(readAlipayBill(text([PAID.replace('交易\t', '转账')], 1, 0), all)).toBeNull();
    expect(readAlipayBill(text(['x'], 0, 0), all)).toBeNull();
  });

  it('nothing whose money or time cannot be read, if it is ours', () => {
    for (const broken of [PAID.replace(',1.00,', ',a,'), PAID.replaceAll('16:1', '')]) {
      expect(readAlipayBill(text([broken], 1, 0), all)).toBeNull();
      expect(readAlipayBill(text([broken], 1, 0), () => false)).toEqual({ trades: [], refunds: [] });
    }
  });
});

describe('detailsOf', () => {
  it('finds nothing in what is no archive, and in one without details', async () => {
    expect(await detailsOf(Buffer.from('<html>'))).toBeNull();
    // The least archive there is: an empty directory.
    expect(await detailsOf(Buffer.from(`504b0506${'0'.repeat(36)}`, 'hex'))).toBeNull();
  });
});
