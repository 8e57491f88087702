import type { ChannelId } from '../../../drivers/payment/port.ts';
import type { DayMatch } from './match.ts';

/** What reconciling one day of one channel has come to, as it stands in the journal. */
export interface DayVerdict {
  /** Asia/Shanghai, YYYY-MM-DD. */
  readonly day: string;
  readonly channel: ChannelId;
  /** When it came to this, epoch milliseconds; doing it again with the same result leaves it as it is. */
  readonly at: number;
  /** The day after was over and its bill was there: nothing about it will change by waiting. */
  readonly complete: boolean;
  readonly match: DayMatch;
}
