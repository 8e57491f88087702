import type { TroubleCode } from '../contract/trouble.ts';
import { classifyCode } from '../policy/scanned-code.ts';
import type { VisitContext } from './context.ts';
import type { VisitEvent } from './events.ts';
import { visit } from './setup.ts';

/**
 * A code under the scanner, wherever somebody is to be identified. Only what can be an electronic card goes to the
 * agency, and each token once: it is spent by the first question, whatever became of it. Everything else is explained
 * here and sent to nobody.
 */

export interface CodeHeld {
  readonly context: VisitContext;
  readonly event: VisitEvent;
}

/** Only codes come here; an answer that several states share is not narrowed to its own event. */
function textOf(event: VisitEvent): string {
  /* v8 ignore next -- narrows the type; the other side is never taken */
  return 'text' in event ? event.text : '';
}

/** Why this code is not sent to the agency; null = it is. */
function objection({ context, event }: CodeHeld): TroubleCode | null {
  const text = textOf(event);
  switch (classifyCode(text)) {
    case 'ecode':
      return text === context.spentToken ? 'CODE_EXPIRED' : null;
    case 'payment-code':
      return 'PAYMENT_CODE';
    case 'id-number':
    case 'foreign':
      return 'FOREIGN_CODE';
  }
}

const takeToken = visit.assign(({ event }) => {
  const token = textOf(event);
  return {
    method: 'scan',
    fault: null,
    identifiedBy: 'code',
    card: null,
    lookup: { by: 'ecode', token },
    spentToken: token,
  };
});

export const codeHeld = [
  {
    guard: (held: CodeHeld) => objection(held) === null,
    target: '#visit.identify.looking-up',
    actions: takeToken,
  },
  {
    target: '#visit.identify.waiting',
    reenter: true,
    actions: visit.assign((held) => ({ method: 'scan', fault: objection(held) })),
  },
] as const;
