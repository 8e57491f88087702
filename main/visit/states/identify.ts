import { assign } from 'xstate';
import type { LookupRequest } from '../../../drivers/agency/port.ts';
import type { Result } from '../../../drivers/base/result.ts';
import type { CardError, CardIdentity } from '../../../drivers/card-reader/port.ts';
import type { TroubleCode } from '../../contract/trouble.ts';
import type { LookupAnswer } from '../actors.ts';
import {
  beginsAnew,
  cardInside,
  cardWatched,
  endsInSilence,
  endsWithoutCard,
  leaves,
  noSuchControl,
  onBug,
  signOfLife,
  stay,
} from '../answers.ts';
import { codeHeld } from '../codes.ts';
import { CARD_TRIES, required, type VisitContext } from '../context.ts';
import { worthShowing } from '../order-meaning.ts';
import { agencyTrouble, endIdle, idleInput, inTrouble, visit } from '../setup.ts';
import { afterLoss, afterReturn, canReadCards, canScan } from '../ways-in.ts';
import { hasHome } from './bills.ts';

/** Who is there: reads the card or takes the electronic card's code, then asks the agency. */

const reading = visit.createStateConfig({
  invoke: {
    src: 'readCard',
    input: ({ context }) => ({ reader: required(context.ports.reader) }),
    onDone: [
      {
        guard: ({ context, event }) => read(context, event.output).lookup !== undefined,
        target: 'looking-up',
        actions: [assign(({ context, event }) => read(context, event.output)), 'cardWarned'],
      },
      {
        guard: ({ context, event }) => read(context, event.output).triesLeft === 0,
        target: '#visit.trouble',
        actions: inTrouble('CARD_GIVE_UP'),
      },
      { target: 'waiting', actions: assign(({ context, event }) => read(context, event.output)) },
    ],
    onError: onBug,
  },
  entry: [visit.assign({ cardTried: true, method: 'card' }), signOfLife],
  on: {
    'card-removed': {
      actions: [
        visit.assign({ cardTried: false }),
        { type: 'stayed', params: { reason: 'the read itself says that the card is gone' } },
      ],
    },
    ...stay(
      'the card is being read, which takes a second or two',
      'card-inserted',
      'reader-gone',
      'code',
      'cancel',
      'back',
      'scan-instead',
      'insert-instead',
    ),
  },
});

/** With a question to the agency, or with what went wrong. */
function read(context: VisitContext, answer: Result<CardIdentity, CardError>): Partial<VisitContext> {
  if (!answer.ok) return failed(context, CARD_FAULT[answer.error.code]);
  // A card that is gone by the time its answer is here, or has made room for another, has not been read.
  if (!context.cardTried || !cardInside(context)) return failed(context, 'CARD_PULLED');
  const { outcome, warnings, cardNumber, idNumber, cardIdentifier } = answer.value;
  if ((cardNumber ?? idNumber ?? cardIdentifier) === undefined) return failed(context, 'NEEDS_SAM');
  const fault = context.fault === 'CARD_SWAPPED' ? context.fault : null;
  return { identifiedBy: 'card', card: { outcome, warnings }, lookup: byCard(answer.value), fault };
}

function failed(context: VisitContext, fault: TroubleCode): Partial<VisitContext> {
  if (fault === 'READER_TROUBLE') {
    // Not the resident's try. A reader that has gone altogether cannot be tried again.
    return canReadCards(context) ? { fault } : afterLoss(context, 'card');
  }
  // Nor is a card that no try would open.
  return { fault, triesLeft: context.triesLeft - (fault === 'NEEDS_SAM' ? 0 : 1) };
}

const lookingUp = visit.createStateConfig({
  entry: signOfLife,
  invoke: {
    src: 'lookUp',
    input: ({ context }) => ({
      agency: context.ports.agency,
      request: required(context.lookup),
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.kind === 'found',
        target: 'found',
        actions: assign(({ context, event }) => answered(context, event.output)),
      },
      {
        guard: ({ context, event }) => faultOf(context, event.output) !== null,
        target: 'waiting',
        actions: assign(({ context, event }) => ({
          fault: faultOf(context, event.output),
          lookup: null,
          identifiedBy: null,
          card: null,
        })),
      },
      {
        target: '#visit.trouble',
        actions: assign(({ context, event }) => answered(context, event.output)),
      },
    ],
    onError: onBug,
  },
  always: endsWithoutCard,
  on: {
    ...cardWatched,
    'card-inserted': { ...beginsAnew, target: 'reading' },
    ...stay('the agency is being asked', 'code', 'cancel', 'back', 'scan-instead', 'insert-instead'),
  },
});

