import { setup } from 'xstate';
import { traceOf } from '../../drivers/base/log.ts';
import { TROUBLES, type TroubleCode } from '../contract/trouble.ts';
import { type CountedScreen, ELDER_FACTOR, type IdleScreen } from '../policy/timings.ts';
import { loadBills, lookUp, openOrder, priceUp, printSlip, readCard } from './actors.ts';
import { askHistory, handIn, printForCounter } from './case-actors.ts';
import { type CountdownInput, countdown, type IdleInput, idle } from './clocks.ts';
import { nobody, type RetryTarget, required, type VisitContext } from './context.ts';
import type { EventOf, VisitEvent } from './events.ts';
import { farewellResult } from './order-meaning.ts';
import type { VisitPorts } from './ports.ts';

/** The vocabulary that all states of the visit are written in. */
export const visit = setup({
  types: {} as { context: VisitContext; events: VisitEvent; input: { ports: VisitPorts } },
  actors: {
    readCard,
    lookUp,
    loadBills,
    priceUp,
    openOrder,
    printSlip,
    handIn,
    printForCounter,
    askHistory,
    countdown,
    idle,
  },
  actions: {
    stayed: ({ context, event, self }, params: { readonly reason: string }) => {
      context.ports.log.event('visit-stayed', {
        state: stateName(self.getSnapshot().value),
        event: event.type,
        reason: params.reason,
      });
    },
    unanswered: ({ context, event, self }) => {
      context.ports.log.event('visit-unanswered', {
        state: stateName(self.getSnapshot().value),
        event: event.type,
      });
    },
    bug: ({ context, self }, params: { readonly thrown: unknown }) => {
      const where = `visit ${stateName(self.getSnapshot().value)}`;
      context.ports.log.event('bug', { where, ...traceOf(params.thrown) });
    },
    /** The technician's log says what the resident is told more gently, if at all. */
    cardWarned: ({ context }) => {
      for (const warning of required(context.card).warnings)
        context.ports.log.event('card-warning', { warning });
    },
    openOperator: ({ context }, params: { readonly by: EventOf<'operator-open'>['by'] }) =>
      context.ports.openOperator(params.by),
  },
  delays: {
    reveal: ({ context }) => context.ports.timings.revealSeconds * 1_000,
    bookingPatience: ({ context }) => context.ports.timings.bookingPatienceSeconds * 1_000,
    codePatience: ({ context }) => context.ports.timings.codePatienceSeconds * 1_000,
    closingPatience: ({ context }) => context.ports.timings.closingPatienceSeconds * 1_000,
    codeEnd: ({ context }) => {
      const { ports, order } = context;
      const left = Math.max(0, required(order).expiresAt - ports.clock.now());
      return left + ports.timings.closingPatienceSeconds * 1_000;
    },
    notYetPaidAfter: ({ context }) => context.ports.timings.notYetPaidAfterSeconds * 1_000,
    notYetPaidFor: ({ context }) => context.ports.timings.notYetPaidForSeconds * 1_000,
    hintFor: ({ context }) => context.ports.timings.hintSeconds * 1_000,
    /** What has just appeared cannot be meant by a tap that was on its way, and cannot have been read. */
    secondTap: 800,
    /** Far behind the printer's own budgets, which end every job: reached only when one of them has a bug. */
    printPatience: 180_000,
    /** Out of service: looks again whether the cause is gone. */
    recheck: 30_000,
  },
});

/** `review.ready`, `attract`: as logs and tests name a state. */
export function stateName(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[parent, child] = []] = Object.entries(value as Record<string, unknown>);
  /* v8 ignore next -- a compound value always has exactly one entry */
  return child === undefined ? String(parent) : `${parent}.${stateName(child)}`;
}

export function idleInput(screen: IdleScreen): (args: { context: VisitContext }) => IdleInput {
  return ({ context }) => {
    const { idleSeconds, warnSeconds } = context.ports.timings.idle[screen];
    const factor = context.settings.elder ? ELDER_FACTOR : 1;
    return {
      clock: context.ports.clock,
      idleSeconds: idleSeconds * factor,
      warnSeconds: warnSeconds * factor,
    };
  };
}

/** A screen's visible count: begun on entry, run by the `counting` actor, gone on exit. */
export function beginCount(screen: CountedScreen | ((context: VisitContext) => CountedScreen)) {
  return visit.assign(({ context }) => {
    const { timings } = context.ports;
    const seconds = timings.count[typeof screen === 'function' ? screen(context) : screen];
    return { secondsLeft: context.settings.elder ? seconds * ELDER_FACTOR : seconds };
  });
}

export const counting = {
  src: 'countdown',
  id: 'countdown',
  input: ({ context }: { readonly context: VisitContext }): CountdownInput => ({
    clock: context.ports.clock,
    /* v8 ignore next -- set by `beginCount` on the same entry */
    seconds: context.secondsLeft ?? 0,
  }),
} as const;

/** Moves of context that several states share; each says what it means in one word. */

/** The person is gone: nothing of them stays on the glass or in memory. The money's state stays, as one word. */
export function parted(context: VisitContext): Partial<VisitContext> {
  const { order, farewell } = context;
  // Parting twice says the same as parting once.
  return { ...nobody(), farewell: order === null ? farewell : farewellResult(order) };
}

export const partWithPerson = visit.assign(({ context }) => parted(context));

export const endCount = visit.assign({ secondsLeft: null });

export const endIdle = visit.assign({ idleSeconds: null });

/** A second try only where the catalogue has one for this trouble. */
export function troubled(code: TroubleCode, retry: RetryTarget | null): Pick<VisitContext, 'trouble'> {
  return { trouble: { code, retry: TROUBLES[code].next === 'retry' ? retry : null } };
}

/** A question to the agency that brought no answer to go on with. */
export function agencyTrouble(
  code: TroubleCode,
  retry: RetryTarget,
): Pick<VisitContext, 'trouble' | 'agencyDown'> {
  return { ...troubled(code, retry), agencyDown: code === 'AGENCY_UNREACHABLE' };
}

export function inTrouble(code: TroubleCode, retry: RetryTarget | null = null) {
  return visit.assign(troubled(code, retry));
}
