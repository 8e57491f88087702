import { paymentChannelContract } from '../payment-channel.contract.ts';
import { alipayWorld } from '../testing/alipay-world.ts';

paymentChannelContract('Alipay precreate against the emulator', async () => {
  const { clock, skew, channel, pull, close } = await alipayWorld();
  return {
    channel,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    says: { unscanned: { state: 'NOT_SCANNED' }, absent: { state: 'NOT_SCANNED' } },
    scan: (outTradeNo) => pull('alipay-scan', { outTradeNo }),
    pay: (outTradeNo, amountFen) => pull('alipay-scan-pay', { outTradeNo, amountFen }),
    putAhead: (ms) => {
      skew.ms = ms;
    },
    takeFrom: (funds) => pull('alipay-payer', { funds }),
    loseAnswer: (op) => pull('alipay-fault', { op, phase: 'after-commit', kind: 'drop' }),
    overload: (op, kind) => pull('alipay-fault', { op, phase: 'before', kind }),
    refundMs: 5000,
    close,
  };
});
