import { assign } from 'xstate';
import type { NewOrder } from '../../ledger/port.ts';
import { endsInSilence, endsWithoutCard, noSuchControl, stay } from '../answers.ts';
import { orderLine, quoteLine } from '../bill-choice.ts';
import type { VisitContext } from '../context.ts';
import { maskIdNumber, maskName } from '../mask.ts';
import { endIdle, idleInput, inTrouble, visit } from '../setup.ts';
import { chosenBill } from './bills.ts';

/** Who, what, how much, and whether a slip can be printed: all said before money is asked for. */

/** A quote must outlive the payment code, and the agency's clock may differ a little from ours. */
const QUOTE_MARGIN_MS = 60_000;

const quoting = visit.createStateConfig({
  entry: visit.assign({ quote: null }),
  invoke: {
    src: 'priceUp',
    input: ({ context }) => {
      const { ports, insured, tierIds } = context;
      const bill = chosenBill(context);
      const payerId = insured?.insuredId ?? '';
      const lines = bill === null ? [] : [quoteLine(payerId, bill, tierIds)];
      return { ports, request: { payerId, lines } };
    },
    onDone: [
      {
        guard: ({ event }) => event.output.kind === 'loaded',
        target: 'ready',
        actions: assign(({ context, event }) =>
          event.output.kind === 'loaded'
            ? {
                quote: event.output.value.quote,
                printerNotice: event.output.value.notice,
                channel: context.channel ?? context.ports.channels[0] ?? null,
                agencyDown: false,
              }
            : {},
        ),
      },
      {
        target: '#visit.trouble',
        actions: assign(({ event }) =>
          event.output.kind === 'trouble'
            ? {
                trouble: {
                  code: event.output.code,
                  retry: event.output.code === 'BILL_CHANGED' ? 'bills' : 'review',
                },
                agencyDown: event.output.code === 'AGENCY_UNREACHABLE',
              }
            : {},
        ),
      },
    ],
    onError: { target: '#visit.trouble', actions: inTrouble('INTERNAL') },
  },
  on: stay('the price is on its way', 'confirm', 'choose-channel'),
});

const ready = visit.createStateConfig({
  on: {
    confirm: [
      {
        guard: ({ context }) => context.channel === null,
        target: '#visit.trouble',
        actions: inTrouble('NO_CHANNEL'),
      },
      { guard: ({ context }) => isStale(context), target: 'quoting' },
      { target: 'opening' },
    ],
    'choose-channel': [
      {
        guard: ({ context, event }) => context.ports.channels.includes(event.channel),
        actions: assign(({ event }) => ({ channel: event.channel })),
      },
      { actions: { type: 'stayed', params: { reason: 'this wallet is not offered here' } } },
    ],
  },
});

const opening = visit.createStateConfig({
  invoke: {
    src: 'openOrder',
    input: ({ context }) => ({
      ports: context.ports,
      order: newOrder(context),
      told: context.printerNotice,
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.kind === 'opened',
        target: '#visit.pay',
        actions: assign(({ event }) =>
          event.output.kind === 'opened'
            ? { order: event.output.order, codeShown: false, leaving: false }
            : {},
        ),
      },
      {
        guard: ({ event }) => event.output.kind === 'tell-first',
        target: 'ready',
        actions: assign(({ event }) =>
          event.output.kind === 'tell-first' ? { printerNotice: event.output.notice } : {},
        ),
      },
      {
        target: '#visit.trouble',
        actions: assign(({ event }) =>
          event.output.kind === 'trouble' ? { trouble: { code: event.output.code, retry: 'bills' } } : {},
        ),
      },
    ],
    onError: { target: '#visit.trouble', actions: inTrouble('INTERNAL') },
  },
  on: {
    ...stay(
      'the order is being written down; what is on its way cannot be called back, only closed on the next screen',
      'confirm',
      'choose-channel',
      'back',
      'cancel',
      'card-removed',
      'reader-gone',
      'time-up',
    ),
  },
});

export const review = visit.createStateConfig({
  initial: 'quoting',
  invoke: { src: 'idle', id: 'idle', input: idleInput('review') },
  exit: endIdle,
  on: {
    ...endsWithoutCard,
    ...endsInSilence,
    back: 'bills.history',
    cancel: 'farewell',
    'printer-changed': { actions: visit.assign(({ context }) => printerNews(context)) },
    ...stay('the resident is known already', 'start', 'card-inserted', 'code'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
      'next',
      'retry',
      'pay-bills',
      'select-line',
      'choose-tier',
      'i-paid',
      'print-slip',
      'e-receipt',
      'reprint',
      'finish',
    ),
  },
  states: { quoting, ready, opening },
});

/** The notice follows the printer while the screen is up: it appears, changes, and goes away again. */
function printerNews({ ports }: VisitContext): Pick<VisitContext, 'printerNotice'> {
  if (ports.printer === null) return { printerNotice: 'absent' };
  const { readiness } = ports.printer.state();
  return { printerNotice: readiness.kind === 'blocked' ? readiness.reason : null };
}

function isStale({ ports, quote }: VisitContext): boolean {
  if (quote === null) return true;
  return Date.parse(quote.validUntil) - ports.clock.now() < QUOTE_MARGIN_MS;
}

function newOrder(context: VisitContext): NewOrder | null {
  const { insured, quote, channel, tierIds } = context;
  const bill = chosenBill(context);
  const line = bill === null ? null : orderLine(bill, tierIds);
  if (insured === null || quote === null || channel === null || line === null) return null;
  return {
    channel,
    insuredId: insured.insuredId,
    payer: { name: maskName(insured.name), idNumber: maskIdNumber(insured.idNumber) },
    quoteId: quote.quoteId,
    quoteValidUntil: quote.validUntil,
    amountFen: quote.amountFen,
    lines: [line],
  };
}
