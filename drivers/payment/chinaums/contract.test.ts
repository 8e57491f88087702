import { paymentChannelContract } from '../payment-channel.contract.ts';
import { chinaUmsWorld } from '../testing/chinaums-world.ts';

for (const answersSigned of [true, false]) {
  paymentChannelContract(
    `ChinaUMS bills against the emulator, answers ${answersSigned ? 'signed' : 'vouched for by TLS'}`,
    async () => {
      const { clock, skew, channel, pull, close } = await chinaUmsWorld({ answersSigned });
      return {
        channel,
        now: () => clock.now(),
        advance: (ms) => clock.advance(ms),
        says: { unscanned: { state: 'UNPAID' }, absent: { state: 'NOT_CREATED' } },
        // What a look at the bill does, nobody hears of.
        scan: () => Promise.resolve(),
        pay: (outTradeNo, amountFen) => pull('aggregate-scan-pay', { outTradeNo, amountFen }),
        putAhead: (ms) => {
          skew.ms = ms;
        },
        takeFrom: (funds) => pull('aggregate-payer', { wallet: funds }),
        loseAnswer: (op) => pull('aggregate-fault', { op, phase: 'after-commit', kind: 'drop' }),
        overload: (op, kind) => pull('aggregate-fault', { op, phase: 'before', kind }),
        refundMs: 5000,
        close,
      };
    },
  );
}
