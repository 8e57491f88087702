import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Config, tlsMaterial } from './config.ts';
import { loadConfig } from './load.ts';
import { type ConfigProblem, describeProblems } from './problem.ts';
import { type Bench, openBench, PEM } from './testing/bench.ts';
import { KEYS, merge, minimal, type Tree } from './testing/minimal.ts';

let bench: Bench = { folder: '', write: () => {}, config: () => '', remove: () => {} };
beforeEach(() => {
  bench = openBench(KEYS);
});
afterEach(() => bench.remove());

function load(changes: Tree, base: Tree = minimal()) {
  return loadConfig(bench.config(stringify(merge(base, changes))));
}

async function good(changes: Tree = {}): Promise<Config> {
  const result = await load(changes);
  if (!result.ok) throw new Error(describeProblems('kiosk.yaml', result.error));
  return result.value;
}

async function bad(changes: Tree): Promise<readonly ConfigProblem[]> {
  const result = await load(changes);
  return result.ok ? [] : result.error;
}

async function paths(changes: Tree): Promise<readonly string[]> {
  return (await bad(changes)).map(({ path }) => path);
}

describe('a configuration that is right', () => {
  it('may be small: everything else has a default', async () => {
    const config = await good();
    expect(config).toMatchObject({
      cardReader: null,
      codeScanner: null,
      printer: null,
      agency: { baseUrl: 'https://agency.example.org/kiosk', ca: null, client: null },
      journal: { file: 'journal.sqlite' },
      timeouts: { qrSeconds: 300 },
    });
    expect(config.payment.wechat).toMatchObject({
      baseUrl: 'https://api.mch.weixin.qq.com',
      merchantSerial: '5157F09E',
    });
    expect(Object.keys(config.payment.wechat?.verifyKeys ?? {})).toEqual(['PUB_KEY_ID_2', 'PUB_KEY_ID_1']);
    expect(tlsMaterial(config.agency)).toEqual({});
  });

  it('knows where phones fetch receipts, if anywhere', async () => {
    expect((await good()).agency.receiptUrl).toBeNull();
    const receiptUrl = 'https://rs.example.org/r/{claim}';
    expect((await good({ agency: { receiptUrl } })).agency.receiptUrl).toBe(receiptUrl);
    expect(await bad({ agency: { receiptUrl: 'http://rs.example.org/r/{claim}' } })).toEqual([
      {
        path: 'agency.receiptUrl',
        message: 'does not have the accepted form',
        accepted: 'https:// address with {claim} after the host; http:// on 127.0.0.1 only',
      },
    ]);
  });

  it('fills in the line settings of a reader', async () => {
    const config = await good({
      cardReader: { protocol: 'acs-ccid', transport: { kind: 'serial', path: '/dev/ttyUSB0' } },
      codeScanner: {
        protocol: 'line',
        transport: { kind: 'serial', path: '/dev/ttyACM0', baudRate: 115_200, parity: 'even' },
      },
    });
    const line = { dataBits: 8, stopBits: 1, parity: 'none', flow: 'none' };
    expect(config.cardReader).toEqual({
      protocol: 'acs-ccid',
      slot: 'auto',
      options: {},
      transport: { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9_600, ...line },
    });
    expect(config.codeScanner?.transport).toEqual({
      kind: 'serial',
      path: '/dev/ttyACM0',
      baudRate: 115_200,
      ...line,
      parity: 'even',
    });
  });

  it('takes a printer on the network or on a line', async () => {
    const network = await good({
      printer: { profile: 'generic-80', transport: { kind: 'tcp', host: '192.0.2.7' } },
    });
    expect(network.printer).toEqual({
      profile: 'generic-80',
      processId: false,
      transport: { kind: 'tcp', host: '192.0.2.7', port: 9_100 },
    });
    const line = await good({
      printer: {
        profile: 'generic-58',
        options: { processId: true },
        transport: { kind: 'serial', path: '/dev/ttyS1', flow: 'rtscts' },
      },
    });
    expect(line.printer).toMatchObject({ processId: true, transport: { kind: 'serial', flow: 'rtscts' } });
  });

  it('reads the agency’s certificates for mutual TLS', async () => {
    const config = await good({
      agency: { caFile: 'keys/ca.pem', certFile: 'keys/client.pem', keyFile: 'keys/client-key.pem' },
    });
    expect(tlsMaterial(config.agency)).toEqual({
      ca: PEM.ca.trim(),
      cert: PEM.client.cert.trim(),
      key: PEM.client.key,
    });
  });

  it('never shows a private key, however it is printed', async () => {
    const config = await good({
      agency: { certFile: 'keys/client.pem', keyFile: 'keys/client-key.pem' },
    });
    for (const shown of [JSON.stringify(config), inspect(config, { depth: 9, showHidden: true })]) {
      expect(shown).not.toContain('PRIVATE KEY');
      expect(shown).not.toContain(PEM.rsaPrivate.split('\n')[5]);
    }
  });

  it('is the example that is shipped', async () => {
    const docs = resolve(import.meta.dirname, '../../../docs');
    const yaml = readFileSync(join(docs, 'kiosk.example.yaml'), 'utf8');
    mkdirSync(join(bench.folder, 'etc/keys'), { recursive: true });
    for (const [from, to] of [
      ['merchant.pem', 'merchant.pem'],
      ['wechat.pem', 'wechat-public.pem'],
      ['alipay-app.pem', 'alipay-app.pem'],
      ['alipay.pem', 'alipay-public.pem'],
      ['ca.pem', 'agency-ca.pem'],
      ['client.pem', 'terminal.pem'],
      ['client-key.pem', 'terminal-key.pem'],
    ] as const) {
      copyFileSync(join(bench.folder, 'keys', from), join(bench.folder, 'etc/keys', to));
    }
    bench.write('etc/kiosk.yaml', yaml);
    const result = await loadConfig(join(bench.folder, 'etc/kiosk.yaml'));
    expect(result.ok ? [] : result.error).toEqual([]);
  });
});

