import { PEM } from './bench.ts';

/** The key files that `minimal` names, and some more, for the bench's `keys/`. */
export const KEYS = {
  'merchant.pem': PEM.rsaPrivate,
  'wechat.pem': PEM.rsaPublic,
  'wechat-old.pem': PEM.rsaPublicPkcs1,
  'alipay-app.pem': PEM.rsaPrivate,
  'alipay.pem': PEM.otherRsaPublic,
  'acquirer.key': '00112233445566778899aabbccddeeff\n',
  'token.pin': '907316\n',
  'ca.pem': PEM.ca,
  'client.pem': PEM.client.cert,
  'client-key.pem': PEM.client.key,
  'other-key.pem': PEM.otherClient.key,
};

export type Tree = { [key: string]: unknown };

/** The smallest configuration that is right. */
export function minimal(): { [section: string]: Tree } {
  return {
    terminal: { id: 'K0001', name: '一号机', region: '440404', mmPerPx: 0.2479, orientation: 'portrait' },
    payment: {
      acceptKeyFiles: true,
      wechat: {
        appId: 'wx0123456789abcdef',
        mchId: '1900000001',
        merchantSerial: '5157f09e',
        merchantKeyFile: 'keys/merchant.pem',
        verifyKeys: { PUB_KEY_ID_2: 'keys/wechat.pem', PUB_KEY_ID_1: 'keys/wechat-old.pem' },
        notifyUrl: 'https://pay.example.org/notify',
      },
    },
    agency: { baseUrl: 'https://agency.example.org/kiosk' },
  };
}

/** Sections are merged, everything else replaced; undefined takes a key away. */
export function merge(base: Tree, changes: Tree): Tree {
  const result: Tree = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const old = result[key];
    if (value === undefined) delete result[key];
    else result[key] = isTree(old) && isTree(value) ? merge(old, value) : value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
