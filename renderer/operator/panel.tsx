import { type JSX, useCallback, useEffect, useState } from 'react';
import type { OperatorBridge } from '../../main/contract/bridge.ts';
import type { OperatorRequest, OperatorState } from '../../main/contract/operator.ts';
import type { Answered, Ask } from './ask.ts';
import { PinPage } from './pin-page.tsx';
import { watchPresence } from './presence.ts';
import { Workbench } from './workbench.tsx';

/** What was done is seen on the page, but for these. */
const SAYS_NOTHING_ITSELF: ReadonlySet<OperatorRequest['type']> = new Set(['apply-lever', 'advance-clock']);

/** The technician's window. Main says what may be seen; before the number is right that is nothing but the keys for it. */
export function Panel({ bridge }: { readonly bridge: OperatorBridge }): JSX.Element {
  const [state, setState] = useState<OperatorState | null>(null);
  const [answered, setAnswered] = useState<Answered | null>(null);
  useEffect(() => bridge.onState(setState), [bridge]);
  useEffect(() => watchPresence(window, () => void bridge.request({ type: 'touch' })), [bridge]);

  const ask: Ask = useCallback(
    async (request, label) => {
      const answer = await bridge.request(request);
      const isShown = !answer.ok || SAYS_NOTHING_ITSELF.has(request.type);
      setAnswered(isShown ? { ok: answer.ok, label, message: answer.ok ? '' : answer.message } : null);
      return answer.ok;
    },
    [bridge],
  );

  return (
    <section className="panel" data-screen="operator" aria-label="技术人员面板">
      {state === null ? null : state.access === 'locked' ? (
        <PinPage state={state} answered={answered} ask={ask} />
      ) : (
        <Workbench state={state} answered={answered} ask={ask} paper={bridge.paper} />
      )}
    </section>
  );
}
