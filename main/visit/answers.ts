import { blank, type VisitContext } from './context.ts';
import type { EventOf, VisitEvent, VisitEventType } from './events.ts';
import { inTrouble, partWithPerson, visit } from './setup.ts';

/**
 * The written answers that several states share. A statechart drops what it has no answer for without a word; here every
 * state says of every event whether it goes, stays and why, or cannot happen, and a test walks all cells.
 */
export interface Stayed {
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

export function cardInside({ ports }: Pick<VisitContext, 'ports'>): boolean {
  return ports.reader?.state().cardPresent === true;
}

type Held = Pick<VisitContext, 'identifiedBy' | 'cardTried' | 'ports'>;

/** The card that told who this is has left the reader, or the reader has left; one that took its place is another card. */
export function cardLost({ identifiedBy, cardTried, ports }: Held): boolean {
  return identifiedBy === 'card' && !(cardTried && cardInside({ ports }));
}

function readerLost(context: Held): boolean {
  return cardLost(context) && context.ports.reader?.state().connection === 'gone';
}

/**
 * Between identification and payment the card stands for the person: taking it out ends the visit, and so does a reader
 * that goes away, because nobody can tell whose card it holds when it comes back. Asked on every way in and after every
 * event, so that a card that was taken while another screen had no say for it is missed too.
 */
export const endsWithoutCard = [
  {
    guard: ({ context }: { readonly context: VisitContext }) => readerLost(context),
    target: '#visit.trouble',
    actions: [partWithPerson, inTrouble('READER_TROUBLE')],
  },
  {
    guard: ({ context }: { readonly context: VisitContext }) => cardLost(context),
    target: '#visit.trouble',
    actions: [partWithPerson, inTrouble('CARD_TAKEN')],
  },
] as const;

/** The events of a card that `endsWithoutCard` watches. */
export const cardWatched = {
  'card-removed': { actions: visit.assign({ cardTried: false }) },
  ...stay('ends the visit if a card told who is here: asked after every event', 'reader-gone'),
} as const;

/**
 * A card that comes while somebody is known is a new question of who is there, also if it is the same one: nothing of the
 * one person is on the glass when the other one looks up.
 */
export const beginsAnew = {
  target: '#visit.identify',
  actions: [partWithPerson, visit.assign({ method: 'card', fault: 'CARD_SWAPPED' })],
} as const;

/** The visit is as good as over and a card comes: somebody else is here, and nothing that was set or shown is theirs. */
export const nextResident = {
  target: '#visit.identify',
  actions: visit.assign(({ context }) => ({ ...blank(context.ports), method: 'card' })),
} as const;

/** Ends without a word, unless a card has to be given back. */
export const leaves = [
  {
    guard: ({ context }: { readonly context: VisitContext }) => cardInside(context),
    target: '#visit.farewell',
  },
  { target: '#visit.attract' },
] as const;

/** Somebody has done something, with a hand, a card or a phone: silence begins anew. */
export const signOfLife = visit.sendTo('idle', { type: 'poke' });

/** Silence is watched by the state's `idle` actor: any sign of life starts it over, its end ends the visit. */
export const endsInSilence = {
  touch: { actions: signOfLife },
  'more-time': { actions: signOfLife },
  'idle-tick': {
    actions: visit.assign(({ event }) => ({ idleSeconds: secondsOf(event) })),
  },
  'time-up': leaves,
} as const;

/** News of the order on the screen, and not of one that an earlier visit left to the ledger. */
export function isOurOrder({
  context,
  event,
}: {
  readonly context: VisitContext;
  readonly event: EventOf<'order-changed'>;
}): boolean {
  return event.order.id === context.order?.id;
}

/** The visible count of a screen; what happens at its end is the screen's own answer. */
export const counts = {
  tick: {
    actions: visit.assign(({ event }) => ({ secondsLeft: secondsOf(event) })),
  },
} as const;

/** Only ticks come here; an answer that several states share is not narrowed to its own event. */
function secondsOf(event: VisitEvent): number | null {
  /* v8 ignore next -- narrows the type; the other side is never taken */
  return 'secondsLeft' in event ? event.secondsLeft : null;
}

/** A rejected promise is a bug. */
export const recordsBug = {
  type: 'bug',
  params: ({ event }: { readonly event: { readonly error: unknown } }) => ({ thrown: event.error }),
} as const;

/** Recorded, and told as far as a resident needs to know. */
export const onBug = { target: '#visit.trouble', actions: [recordsBug, inTrouble('INTERNAL')] } as const;