describe('what is wrong', () => {
  it('is told all at once, each with its key path and what would be right', async () => {
    const problems = await bad({
      terminal: { id: 'kiosk one', nmae: 'x', region: 440_404 },
      cardReader: { protocol: 'acs-cid', slot: 'contact', transport: { kind: 'parallel' } },
      printer: { profile: 'generic-80', transport: { kind: 'tcp', host: '192.0.2.7', port: 70_000 } },
      payment: { wechat: { merchantKeyFile: 'keys/nowhere.pem', mchId: undefined } },
      agency: { baseUrl: 'http://agency.example.org' },
      timeouts: { qrSeconds: 30, idleSeconds: 'long', warnSeconds: null },
    });
    expect(problems).toEqual([
      {
        path: 'terminal.id',
        message: 'does not have the accepted form',
        accepted: '1–12 capital letters and digits',
      },
      {
        path: 'terminal.region',
        message: 'must be text: put it in quotes',
        accepted: 'six digits in quotes, e.g. "440404"',
      },
      {
        path: 'terminal.nmae',
        message: 'unknown key; did you mean name?',
        accepted: 'id, name, region, mmPerPx, orientation, heightMm',
      },
      {
        path: 'cardReader.protocol',
        message: 'is not one of the accepted values',
        accepted: 'acs-ccid | gemtwin-ccid | nibble | pn532',
      },
      {
        path: 'cardReader.transport.kind',
        message: 'is not one of the accepted values',
        accepted: 'serial | hid',
      },
      {
        path: 'printer.transport.port',
        message: 'is too large or too long',
        accepted: 'whole number 1–65535',
      },
      { path: 'payment.wechat.mchId', message: 'is missing', accepted: '6–32 digits in quotes' },
      {
        path: 'agency.baseUrl',
        message: 'does not have the accepted form',
        accepted: 'https:// address without user, query or fragment; http:// on 127.0.0.1 only',
      },
      {
        path: 'timeouts.qrSeconds',
        message: 'is too small or too short',
        accepted: 'whole number 60–600',
      },
      {
        path: 'timeouts.idleSeconds',
        message: 'must be a number, but is text',
        accepted: 'whole number 20–600',
      },
      {
        path: 'timeouts.warnSeconds',
        message: 'must be a number, but is empty',
        accepted: 'whole number 10–60',
      },
      {
        path: 'payment.wechat.merchantKeyFile',
        message: 'no such file',
        accepted: 'PEM file, PKCS#8 private key, RSA of 2048 bits or more, no pass phrase',
      },
    ]);
  });

  it('looks into sections within sections', async () => {
    const partner = { subMchId: 1900000109, subMchID: '1900000109' };
    expect(await bad({ payment: { wechat: { partner } } })).toMatchObject([
      { path: 'payment.wechat.partner.subMchId', accepted: '6–32 digits in quotes' },
      { path: 'payment.wechat.partner.subMchID', message: 'unknown key; did you mean subMchId?' },
    ]);
  });

  it('names a missing section by its keys, and a strange key with nothing like it', async () => {
    expect(await bad({ agency: undefined, voice: true })).toEqual([
      {
        path: 'agency',
        message: 'is missing',
        accepted: 'a section with baseUrl, caFile, certFile, keyFile, receiptUrl',
      },
      {
        path: 'voice',
        message: 'unknown key',
        accepted: 'terminal, cardReader, codeScanner, printer, payment, agency, journal, timeouts, operator',
      },
    ]);
    const printer = { profile: 'generic-80' };
    expect(await bad({ printer })).toMatchObject([{ path: 'printer.transport', message: 'is missing' }]);
  });

  it.each([
    [{ agency: [] }, 'agency', 'must be a section, but is a list'],
    [{ agency: 7 }, 'agency', 'must be a section, but is a number'],
    [{ terminal: { name: true } }, 'terminal.name', 'must be text: put it in quotes'],
    [{ terminal: { name: { zh: 'x' } } }, 'terminal.name', 'must be text, but is a section'],
    [{ terminal: { mmPerPx: false } }, 'terminal.mmPerPx', 'must be a number, but is true or false'],
    [{ timeouts: { qrSeconds: 90.5 } }, 'timeouts.qrSeconds', 'must be a whole number, but is a number'],
    [{ terminal: { region: '990101' } }, 'terminal.region', 'does not have the accepted form'],
    [
      { payment: { wechat: { verifyKeys: { 'key one': 'keys/wechat.pem' } } } },
      'payment.wechat.verifyKeys."key one"',
      'is not a usable key id',
    ],
  ])('%j → %s %s', async (changes, path, message) => {
    expect(await bad(changes)).toMatchObject([{ path, message }]);
  });

  it('needs at least one key to verify answers with', async () => {
    const base = minimal();
    const wechat = { ...(base.payment?.wechat as Tree), verifyKeys: {} };
    const result = await load({}, { ...base, payment: { ...base.payment, wechat } });
    expect(result.ok ? [] : result.error).toMatchObject([{ path: 'payment.wechat.verifyKeys' }]);
  });

  it('never quotes a value: a key pasted into the wrong place stays out of the report', async () => {
    const secret = PEM.rsaPrivate;
    const report = describeProblems(
      'kiosk.yaml',
      await bad({
        terminal: { id: secret, orientation: secret },
        printer: { profile: secret, transport: { kind: secret } },
        payment: { wechat: { mchId: secret, merchantKeyFile: secret, baseUrl: secret } },
      }),
    );
    for (const line of secret.split('\n').slice(1, 4)) expect(report).not.toContain(line);
  });
});

