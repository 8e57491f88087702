import type { PrinterState } from '../../drivers/printer/port.ts';
import type { ScreenOf } from '../contract/snapshot.ts';
import type { VisitPorts } from './ports.ts';

/** Why no slip can be printed, as it is said on the glass; null = it can. */
export type PrinterNotice = ScreenOf<'review'>['printerNotice'];

/** As the printer was last heard. */
export function printerNotice({ printer }: Pick<VisitPorts, 'printer'>): PrinterNotice {
  return printer === null ? 'absent' : noticeOf(printer.state());
}

/** As the printer says when it is asked now: the gate before money is asked for. */
export async function askPrinter({ printer }: Pick<VisitPorts, 'printer'>): Promise<PrinterNotice> {
  return printer === null ? 'absent' : noticeOf(await printer.check());
}

function noticeOf({ readiness }: PrinterState): PrinterNotice {
  return readiness.kind === 'blocked' ? readiness.reason : null;
}
