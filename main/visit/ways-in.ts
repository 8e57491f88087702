import type { TroubleCode } from '../contract/trouble.ts';
import type { VisitContext } from './context.ts';

/** The two ways to say who one is, and what becomes of somebody on one of them when its device goes or comes back. */
type Way = VisitContext['method'];

type Held = Pick<VisitContext, 'ports'>;

const OTHER = { card: 'scan', scan: 'card' } as const satisfies Record<Way, Way>;

const LOSS_OF = {
  card: 'READER_TROUBLE',
  scan: 'SCANNER_TROUBLE',
} as const satisfies Record<Way, TroubleCode>;

/** A device that is still connecting counts as being there. */
export function canReadCards({ ports }: Held): boolean {
  return ports.reader !== null && ports.reader.state().connection !== 'gone';
}

export function canScan({ ports }: Held): boolean {
  return ports.scanner !== null && ports.scanner.state().connection !== 'gone';
}

export function canUse(way: Way, context: Held): boolean {
  return way === 'card' ? canReadCards(context) : canScan(context);
}

type Position = Pick<VisitContext, 'method' | 'fault'>;

/** The device of this way is gone: whoever was to use it is told so and shown the other way, where there is one. */
export function afterLoss(context: VisitContext, way: Way): Position {
  const { method, fault } = context;
  // Whoever holds a phone to the scanner has nothing to do with the reader, and the other way round.
  if (method !== way) return { method, fault };
  return { method: canUse(OTHER[way], context) ? OTHER[way] : way, fault: LOSS_OF[way] };
}

/** It is back: whoever was sent away from it is led back, and whoever has nothing else. */
export function afterReturn(context: VisitContext, way: Way): Position {
  const { method, fault } = context;
  if (fault === LOSS_OF[way]) return { method: way, fault: null };
  return { method: canUse(method, context) ? method : way, fault };
}
