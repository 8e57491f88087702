import { describe, expect, it } from 'vitest';
import { AVAILABLE } from './capabilities.ts';
import { ruleProblems } from './rules.ts';

const found = (raw: unknown) =>
  ruleProblems(raw)
    .filter(({ message }) => message !== 'not available in this version')
    .map(({ path }) => path);
const unavailable = (raw: unknown) =>
  ruleProblems(raw)
    .filter(({ message }) => message === 'not available in this version')
    .map(({ path, accepted }) => [path, accepted]);

const reader = (protocol: string, more: object) => ({ cardReader: { protocol, ...more } });

describe('slots', () => {
  it.each([
    ['gemtwin-ccid', 'contact', true],
    ['gemtwin-ccid', 'auto', true],
    ['gemtwin-ccid', undefined, true],
    ['gemtwin-ccid', 'contactless', false],
    ['pn532', 'contactless', true],
    ['pn532', 'auto', true],
    ['pn532', 'contact', false],
    ['acs-ccid', 'contact', true],
    ['acs-ccid', 'contactless', true],
    ['nibble', 'contactless', false],
    ['nibble', 'contact', true],
  ])('%s %s: %s', (protocol, slot, accepted) => {
    expect(found(reader(protocol, { slot }))).toEqual(accepted ? [] : ['cardReader.slot']);
  });
});

it('leaves each option to its protocol', () => {
  const options = {
    echo: true,
    commandClass: 0x32,
    portSelect: '1B2542',
    psam: { moduleKey: 0x14, cardKey: 0x0a },
  };
  expect(found(reader('gemtwin-ccid', { options }))).toEqual([
    'cardReader.options.commandClass',
    'cardReader.options.portSelect',
    'cardReader.options.psam',
  ]);
  expect(found(reader('nibble', { options }))).toEqual(['cardReader.options.echo']);
  expect(found(reader('acs-ccid', { options }))).toHaveLength(4);
});

it.each([
  ['nibble', 'hid', true],
  ['nibble', 'serial', true],
  ['acs-ccid', 'hid', false],
  ['gemtwin-ccid', 'hid', false],
  ['pn532', 'hid', false],
  ['pn532', 'serial', true],
])('gives the reader protocol %s over %s: %s', (protocol, kind, accepted) => {
  const transport = kind === 'hid' ? { kind, path: '/dev/hidraw0' } : { kind, path: '/dev/ttyUSB0' };
  expect(found(reader(protocol, { transport }))).toEqual(accepted ? [] : ['cardReader.transport.kind']);
});

it.each([
  [{ vendorId: 1, productId: 2 }, true],
  [{ path: '/dev/hidraw0' }, true],
  [{ vendorId: 1 }, false],
  [{ vendorId: 1, productId: 2, path: '/dev/hidraw0' }, false],
  [{ vendorId: 1, path: '/dev/hidraw0' }, false],
  [{}, false],
])('names a HID device clearly: %j %s', (ids, accepted) => {
  const transport = { kind: 'hid', ...ids };
  expect(found(reader('nibble', { transport }))).toEqual(accepted ? [] : ['cardReader.transport']);
});

it.each([
  [{ protocol: 'line', transport: { kind: 'serial' } }, []],
  [{ protocol: 'line' }, ['codeScanner.transport']],
  [{ protocol: 'line', transport: { kind: 'hid', path: 'x' } }, ['codeScanner.transport.kind']],
  [{ protocol: 'hid-pos', transport: { kind: 'hid', path: 'x' } }, []],
  [{ protocol: 'hid-pos', transport: { kind: 'serial' } }, ['codeScanner.transport.kind']],
  [{ protocol: 'wedge' }, []],
  [{ protocol: 'wedge', transport: { kind: 'serial' } }, ['codeScanner.transport']],
  [{ protocol: 'other' }, []],
])('gives each scanner protocol its wire: %j', (codeScanner, paths) => {
  expect(found({ codeScanner })).toEqual(paths);
});

it('asks for a wallet', () => {
  expect(found({ payment: {} })).toEqual(['payment']);
  expect(found({ payment: { acceptKeyFiles: true } })).toEqual(['payment']);
  expect(found({ payment: { aggregate: {} } })).toEqual([]);
  expect(found({ payment: null })).toEqual([]);
});

it('takes certificate and key together, and over TLS only', () => {
  const https = { baseUrl: 'https://a' };
  expect(found({ agency: { ...https, certFile: 'x', keyFile: 'x', caFile: 'x' } })).toEqual([]);
  expect(found({ agency: { ...https, certFile: 'x' } })).toEqual(['agency.keyFile']);
  expect(found({ agency: { ...https, keyFile: 'x' } })).toEqual(['agency.certFile']);
  expect(found({ agency: { baseUrl: 'http://127.0.0.1', caFile: 'x' } })).toEqual(['agency.caFile']);
});

it.each([
  ['masung', ['printer.transport.flow']],
  ['vkp80', ['printer.transport.flow']],
  ['generic-80', []],
  ['nobody', []],
])('knows whether software flow control would swallow what %s says', (profile, wrong) => {
  const transport = { kind: 'serial', path: 'x', baudRate: 9600, flow: 'xonxoff' };
  expect(found({ printer: { profile, transport } })).toEqual(wrong);
  expect(found({ printer: { profile, transport: { ...transport, flow: 'rtscts' } } })).toEqual([]);
});

describe('what this version cannot do yet', () => {
  it('is told once each, with what it can do', () => {
    expect(
      unavailable({
        printer: { profile: 'epson-tm-t88', transport: { kind: 'usb-lp', path: 'x' } },
        payment: { wechat: {}, alipay: {} },
      }),
    ).toEqual([
      [
        'printer.profile',
        'generic-80 | generic-58 | epson-tm | masung | snbc | vkp80 | cashino | citizen | dumb-clone',
      ],
    ]);
  });

  it('says nothing of what it can', () => {
    expect(
      unavailable({
        cardReader: { protocol: 'nibble', transport: { kind: 'hid', path: 'x' } },
        codeScanner: { protocol: 'hid-pos', transport: { kind: 'hid' } },
        printer: { profile: 'generic-58', transport: { kind: 'tcp' } },
        payment: { wechat: {}, alipay: {} },
      }),
    ).toEqual([]);
  });

  it('lists nothing twice', () => {
    for (const names of Object.values(AVAILABLE)) expect(new Set(names).size).toBe(names.length);
  });
});