/** An answer about the card or the code in the resident's hand, rather than about the person: something else may help. */
function faultOf({ card }: VisitContext, answer: LookupAnswer): TroubleCode | null {
  /* v8 ignore next -- narrows the type; who was found has been let in before */
  if (answer.kind === 'found') return null;
  const { code } = answer;
  if (code === 'CODE_EXPIRED') return code;
  if (code !== 'NOT_INSURED' && code !== 'VERIFICATION_NEEDED') return null;
  if (card?.outcome === 'NEEDS_SAM') return 'NEEDS_SAM';
  return code === 'NOT_INSURED' && card?.warnings.includes('EXPIRED') === true ? 'CARD_EXPIRED' : null;
}

function answered({ ports }: VisitContext, answer: LookupAnswer): Partial<VisitContext> {
  if (answer.kind === 'trouble') {
    const { trouble, agencyDown } = agencyTrouble(answer.code, 'identify');
    const until = answer.until === undefined ? {} : { until: Date.parse(answer.until) };
    return { trouble: { ...required(trouble), ...until }, agencyDown, lookup: null };
  }
  const { insured } = answer;
  const orders = worthShowing(ports.ledger.ordersOf(insured.insuredId));
  const cases = ports.cases.casesOf(insured.insuredId);
  return { insured, orders, cases, lookup: null, agencyDown: false };
}

const waiting = visit.createStateConfig({
  entry: signOfLife,
  always: { guard: ({ context }) => hasUntriedCard(context), target: 'reading' },
  on: {
    'card-inserted': 'reading',
    'card-removed': { actions: visit.assign({ cardTried: false }) },
    code: codeHeld,
    'scan-instead': [
      {
        guard: ({ context }) => canScan(context),
        actions: visit.assign({ method: 'scan', fault: null }),
      },
      { actions: { type: 'stayed', params: { reason: 'there is no scanner' } } },
    ],
    'insert-instead': [
      {
        guard: ({ context }) => canReadCards(context),
        actions: visit.assign({ method: 'card', fault: null }),
      },
      { actions: { type: 'stayed', params: { reason: 'there is no card reader' } } },
    ],
    back: leaves,
    cancel: leaves,
    'service-changed': [
      { guard: ({ context }) => context.ports.isClosed(), target: '#visit.attract' },
      { actions: { type: 'stayed', params: { reason: 'the terminal is open' } } },
    ],
    'reader-gone': {
      actions: visit.assign(({ context }) => ({ ...afterLoss(context, 'card'), cardTried: false })),
    },
    'scanner-gone': { actions: visit.assign(({ context }) => afterLoss(context, 'scan')) },
    'reader-ready': { actions: visit.assign(({ context }) => afterReturn(context, 'card')) },
    'scanner-ready': { actions: visit.assign(({ context }) => afterReturn(context, 'scan')) },
  },
});

export const identify = visit.createStateConfig({
  initial: 'waiting',
  entry: visit.assign(({ context }) => ({
    triesLeft: CARD_TRIES,
    // Whoever comes to scan while a card is inside has tried that card.
    cardTried: context.method === 'scan' && cardInside(context),
    farewell: 'nothing',
  })),
  exit: endIdle,
  invoke: { src: 'idle', id: 'idle', input: idleInput('identify') },
  on: {
    ...endsInSilence,
    ...stay('the visit has begun', 'start'),
    ...noSuchControl(
      'next',
      'retry',
      'pay-bills',
      'select-line',
      'choose-tier',
      'choose-channel',
      'confirm',
      'i-paid',
      'print-slip',
      'e-receipt',
      'reprint',
      'finish',
    ),
  },
  states: {
    waiting,
    reading,
    'looking-up': lookingUp,
    /** A choice of screens: earlier orders and cases first, where there are any. */
    found: {
      always: [
        { guard: ({ context }) => hasHome(context), target: '#visit.home' },
        { target: '#visit.bills' },
      ],
    },
  },
});

const CARD_FAULT = {
  NO_CARD: 'CARD_PULLED',
  CARD_REMOVED: 'CARD_PULLED',
  CARD_MUTE: 'CARD_MUTE',
  NOT_SOCIAL_CARD: 'NOT_SOCIAL_CARD',
  UNREADABLE: 'CARD_UNREADABLE',
  READER_GONE: 'READER_TROUBLE',
  READER_FAULT: 'READER_TROUBLE',
  BUSY: 'READER_TROUBLE',
} as const satisfies Record<CardError['code'], TroubleCode>;

function hasUntriedCard({ ports, cardTried }: VisitContext): boolean {
  return !cardTried && cardInside({ ports });
}

/** What the card did not yield is left out; the agency then answers 404 or asks for verification. */
function byCard(identity: CardIdentity): LookupRequest {
  const { cardNumber, idNumber, name, cardIdentifier, region } = identity;
  return {
    by: 'card',
    ...(cardNumber === undefined ? {} : { cardNumber }),
    ...(idNumber === undefined ? {} : { idNumber }),
    ...(name === undefined ? {} : { name }),
    ...(cardIdentifier === undefined ? {} : { cardIdentifier }),
    ...(region === undefined ? {} : { region }),
  };
}
