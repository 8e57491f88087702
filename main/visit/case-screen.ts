import type { PrintResult } from '../../drivers/printer/port.ts';
import type { ScreenOf } from '../contract/snapshot.ts';
import { hasHolidays, shanghaiDay, workdaysBetween } from '../policy/workdays.ts';
import { required, type VisitContext } from './context.ts';
import { outcomeResult } from './order-meaning.ts';
import { printerNotice } from './printer-notice.ts';

type CaseScreen = ScreenOf<'case'>;

const PHASES = [
  'registering',
  'registered',
  'unanswered',
  'refused',
  'printing',
] as const satisfies readonly CaseScreen['phase'][];

/** `inner` is the child state, whose names are the phases. */
export function caseScreen(context: VisitContext, inner: unknown): CaseScreen {
  const { kind, orderId, opened, printed } = required(context.caseFile);
  const phase = required(PHASES.find((each) => each === inner) ?? null);
  const today = shanghaiDay(context.ports.clock.now());
  const dueDay = opened === null ? null : dayOf(opened.dueDate);
  return {
    name: 'case',
    kind,
    phase,
    orderId,
    result: outcomeResult(required(context.order)),
    caseNo: opened?.caseNo ?? null,
    dueDay,
    workdays: dueDay === null ? null : workdaysBetween(today, dueDay),
    workdaysExact: dueDay !== null && hasHolidays(dueDay),
    print: printState(printed),
    canPrint: phase === 'registered' && printerNotice(context.ports) === null,
    secondsLeft: context.secondsLeft,
  };
}

/** The agency may write a day or an instant. */
function dayOf(dueDate: string): string {
  return dueDate.length === 10 ? dueDate : shanghaiDay(Date.parse(dueDate));
}

function printState(printed: PrintResult | null): CaseScreen['print'] {
  switch (printed?.state) {
    case undefined:
      return 'none';
    case 'PRINTED':
      return 'printed';
    case 'UNCERTAIN':
      return 'uncertain';
    case 'FAILED_CLEAN':
      return 'failed';
  }
}
