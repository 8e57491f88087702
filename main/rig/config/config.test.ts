import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from './config.ts';
import { configSchema } from './schema.ts';
import { PEM } from './testing/bench.ts';

/** What the shape allows and a later version will do, beyond what a configuration of this version may name. */
function resolved(changes: object, keys = new Map()) {
  const shape = configSchema.parse({
    terminal: { id: 'K0001', name: '一号机', region: '440404', mmPerPx: 0.25, orientation: 'landscape' },
    payment: {},
    agency: { baseUrl: 'http://127.0.0.1:8080' },
    ...changes,
  });
  return resolveConfig(shape, { keys, texts: new Map() }, null);
}

const serial = { kind: 'serial', path: '/dev/ttyUSB0' };

describe('resolveConfig', () => {
  it.each([
    ['acs-ccid', 'auto', 9_600, 1],
    ['gemtwin-ccid', 'contact', 115_200, 2],
    ['nibble', 'contact', 9_600, 1],
    ['pn532', 'contactless', 115_200, 1],
  ])('%s: slot %s, %d baud, %d stop bits', (protocol, slot, baudRate, stopBits) => {
    const { cardReader } = resolved({ cardReader: { protocol, transport: serial } });
    expect(cardReader).toMatchObject({ slot, transport: { baudRate, stopBits, dataBits: 8 } });
  });

  it('keeps what is said over what is usual', () => {
    const transport = { ...serial, baudRate: 38_400, stopBits: 1, parity: 'odd', flow: 'xonxoff' };
    const { cardReader } = resolved({
      cardReader: { protocol: 'gemtwin-ccid', slot: 'contact', options: { echo: false }, transport },
    });
    expect(cardReader).toEqual({
      protocol: 'gemtwin-ccid',
      slot: 'contact',
      options: { echo: false },
      transport: { ...transport, dataBits: 8 },
    });
  });

  it('leaves other wires as they are, and a wedge without one', () => {
    const hid = { kind: 'hid', vendorId: 0x1234, productId: 0x5678 };
    expect(resolved({ codeScanner: { protocol: 'hid-pos', transport: hid } }).codeScanner).toEqual({
      protocol: 'hid-pos',
      layout: null,
      transport: hid,
    });
    const named = { protocol: 'hid-pos', options: { layout: 'newland' }, transport: hid };
    expect(resolved({ codeScanner: named }).codeScanner?.layout).toBe('newland');
    expect(resolved({ codeScanner: { protocol: 'wedge' } }).codeScanner?.transport).toBeNull();
    expect(resolved({}).payment.wechat).toBeNull();
  });

  it('takes a key that was not read for a bug', () => {
    const wechat = {
      appId: 'wx1',
      mchId: '1900000001',
      merchantSerial: 'ab',
      merchantKeyFile: 'a.pem',
      verifyKeys: { K1: 'b.pem' },
      notifyUrl: 'https://pay.example.org/',
    };
    const keys = new Map([['payment.wechat.merchantKeyFile', createPrivateKey(PEM.rsaPrivate)]]);
    expect(() => resolved({ payment: { wechat } }, keys)).toThrow(
      'payment.wechat.verifyKeys.K1 was not read',
    );
    keys.set('payment.wechat.verifyKeys.K1', createPublicKey(PEM.rsaPublic));
    const { wechat: found } = resolved({ payment: { wechat } }, keys).payment;
    expect(found?.verifyKeys.K1?.type).toBe('public');
    expect(found?.secondBaseUrl).toBe('https://api2.mch.weixin.qq.com');
    const relay = { ...wechat, baseUrl: 'https://relay.example.org' };
    expect(resolved({ payment: { wechat: relay } }, keys).payment.wechat).not.toHaveProperty('secondBaseUrl');
  });

  it('knows a service provider’s sub merchant, with an application or without', () => {
    const wechat = {
      appId: 'wx1',
      mchId: '1900000001',
      merchantSerial: 'ab',
      merchantKeyFile: 'a.pem',
      verifyKeys: { K1: 'b.pem' },
      notifyUrl: 'https://pay.example.org/',
    };
    const keys = new Map([
      ['payment.wechat.merchantKeyFile', createPrivateKey(PEM.rsaPrivate)],
      ['payment.wechat.verifyKeys.K1', createPublicKey(PEM.rsaPublic)],
    ]);
    expect(resolved({ payment: { wechat } }, keys).payment.wechat).not.toHaveProperty('partner');
    for (const partner of [{ subMchId: '1900000109' }, { subMchId: '1900000109', subAppId: 'wx2' }]) {
      expect(resolved({ payment: { wechat: { ...wechat, partner } } }, keys).payment.wechat).toMatchObject({
        partner,
      });
    }
  });

  it('has Alipay’s keys in the order of the file, one or many, and the token as a secret', () => {
    const key = createPublicKey(PEM.otherRsaPublic);
    const token = createSecretKey(Buffer.from('202611BB0000000000000000000000A01'));
    const keys = new Map([
      ['payment.alipay.appKeyFile', createPrivateKey(PEM.rsaPrivate)],
      ['payment.alipay.alipayKeyFile', key],
      ['payment.alipay.alipayKeyFile[0]', key],
      ['payment.alipay.alipayKeyFile[1]', createPublicKey(PEM.rsaPublic)],
      ['payment.alipay.appAuthTokenFile', token],
    ]);
    const alipay = { appId: '2021000000000000', appKeyFile: 'a.pem', alipayKeyFile: 'b.pem' };
    expect(resolved({ payment: { alipay } }, keys).payment.alipay).toMatchObject({
      baseUrl: 'https://openapi.alipay.com',
      productCode: 'FACE_TO_FACE_PAYMENT',
      verifyKeys: [key],
      appAuthToken: null,
    });
    const more = { ...alipay, alipayKeyFile: ['b.pem', 'c.pem'], appAuthTokenFile: 't' };
    const partner = resolved({ payment: { alipay: more } }, keys).payment.alipay;
    expect(partner?.verifyKeys).toHaveLength(2);
    expect(partner?.appAuthToken?.type).toBe('secret');
    expect(JSON.stringify(partner)).not.toContain('202611BB');
  });
});
