import { assign } from 'xstate';
import type { LookupRequest } from '../../../drivers/agency/port.ts';
import type { Result } from '../../../drivers/base/result.ts';
import type { CardError, CardIdentity } from '../../../drivers/card-reader/port.ts';
import type { TroubleCode } from '../../contract/trouble.ts';
import type { LookupAnswer } from '../actors.ts';
import {
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
import { CARD_TRIES, required, type VisitContext } from '../context.ts';
import { agencyTrouble, endIdle, idleInput, inTrouble, visit } from '../setup.ts';
import { canReadCards, canScan } from './attract.ts';

/** Who is there: reads the card or takes the electronic card's code, then asks the agency. */

const reading = visit.createStateConfig({
  invoke: {
    src: 'readCard',
    input: ({ context }) => ({ reader: required(context.ports.reader) }),
    onDone: [
      {
        guard: ({ context, event }) => event.output.ok && cardInside(context),
        target: 'looking-up',
        actions: assign(({ context, event }) => read(context, event.output)),
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

/** A card that is gone by the time its answer is here has not been read: nobody would notice any more that it left. */
function read(context: VisitContext, answer: Result<CardIdentity, CardError>): Partial<VisitContext> {
  if (answer.ok && cardInside(context)) {
    return { identifiedBy: 'card', lookup: byCard(answer.value), fault: null };
  }
  const fault = answer.ok ? 'CARD_PULLED' : CARD_FAULT[answer.error.code];
  // The reader's own trouble is not the resident's try.
  return { fault, triesLeft: context.triesLeft - (fault === 'READER_TROUBLE' ? 0 : 1) };
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
        guard: ({ event }) => event.output.kind === 'trouble' && event.output.code === 'CODE_EXPIRED',
        target: 'waiting',
        actions: visit.assign({ fault: 'CODE_EXPIRED', lookup: null, identifiedBy: null }),
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
    ...stay(
      'the agency is being asked',
      'card-inserted',
      'code',
      'cancel',
      'back',
      'scan-instead',
      'insert-instead',
    ),
  },
});

function answered({ ports }: VisitContext, answer: LookupAnswer): Partial<VisitContext> {
  if (answer.kind === 'trouble') return { ...agencyTrouble(answer.code, 'identify'), lookup: null };
  const { insured } = answer;
  return { insured, orders: ports.ledger.ordersOf(insured.insuredId), lookup: null, agencyDown: false };
}

const waiting = visit.createStateConfig({
  always: { guard: ({ context }) => hasUntriedCard(context), target: 'reading' },
  on: {
    'card-inserted': 'reading',
    'card-removed': { actions: visit.assign({ cardTried: false }) },
    code: {
      target: 'looking-up',
      actions: assign(({ event }) => ({
        method: 'scan',
        identifiedBy: 'code',
        fault: null,
        lookup: { by: 'ecode', token: event.text },
      })),
    },
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
    // Whoever holds a phone to the scanner has nothing to do with the reader.
    'reader-gone': {
      actions: visit.assign(({ context }) => ({
        fault: context.method === 'card' ? 'READER_TROUBLE' : context.fault,
        cardTried: false,
      })),
    },
    'reader-ready': {
      actions: visit.assign(({ context }) => ({
        fault: context.fault === 'READER_TROUBLE' ? null : context.fault,
      })),
    },
  },
});

export const identify = visit.createStateConfig({
  initial: 'waiting',
  entry: visit.assign({ triesLeft: CARD_TRIES, fault: null, cardTried: false, farewell: 'nothing' }),
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
    /** A choice of screens: earlier orders first, where there are any. */
    found: {
      always: [
        { guard: ({ context }) => context.orders.length > 0, target: '#visit.home' },
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
