import type { VisitEventType } from './events.ts';

/**
 * The written answers that are not a move. A statechart drops what it has no answer for without a word; here every
 * state says of every event whether it goes, stays and why, or cannot happen, and a test walks all cells.
 */
interface Stayed {
  readonly actions: { readonly type: 'stayed'; readonly params: { readonly reason: string } };
}

/** The event is heard and changes nothing here, for this reason. */
export function stay<Type extends VisitEventType>(
  reason: string,
  ...types: readonly Type[]
): Record<Type, Stayed> {
  const answer: Stayed = { actions: { type: 'stayed', params: { reason } } };
  return Object.fromEntries(types.map((type) => [type, answer])) as Record<Type, Stayed>;
}

/**
 * This screen shows no such control. It can still arrive, when a second tap is on its way while the screen changes:
 * recorded, never a crash.
 */
export function noSuchControl<Type extends VisitEventType>(...types: readonly Type[]): Record<Type, Stayed> {
  return stay('this screen has no such control', ...types);
}
