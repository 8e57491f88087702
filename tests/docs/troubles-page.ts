import {
  OUT_OF_SERVICE_REASONS,
  type OutOfServiceReason,
  TROUBLE_CODES,
  TROUBLE_NUMBERS,
  TROUBLES,
} from '../../main/contract/trouble.ts';
import { documentedCodes } from './doc-comments.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

type Texts = Readonly<Record<string, string>>;

const NEXT = {
  retry: 'try again',
  leave: 'leave',
  counter: 'go to the counter',
  ecode: 'electronic card, else the counter',
} as const;

/** What to do now, and the same where the other way in still works. */
const NOW = ['now', 'now-ecode', 'now-card'];

/** A device that is missed is named where it is the only one. */
const CLOSED_KEYS = {
  JOURNAL: ['JOURNAL'],
  NO_IDENTIFICATION: ['NO_IDENTIFICATION', 'reader-gone', 'scanner-gone'],
  CLOSED_BY_OPERATOR: ['CLOSED_BY_OPERATOR'],
} as const satisfies Record<OutOfServiceReason, readonly string[]>;

/** Raised beside the ledger, by main/receipt/receipt-archive.ts. */
const RECEIPT_NOT_KEPT = {
  code: 'RECEIPT_NOT_KEPT',
  doc: 'An electronic receipt could not be written. Its facts are in the journal; the next change of the order tries again.',
};

/** Raised beside the ledger, by main/receipt/receipt-delivery.ts. */
const RECEIPT_REFUSED = {
  code: 'RECEIPT_REFUSED',
  doc: 'The agency does not take the electronic receipt of this order, though it takes others: no code is offered for it. The next change of the order, and the next start, try again.',
};

/** Raised by main/ledger/reconcile/reconciler.ts, which has no order to name. */
const DAY_NOT_RECONCILED = {
  code: 'DAY_NOT_RECONCILED',
  doc: 'At 18:00 a day before is still not reconciled: a list is late, damaged or cannot be had. It is tried again every half hour.',
};

export interface TroubleSources {
  /** assets/locales/zh-Hans.json. */
  readonly texts: Texts;
  /** Text of main/ledger/order-events.ts. */
  readonly orderEvents: string;
  /** Text of main/ledger/reconcile/findings.ts. */
  readonly findings: string;
}

export function troublesPage({ texts, orderEvents, findings }: TroubleSources): string {
  const troubles = TROUBLE_CODES.map((id) => {
    const { technician, money, next } = TROUBLES[id];
    const ways = NOW.map((way) => texts[`trouble.${id}.${way}`]).filter((words) => words !== undefined);
    const told = `${text(texts, `trouble.${id}.what`)}。${ways.join(' / ')}`;
    return [String(TROUBLE_NUMBERS[id]), code(id), told, technician, code(money), NEXT[next]];
  });
  const closed = OUT_OF_SERVICE_REASONS.map((id) => [
    String(TROUBLE_NUMBERS[id]),
    code(id),
    CLOSED_KEYS[id].map((key) => text(texts, `out-of-service.${key}`)).join(' / '),
  ]);
  const alarms = [
    ...documentedCodes(orderEvents, 'AlarmCode'),
    ...documentedCodes(findings, 'FindingCode'),
    DAY_NOT_RECONCILED,
    RECEIPT_NOT_KEPT,
    RECEIPT_REFUSED,
  ];
  return page(
    '# Troubles, out of service, alarms',
    generatedFrom(
      '`main/contract/trouble.ts`, `main/ledger/order-events.ts`, `main/ledger/reconcile/findings.ts` and `assets/locales/zh-Hans.json`',
    ),
    `Three closed lists: what can go wrong in front of a resident, why a whole terminal sells nothing, and what a technician
is told by itself. Nothing else is ever shown or raised.`,
    '## Troubles',
    `The screen \`trouble\` says four things: what happened, whether the money is safe, what to do now, whom to call. The number
stands small at the bottom, for the telephone; the code is the \`data-value\` of \`data-field="error-code"\`. The sentence about the money is one of two:`,
    table(
      ['Money', 'The resident reads'],
      (['not-paid', 'safe'] as const).map((money) => [code(money), text(texts, `trouble.money.${money}`)]),
    ),
    table(['Number', 'Code', 'The resident reads', 'It means', 'Money', 'Next'], troubles),
    '## Out of service',
    `The whole terminal is closed; it opens again by itself when the cause is gone (it looks when a device comes back, and
every 30 seconds). Orders that are under way go on meanwhile. \`CLOSED_BY_OPERATOR\` has its text already, but nothing in this
version closes the terminal by hand.`,
    table(['Number', 'Reason', 'The resident reads'], closed),
    '## Alarms',
    `An alarm is a line in the log (event [\`alarm\`](log-events.md)) and on the terminal’s console. Each one means that somebody
should look; what the terminal does by itself meanwhile is written in [money.md](money.md).`,
    table(
      ['Code', 'It means'],
      alarms.map(({ code: id, doc }) => [code(id), doc]),
    ),
  );
}

function text(texts: Texts, key: string): string {
  const found = texts[key];
  if (found === undefined) throw new Error(`no text for ${key}`);
  return found;
}
