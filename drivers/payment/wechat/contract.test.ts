import { paymentChannelContract } from '../payment-channel.contract.ts';
import { wechatPartnerWorld, wechatWorld } from '../testing/wechat-world.ts';

for (const [name, open] of [
  ['WeChat Native against the emulator', wechatWorld],
  ['WeChat Native in partner mode against the emulator', wechatPartnerWorld],
] as const) {
  paymentChannelContract(name, async () => {
    const { clock, skew, channel, pull, close } = await open();
    return {
      channel,
      now: () => clock.now(),
      advance: (ms) => clock.advance(ms),
      says: { unscanned: { state: 'UNPAID' }, absent: { state: 'NOT_CREATED' } },
      // To WeChat, an order exists before anybody has seen its code.
      scan: async () => undefined,
      pay: (outTradeNo, amountFen) => pull('wallet-scan-pay', { outTradeNo, amountFen }),
      putAhead: (ms) => {
        skew.ms = ms;
      },
      takeFrom: (funds) => pull('wallet-payer', { funds }),
      loseAnswer: (op) => pull('wallet-fault', { op, phase: 'after-commit', kind: 'drop' }),
      overload: (op, kind) => pull('wallet-fault', { op, phase: 'before', kind }),
      refundMs: 5000,
      close,
    };
  });
}
