import { describe, expect, it } from 'vitest';
import type { Config } from './config/config.ts';
import { DEMO_FITTINGS, fittingsOf } from './fittings.ts';

const SERIAL = {
  kind: 'serial',
  path: '/dev/ttyUSB0',
  baudRate: 115_200,
  dataBits: 8,
  stopBits: 2,
  parity: 'none',
  flow: 'none',
} as const;

/** As far as fittings are told from it. */
function config(change: object): Config {
  return {
    cardReader: null,
    codeScanner: null,
    printer: null,
    payment: { wechat: null },
    agency: { baseUrl: 'https://agency.example.org', ca: null, client: null },
    ...change,
  } as unknown as Config;
}

describe('fittings', () => {
  it('name what is fitted and what is not, in the order in which they are read', () => {
    const fittings = fittingsOf(
      config({
        payment: {
          wechat: { baseUrl: 'https://api.mch.weixin.qq.com' },
          alipay: { baseUrl: 'https://openapi.alipay.com' },
          aggregate: { baseUrl: 'https://api-mop.chinaums.com' },
        },
      }),
    );
    expect(Object.keys(fittings)).toEqual([
      'card-reader',
      'code-scanner',
      'printer',
      'wechat',
      'alipay',
      'aggregate',
      'agency',
    ]);
    expect(fittings).toMatchObject({
      'card-reader': null,
      wechat: { protocol: 'APIv3 Native', wire: 'https://api.mch.weixin.qq.com' },
      agency: { protocol: 'v1', wire: 'https://agency.example.org' },
    });
    expect(Object.keys(fittingsOf(config({ payment: { wechat: null } })))).not.toContain('wechat');
    expect(Object.keys(DEMO_FITTINGS)).toEqual(Object.keys(fittings));
  });

  it.each([
    [SERIAL, '串口 /dev/ttyUSB0，115200 8N2'],
    [{ kind: 'hid', vendorId: 0x072f, productId: 0x90cc }, 'USB HID 072F:90CC'],
    [{ kind: 'hid', path: '/dev/hidraw0' }, 'USB HID /dev/hidraw0'],
  ])('describe a reader’s wire %j', (transport, wire) => {
    const cardReader = { protocol: 'nibble', slot: 'auto', options: {}, transport };
    expect(fittingsOf(config({ cardReader }))['card-reader']).toEqual({ protocol: 'nibble', wire });
  });

  it.each([
    [{ kind: 'tcp', host: '192.0.2.7', port: 9_100 }, '网络 192.0.2.7:9100'],
    [{ kind: 'usb-lp', path: '/dev/usb/lp0' }, 'USB /dev/usb/lp0'],
  ])('describe a printer’s wire %j', (transport, wire) => {
    const printer = { profile: 'generic-80', processId: false, transport };
    expect(fittingsOf(config({ printer })).printer).toEqual({ protocol: 'generic-80', wire });
  });

  it('say of a scanner that types that it is a keyboard, and of an agency that it wants a certificate', () => {
    const fittings = fittingsOf(
      config({
        codeScanner: { protocol: 'wedge', transport: null },
        agency: { baseUrl: 'https://agency.example.org', ca: null, client: { cert: 'PEM', key: {} } },
      }),
    );
    expect(fittings['code-scanner']).toEqual({ protocol: 'wedge', wire: '键盘口' });
    expect(fittings.agency?.protocol).toBe('v1（双向证书）');
    expect(JSON.stringify(fittings)).not.toContain('PEM');
  });
});
