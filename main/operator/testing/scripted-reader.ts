import type { Result } from '../../../drivers/base/result.ts';
import type { CardError, CardExchange, CardIdentity } from '../../../drivers/card-reader/port.ts';
import { FakeReader } from '../../visit/testing/fake-reader.ts';

export const POWER_ON: CardExchange = {
  step: 'power-on',
  command: '',
  answer: 'ATR',
  shape: '17 bytes',
  ms: 35.4,
};
export const READ: CardExchange = {
  step: 'read-record',
  command: '00 B2 08 34 14',
  answer: '9000',
  shape: '08:18',
  ms: 41,
};

/** A fake reader that tells its listener these exchanges before it reads. */
export class ScriptedReader extends FakeReader {
  exchanges: readonly CardExchange[] = [POWER_ON, READ];

  override async readIdentity(
    watch?: (exchange: CardExchange) => void,
  ): Promise<Result<CardIdentity, CardError>> {
    for (const exchange of this.exchanges) watch?.(exchange);
    return super.readIdentity();
  }
}
