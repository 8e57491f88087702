import { expect, it } from 'vitest';
import { describeProblems, pathText, problem } from './problem.ts';

it.each([
  [[], ''],
  [['payment', 'wechat', 'mchId'], 'payment.wechat.mchId'],
  [['payment', 'alipay', 'alipayKeyFile', 1], 'payment.alipay.alipayKeyFile[1]'],
  [['payment', 'wechat', 'verifyKeys', 'a b'], 'payment.wechat.verifyKeys."a b"'],
])('%j is %s', (path, text) => {
  expect(pathText(path)).toBe(text);
});

it('reports one line per problem', () => {
  const one = problem(['agency'], 'is missing', 'a section');
  expect(describeProblems('kiosk.yaml', [one])).toBe(
    'kiosk.yaml: 1 problem\n  agency: is missing (accepted: a section)',
  );
  expect(describeProblems('kiosk.yaml', [one, problem([], 'cannot be read')])).toBe(
    'kiosk.yaml: 2 problems\n  agency: is missing (accepted: a section)\n  cannot be read',
  );
});