describe('addresses', () => {
  it.each([
    ['https://agency.example.org', true],
    ['https://agency.example.org:8443/kiosk/v1', true],
    ['http://127.0.0.1:8080', true],
    ['http://localhost:8080', false],
    ['http://192.0.2.1', false],
    ['http://127.0.0.1.example.org', false],
    ['https://user:secret@agency.example.org', false],
    ['https://agency.example.org/?a=1', false],
    ['ftp://agency.example.org', false],
    ['agency.example.org', false],
  ])('%s: %s', async (baseUrl, accepted) => {
    expect(await paths({ agency: { baseUrl } })).toEqual(accepted ? [] : ['agency.baseUrl']);
  });
});

describe('the file itself', () => {
  it.each([
    ['terminal: {\n', [{ path: 'line 2, column 1', message: 'not valid YAML: wrong indentation' }]],
    ['a: 1\nb: 2\na: 3\n', [{ path: 'a (line 3, column 1)', message: 'this key is there twice' }]],
    ['a: { b: 1, b: 2 }\n', [{ path: 'a.b (line 1, column 12)', message: 'this key is there twice' }]],
    ['a: 1\n---\nb: 1\n', [{ message: 'a second document starts here; one is accepted' }]],
    ['a: *nowhere\n', [{ path: '', message: 'refers to an anchor that is not there, or to too many' }]],
    ['a: 1\n  - b: [\n', [{ path: 'line 1, column 4' }, { path: 'line 3, column 1' }]],
    ['a: @b\n', [{ path: 'line 1, column 4', message: 'not valid YAML' }]],
    ['', [{ path: '', message: 'must be a section, but is empty' }]],
    ['just text\n', [{ path: '', message: 'must be a section, but is text' }]],
  ])('%j', async (text, problems) => {
    const result = await loadConfig(bench.config(text));
    expect(result.ok ? [] : result.error).toMatchObject(problems);
  });

  it('stops an explosion of aliases', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      'b: &b [*a, *a, *a, *a, *a, *a, *a]',
      'c: [*b, *b, *b, *b, *b, *b, *b]',
    ];
    const result = await loadConfig(bench.config(bomb.join('\n')));
    expect(result.ok ? [] : result.error).toMatchObject([
      { path: '', message: expect.stringContaining('anchor') },
    ]);
  });

  it('may be missing or unreadable', async () => {
    expect(await loadConfig(join(bench.folder, 'nowhere.yaml'))).toEqual({
      ok: false,
      error: [{ path: '', message: 'there is no such file', accepted: '' }],
    });
    expect(await loadConfig(bench.folder)).toMatchObject({
      error: [{ message: 'the file cannot be read (EISDIR)' }],
    });
  });
});

