import { z } from 'zod';
import { choice, file, flag, text, url } from './schema-parts.ts';

/** The `payment` section of kiosk.yaml: what each wallet has to be told. */

/** One of the two is given; see rules.ts. */
const keyFile = (description: string, other: string) =>
  file(`${description} Or ${other}.`)
    .optional()
    .meta({ defaultNote: `required unless ${other} is there` });

const label = (description: string) => text(description, '1–32 characters', /^[^\p{Cc}]{1,32}$/u);

/** A private key that never leaves its token. */
const tokenKey = (description: string) =>
  z
    .strictObject({
      module: file('The PKCS#11 library that came with the token, e.g. /usr/lib/softhsm/libsofthsm2.so.'),
      token: label('Label of the token.'),
      key: label('Label of the private key on it.'),
      pinFile: file('The token’s PIN, alone in a file that only its owner can read.'),
    })
    .optional()
    .meta({ description: `${description} PKCS#11: an HSM, a TPM or a USB key.` });

const weChatApp = (description: string) =>
  text(description, 'wx and 1–30 letters or digits', /^wx[0-9A-Za-z_-]{1,30}$/);

const weChatMerchant = (description: string) => text(description, '6–32 digits in quotes', /^\d{6,32}$/);

const wechat = z
  .strictObject({
    baseUrl: url('WeChat Pay’s server.').default('https://api.mch.weixin.qq.com'),
    secondBaseUrl: url('The same service on another site, asked when the first cannot be reached.')
      .optional()
      .meta({ defaultNote: 'https://api2.mch.weixin.qq.com beside the default baseUrl, else none' }),
    appId: weChatApp('The application’s id (appid); in partner mode the service provider’s (sp_appid).'),
    mchId: weChatMerchant(
      'The merchant’s number (mchid); in partner mode the service provider’s (sp_mchid).',
    ),
    partner: z
      .strictObject({
        subMchId: weChatMerchant(
          'The sub merchant’s number (子商户号, sub_mchid): where the money goes, and whom every answer has to name.',
        ),
        subAppId: weChatApp('The sub merchant’s own application (sub_appid), if it has one.').optional(),
      })
      .optional()
      .meta({
        description:
          'Partner mode (服务商模式): a service provider sells for this merchant of its own. Without it the merchant is a direct one (普通商户).',
      }),
    merchantSerial: text(
      'Serial number of the merchant’s certificate.',
      '1–64 hexadecimal digits in quotes',
      /^[0-9A-Fa-f]{1,64}$/,
    ),
    merchantKeyFile: keyFile(
      'The merchant’s private key: PEM, PKCS#8, RSA of 2048 bits or more.',
      'merchantKey',
    ),
    merchantKey: tokenKey('The merchant’s private key, on a token.'),
    verifyKeys: z
      .record(z.string().regex(/^[0-9A-Za-z_-]{1,64}$/), file('A public key: PEM, SPKI or PKCS#1.'))
      .refine((ring) => Object.keys(ring).length > 0)
      .meta({
        description:
          'Key id → WeChat Pay’s public key (PEM, SPKI or PKCS#1). The first one is asked for; answers may use any.',
        accepted: 'at least one key id with the path of its file',
      }),
    notifyUrl: url('Where WeChat Pay reports payments to (your back office; the terminal asks by itself).'),
  })
  .meta({ description: 'WeChat Pay, APIv3 Native.' });

const alipay = z
  .strictObject({
    baseUrl: url('Alipay’s server.').default('https://openapi.alipay.com'),
    appId: text('The application’s id.', '6–32 digits in quotes', /^\d{6,32}$/),
    appKeyFile: keyFile('The application’s private key: PEM, PKCS#8, RSA of 2048 bits or more.', 'appKey'),
    appKey: tokenKey('The application’s private key, on a token.'),
    alipayKeyFile: z.union([file('A public key.'), z.array(file('A public key.')).min(1)]).meta({
      description:
        'Alipay’s public key for this application (PEM, SPKI or PKCS#1), not the application’s own; a list while keys rotate.',
      accepted: 'path of a file, or a list of paths',
    }),
    productCode: choice(
      'The product that was signed with Alipay: face-to-face payment (当面付) or order code (订单码).',
      ['FACE_TO_FACE_PAYMENT', 'QR_CODE_OFFLINE'],
    ).default('FACE_TO_FACE_PAYMENT'),
    appAuthTokenFile: file(
      'Partner mode: the merchant’s authorisation of this application (app_auth_token), alone in a file.',
    ).optional(),
  })
  .meta({ description: 'Alipay, OpenAPI v3 precreate, with plain public keys (no certificates).' });

const aggregate = z
  .strictObject({
    baseUrl: url('The acquirer’s server.').default('https://api-mop.chinaums.com'),
    caFile: file('Certificates that the server’s must chain to: PEM. Only these are trusted then.')
      .optional()
      .meta({ defaultNote: 'the well-known authorities' }),
    appId: text('The application’s id (AppId).', '8–64 letters and digits', /^[0-9A-Za-z]{8,64}$/),
    appKeyFile: file('The application’s key (AppKey), alone in a file.'),
    mid: text(
      'Number of the merchant at the acquirer (商户号).',
      '15 capital letters and digits in quotes',
      /^[0-9A-Z]{15}$/,
    ),
    tid: text(
      'Number of the terminal at the acquirer (终端号); not terminal.id.',
      '8 capital letters and digits in quotes',
      /^[0-9A-Z]{8}$/,
    ),
    sourceNo: text(
      'The four characters that the acquirer wants in front of every number (来源编号).',
      '4 capital letters and digits in quotes',
      /^[0-9A-Z]{4}$/,
    ),
    notifyUrl: url('Where the acquirer reports payments to (your back office; the terminal asks by itself).')
      .optional()
      .meta({ defaultNote: 'nowhere' }),
    answersSigned: flag(
      'Answers bear a signature like the requests’, and are not believed without; as agreed upon with the acquirer.',
    ).default(false),
    wallets: z
      .array(z.enum(['unionpay', 'wechat', 'alipay', 'ecny']))
      .min(1)
      .refine((wallets) => new Set(wallets).size === wallets.length)
      .default(['unionpay', 'wechat', 'alipay'])
      .meta({
        description:
          'What the code can be scanned with by the contract, in the order in which the screen names it; ecny = e-CNY (数字人民币).',
        accepted: 'a list of unionpay, wechat, alipay, ecny, each at most once',
        defaultNote: 'unionpay, wechat, alipay',
      }),
  })
  .meta({ description: 'One code for every wallet (聚合码), through ChinaUMS (银联商务).' });

export const payment = z
  .strictObject({
    acceptKeyFiles: flag(
      'The operator accepts that signing keys lie in files on this machine, which could be stolen with it. Without it a production server wants its key on a token.',
    ).default(false),
    wechat: wechat.optional(),
    alipay: alipay.optional(),
    aggregate: aggregate.optional(),
  })
  .meta({ description: 'The wallets; at least one. How to set each up: [wallets.md](wallets.md).' });
