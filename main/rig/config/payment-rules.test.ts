import { describe, expect, it } from 'vitest';
import { ruleProblems } from './rules.ts';

const found = (raw: unknown) => ruleProblems(raw).map(({ path, message }) => [path, message]);
const token = { module: 'm.so', token: 't', key: 'k', pinFile: 'p' };

describe('where a signing key is', () => {
  it.each([
    ['wechat', 'merchantKey'],
    ['alipay', 'appKey'],
  ])('payment.%s: a file or a token, one of the two', (wallet, key) => {
    const path = `payment.${wallet}.${key}`;
    expect(found({ payment: { [wallet]: { [`${key}File`]: 'a.pem' } } })).toEqual([]);
    expect(found({ payment: { [wallet]: { [key]: token } } })).toEqual([]);
    expect(found({ payment: { [wallet]: { [key]: token, [`${key}File`]: 'a.pem' } } })).toEqual([
      [path, `is given as ${key}File as well`],
    ]);
    expect(found({ payment: { [wallet]: {} } })).toEqual([[`${path}File`, 'is missing']]);
  });
});

it('a service provider sells for somebody else', () => {
  const wechat = { mchId: '1900007291', merchantKeyFile: 'a.pem' };
  expect(found({ payment: { wechat: { ...wechat, partner: { subMchId: '1900000109' } } } })).toEqual([]);
  expect(found({ payment: { wechat: { ...wechat, partner: { subMchId: '1900007291' } } } })).toEqual([
    ['payment.wechat.partner.subMchId', 'is the service provider’s own number (mchId)'],
  ]);
  expect(found({ payment: { wechat: { merchantKeyFile: 'a.pem', partner: {} } } })).toEqual([]);
});

describe('the acquirer’s numbers', () => {
  it.each([
    ['K0001', true],
    ['ABCDEFGH', true],
    ['KABCDEFGH', true],
    ['ABCDEFGHI', false],
    ['KABCDEFGHI', false],
  ])('have room for a terminal called %s: %s', (id, fits) => {
    expect(found({ terminal: { id }, payment: { aggregate: {} } })).toEqual(
      fits ? [] : [['terminal.id', 'is too long for the numbers that payment.aggregate allows']],
    );
  });

  it('bind nobody who has no acquirer', () => {
    expect(found({ terminal: { id: 'ABCDEFGHIJKL' }, payment: {} })).toEqual([
      ['payment', 'names no wallet'],
    ]);
    expect(found({ terminal: { id: 7 }, payment: { aggregate: {} } })).toEqual([]);
  });
});
