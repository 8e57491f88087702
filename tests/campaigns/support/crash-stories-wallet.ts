import {
  agencySays,
  all,
  inTurn,
  leaves,
  outage,
  pays,
  type Scenario,
  stays,
  walletFault,
} from './crash-story.ts';
import type { WalletName } from './crash-wallets.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** How wallets say that they will not refund, for now or ever; and which. */
const REFUND_RESULTS: readonly (readonly [string, ...WalletName[]])[] = [
  ['ABNORMAL', 'wechat'],
  ['CLOSED', 'wechat'],
  ['NOT_ENOUGH', 'wechat', 'alipay'],
  ['FINISHED', 'alipay'],
  ['FAIL', 'aggregate'],
];

/** From the first call to a wallet until the money is there, or proven not to come; and its way back. */
export const walletStories: readonly Scenario[] = [
  {
    row: 1,
    name: 'left before there was a code',
    ends: ['CLOSED'],
    onOpen: (stage, view) => stage.leaves(view, 0),
    onCode: stays,
  },
  {
    row: 2,
    name: 'the prepay answer is lost',
    ends: ['BOOKED'],
    arrange: walletFault('prepay'),
    onCode: pays(5),
  },
  { row: 3, name: 'nobody pays, the code runs out', codeSeconds: 60, ends: ['CLOSED'], onCode: stays },
  {
    row: 10,
    name: 'cancelled as the payment lands',
    ends: ['BOOKED'],
    arrange: (stage) => stage.pull('pay-late'),
    onCode: all((stage, view) => stage.scans(view, 3), leaves(5)),
  },
  {
    row: 11,
    name: 'the close answer is lost',
    ends: ['CLOSED'],
    arrange: walletFault('close'),
    onCode: all((stage, view) => stage.scans(view, 3), leaves(5)),
  },
  {
    row: 12,
    name: 'closed, and somebody tries to pay an hour later',
    ends: ['CLOSED'],
    onCode: all((stage, view) => stage.scans(view, 3), leaves(5), pays(HOUR)),
  },
  {
    row: 13,
    name: 'left, and the photographed code is paid minutes later',
    ends: ['CLOSED'],
    endsAt: { alipay: ['BOOKED'] },
    onCode: all(leaves(5), pays(5 * MINUTE - 1)),
  },
  {
    row: 14,
    name: 'the other wallet after proof that the first is closed',
    wallets: ['wechat'],
    other: 'alipay',
    ends: ['CLOSED', 'BOOKED'],
    arrange: walletFault('close', { count: 2 }),
    onCode: (stage, view, nth) => {
      if (nth === 2) stage.pays(view, 5);
      if (nth > 1) return;
      stage.leaves(view, 5);
      stage.after(5, () => stage.sellsWhenFree('alipay'));
    },
  },
  {
    row: 15,
    name: 'the other wallet while the hidden code lives on, and both are paid',
    wallets: ['alipay'],
    other: 'wechat',
    ends: ['REFUNDED', 'BOOKED'],
    onCode: (stage, view, nth) => {
      if (nth === 2) stage.pays(view, 5);
      if (nth > 1) return;
      stage.leaves(view, 5);
      stage.after(5, () => stage.sellsWhenFree('wechat'));
      stage.pays(view, 2 * MINUTE);
    },
  },
  {
    row: 15,
    name: 'the other wallet, and the hidden code is paid first',
    wallets: ['alipay'],
    other: 'wechat',
    ends: ['BOOKED', 'REFUNDED'],
    onCode: (stage, view, nth) => {
      if (nth === 2) stage.pays(view, 2 * MINUTE);
      if (nth > 1) return;
      stage.leaves(view, 5);
      stage.after(5, () => stage.sellsWhenFree('wechat'));
      stage.pays(view, MINUTE);
    },
  },
  {
    row: 17,
    name: 'no such trade while the code lives, and it is paid at the last moment',
    codeSeconds: 60,
    ends: ['BOOKED'],
    onCode: pays(58),
  },
  {
    row: 17,
    name: 'never created: both attempts are lost on their way',
    ends: ['NEVER_CREATED'],
    arrange: walletFault('prepay', { phase: 'before', count: 2 }),
    onCode: stays,
  },
  {
    row: 18,
    name: 'another amount is paid than was asked for',
    ends: ['FROZEN'],
    onCode: (stage, view) => stage.pays(view, 5, 100),
  },
  {
    row: 18,
    name: 'a signed answer about somebody else',
    ends: ['FROZEN'],
    arrange: walletFault('query', { kind: 'wrong-merchant' }),
    onCode: (stage, view) => {
      stage.scans(view, 1);
      stage.pays(view, 1.5);
    },
  },
  {
    row: 19,
    name: 'nothing that is answered can be believed for a while',
    ends: ['BOOKED'],
    arrange: inTurn(
      walletFault('query', { kind: 'bad-signature', count: 2 }),
      walletFault('query', { kind: 'unknown-key', count: 2 }),
      walletFault('query', { kind: 'html', count: 2 }),
      walletFault('query', { kind: 'truncate', count: 2 }),
    ),
    onCode: pays(5),
  },
  {
    row: 20,
    name: 'the wallet signs with its next key from now on',
    wallets: ['alipay'],
    ends: ['BOOKED'],
    onCode: (stage, view) => {
      stage.after(3, () => stage.pull('rotate-key'));
      stage.pays(view, 5);
    },
  },
  {
    row: 20,
    name: 'answers under an unknown key for an hour',
    wallets: ['wechat'],
    ends: ['BOOKED'],
    arrange: walletFault('query', { kind: 'unknown-key', count: 100 }),
    onCode: (stage, view) => {
      stage.pays(view, 5);
      stage.after(HOUR, () => stage.pull('fault', { op: 'query', clear: true }));
    },
  },
  {
    row: 22,
    name: 'too many calls, then a wallet that is down',
    ends: ['BOOKED'],
    arrange: inTurn(
      walletFault('prepay', { kind: '429', phase: 'before' }),
      walletFault('query', { kind: '429', count: 4 }),
      walletFault('query', { kind: '500', count: 4 }),
    ),
    onCode: pays(5),
  },
  ...[3 * MINUTE, 3 * HOUR, 3 * 24 * HOUR].map(
    (seconds): Scenario => ({
      row: 23,
      name: `paid, and no network for ${seconds / MINUTE} minutes`,
      ends: ['BOOKED'],
      onCode: all(outage('wallets', 3, seconds), pays(2.5)),
    }),
  ),
  {
    row: 23,
    name: 'not paid, and no network for three hours',
    ends: ['CLOSED'],
    onCode: outage('wallets', 3, 3 * HOUR),
  },
  {
    row: 24,
    name: 'the refund answer is lost',
    ends: ['REFUNDED'],
    arrange: inTurn(agencySays('rejected', 'PERIOD_CLOSED'), walletFault('refund')),
    onCode: pays(5),
  },
  {
    row: 24,
    name: 'the refund never arrives, and then its answer is lost',
    ends: ['REFUNDED'],
    arrange: inTurn(
      agencySays('rejected', 'ALREADY_PAID'),
      walletFault('refund', { phase: 'before', count: 2 }),
      walletFault('queryRefund', { count: 2 }),
    ),
    onCode: pays(5),
  },
  {
    row: 24,
    name: 'the money is slow on its way back',
    wallets: ['alipay'],
    ends: ['REFUNDED'],
    arrange: inTurn(agencySays('rejected', 'PERIOD_CLOSED'), walletFault('refund'), (stage) =>
      stage.pull('refund-result', { result: 'SLOW' }),
    ),
    onCode: pays(5),
  },
  {
    row: 24,
    name: 'the wallet behind the acquirer takes no refund for a day',
    wallets: ['aggregate'],
    ends: ['REFUNDED'],
    arrange: inTurn(agencySays('rejected', 'PERIOD_CLOSED'), (stage) =>
      stage.pull('refund-result', { result: 'TARGET_FAIL' }),
    ),
    onCode: (stage, view) => {
      stage.pays(view, 5);
      stage.after(24 * HOUR, () => stage.pull('refund-result', { result: 'SUCCESS' }));
    },
  },
  {
    row: 25,
    name: 'the wallet behind the acquirer takes no refund ever',
    wallets: ['aggregate'],
    ends: ['REFUND_STUCK'],
    arrange: inTurn(agencySays('rejected', 'PERIOD_CLOSED'), (stage) =>
      stage.pull('refund-result', { result: 'TARGET_FAIL' }),
    ),
    onCode: pays(5),
  },
  ...REFUND_RESULTS.map(
    ([result, ...wallets]): Scenario => ({
      row: 25,
      name: `the wallet does not refund: ${result}`,
      wallets,
      ends: ['REFUND_STUCK'],
      arrange: inTurn(agencySays('rejected', 'PERIOD_CLOSED'), (stage) =>
        stage.pull('refund-result', { result }),
      ),
      onCode: pays(5),
    }),
  ),
  {
    row: 33,
    name: 'somebody gives the money back by hand before it is booked',
    ends: ['FROZEN'],
    arrange: walletFault('query', { phase: 'before', count: 6 }),
    onCode: (stage, view) => {
      stage.pays(view, 1);
      stage.after(4, () => stage.isRefundedByHand(view));
    },
  },
  {
    row: 34,
    name: 'scanned, and not confirmed when the time is over',
    codeSeconds: 60,
    ends: ['CLOSED'],
    onCode: (stage, view) => stage.scans(view, 20),
  },
  {
    row: 35,
    name: 'no question is answered to the end: nothing but close is sent',
    ends: ['BOOKED'],
    arrange: walletFault('query', { count: 40 }),
    onCode: all(pays(5), leaves(20)),
  },
];
