import { describe, expect, it } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { LoopbackHttpServer, type ServerAnswer } from '../../transport/emulator/http-server.ts';
import { HttpClient } from '../../transport/http.ts';
import { MOST_BILL_BYTES } from '../bill.ts';
import { billSourceContract } from '../bill-source.contract.ts';
import { alipayBill } from '../emulator/alipay-bill.ts';
import { AlipaySeal } from '../emulator/alipay-codec.ts';
import type { Plain } from '../emulator/wallet-plain.ts';
import { alipayKeys, alipayWorld } from '../testing/alipay-world.ts';
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

describe('AlipayBills believes', () => {
  /** A server that has Alipay's key, and says and gives what it is told to. */
  async function said(
    answer: Plain,
    file: ServerAnswer = { status: 200, headers: {}, body: Buffer.from('') },
  ) {
    const { config, clock, close } = await alipayWorld();
    const seal = new AlipaySeal(await alipayKeys, { appId: config.appId, appAuthToken: null }, false);
    const server: LoopbackHttpServer = await LoopbackHttpServer.start(async ({ target }) => {
      if (!target.startsWith('/v3/')) return file;
      const { status, body } = answer;
      const url = { bill_download_url: `${server.baseUrl}/file` };
      return seal.seal({ status, body: status === 200 ? { ...url, ...body } : body }, clock.now(), 'ID1');
    });
    const parts = { http: new HttpClient({ clock }), clock, log: silentLog };
    const bills = new AlipayBills({ ...config, baseUrl: server.baseUrl }, parts);
    const outcome = await bills.bill('2026-11-24', () => true);
    await bills.shutdown();
    await server.close();
    await close();
    return outcome;
  }

  it('no address that is none', async () => {
    const doubt = { kind: 'unknown', cause: 'bad-answer' };
    expect(await said({ status: 200, body: { bill_download_url: 'nowhere' } })).toEqual(doubt);
    expect(await said({ status: 200, body: {} })).toEqual(doubt);
  });

  it('no file that is not there', async () => {
    const gone = { status: 403, headers: {}, body: Buffer.from('') };
    expect(await said({ status: 200, body: {} }, gone)).toEqual({ kind: 'unknown', cause: 'server-error' });
  });

  it('that it may have none', async () => {
    const refusal = { status: 403, body: { code: 'insufficient-isv-permissions', message: 'ISV权限不足' } };
    expect(await said(refusal)).toMatchObject({ kind: 'refused', code: 'insufficient-isv-permissions' });
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
    expect(readAlipayBill(text(['', PAID], 1, 0).replace('交易合计', '手续费合计'), all)).toBeNull();
  });

  it('nothing whose money or time cannot be read, if it is ours', () => {
    for (const broken of [PAID.replace(',1.00,', ',a,'), PAID.replaceAll('16:1', '')]) {
      expect(readAlipayBill(text([broken], 1, 0), all)).toBeNull();
      expect(readAlipayBill(text([broken], 1, 0), () => false)).toEqual({ trades: [], refunds: [] });
    }
  });
});

describe('detailsOf', () => {
  const day = Date.parse('2026-11-24T09:00:00+08:00');
  const line = { outTradeNo: 'K1', transactionId: '1', totalFen: 100, at: day, goods: '保费' };

  it('finds the details among other files, whole and of a bearable size', async () => {
    const archive = Buffer.from(alipayBill('2026-11-24', [line]));
    expect(await detailsOf(archive)).toContain('K1');
    // Where the directory of the archive says how large the last file is, and what its check sum is.
    const directory = archive.lastIndexOf(Buffer.from('504b0102', 'hex'));
    const huge = Buffer.from(archive);
    huge.writeUInt32LE(MOST_BILL_BYTES + 1, directory + 24);
    expect(await detailsOf(huge)).toBeNull();
    const spoilt = Buffer.from(archive);
    spoilt.writeUInt32LE(1, directory + 16);
    expect(await detailsOf(spoilt)).toBeNull();
  });

  it('finds nothing in what is no archive, and in one without details', async () => {
    expect(await detailsOf(Buffer.from('<html>'))).toBeNull();
    // The least archive there is: an empty directory.
    expect(await detailsOf(Buffer.from(`504b0506${'0'.repeat(36)}`, 'hex'))).toBeNull();
  });
});
