import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import type { MessageKey } from '../../i18n/t.ts';
import type { MarkKind } from '../../kit/drawings/mark.tsx';

type Pay = ScreenOf<'pay'>;

/** What the pay screen says besides the amount. */
export interface Advice {
  readonly title: MessageKey;
  readonly how: MessageKey;
  readonly mark: MarkKind;
  /** 我已支付 makes sense: there is, or was, something to scan, and nobody is asking already. */
  readonly canAsk: boolean;
}

export function adviceFor({ notice, status }: Pay): Advice {
  if (notice !== null) {
    return {
      title: `pay.notice.${notice}`,
      how: `pay.notice.${notice}-how`,
      mark: notice === 'network-down' ? 'pause' : 'waiting',
      canAsk: notice !== 'preparing' && notice !== 'closing' && notice !== 'switching',
    };
  }
  if (status === 'waiting') {
    return { title: 'pay.question', how: 'pay.how', mark: 'waiting', canAsk: true };
  }
  const paid = status === 'paid' || status === 'booking' || status === 'booked';
  return {
    title: `pay-status.${status}`,
    how: 'pay.busy',
    mark: paid ? 'done' : 'waiting',
    canAsk: status === 'unknown',
  };
}