describe('the technician’s number', () => {
  const HASH = 'scrypt$16384$8$1$SQAf7PSwVGhIbd6e6cZReQ==$yP/qX2hpQQzvM1doP6EmPxj/tuZUjOTubqdkPtfMFSQ=\n';

  it('need not be there', async () => {
    expect((await good()).operator).toEqual({ pin: null });
    expect((await good({ operator: {} })).operator).toEqual({ pin: null });
  });

  it('comes as its hash, from a file beside the configuration', async () => {
    bench.write('operator.pin', HASH);
    const { pin } = (await good({ operator: { pinFile: 'operator.pin' } })).operator;
    expect(pin).toMatchObject({ cost: { N: 16_384, r: 8, p: 1 } });
    expect([pin?.salt.length, pin?.hash.length]).toEqual([16, 32]);
  });

  it.each([
    ['no such file', null, 0o600],
    ['does not hold', '246810', 0o600],
    ['every user of this machine can read', HASH, 0o644],
  ])('is refused when there is %s', async (words, text, mode) => {
    if (text !== null) bench.write('operator.pin', text, mode);
    const problems = await bad({ operator: { pinFile: 'operator.pin' } });
    expect(problems.map(({ path }) => path)).toEqual(['operator.pinFile']);
    expect(problems[0]?.message).toContain(words);
    expect(JSON.stringify(problems)).not.toContain('246810');
  });

  it('is refused when its file is a folder', async () => {
    expect(await bad({ operator: { pinFile: '.' } })).toMatchObject([
      { path: 'operator.pinFile', message: 'the file cannot be read (EISDIR)' },
    ]);
  });
});
