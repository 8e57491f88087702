import type { CardWarning } from '../../drivers/card-reader/port.ts';
import {
  CARD_NOTICES,
  type CardNotice,
  type PrinterStateValue,
  type Snapshot,
} from '../contract/snapshot.ts';
import { SERVICE_PHONE } from '../policy/service.ts';
import type { VisitContext } from './context.ts';
import { maskIdNumber, maskName } from './mask.ts';
import { type StateValue, screenOf } from './screens.ts';

/** What the terminal is, as far as the glass shows it. */
export interface TerminalFacts {
  readonly id: string;
  readonly name: string;
  readonly mmPerPx: number;
  readonly orientation: 'portrait' | 'landscape';
  readonly heightMm: number | null;
  readonly rig: Snapshot['rig'];
}

/** State and context → everything on the glass. Pure, apart from reading the devices' present state. */
export function project(
  value: StateValue,
  context: VisitContext,
  terminal: TerminalFacts,
): Omit<Snapshot, 'seq'> {
  const { rig, ...facts } = terminal;
  return {
    rig,
    terminal: { ...facts, phone: SERVICE_PHONE },
    settings: { locale: 'zh-Hans', ...context.settings },
    health: {
      printer: printerState(context),
      reader: context.ports.reader?.state().connection ?? 'absent',
      scanner: context.ports.scanner?.state().connection ?? 'absent',
      network: context.agencyDown || context.order?.doubtful === true ? 'down' : 'up',
    },
    resident: resident(context),
    idle: context.idleSeconds === null ? null : { secondsLeft: context.idleSeconds },
    screen: screenOf(value, context),
  };
}

/** A resident can compare a number with the one on the card, whatever is odd about it. */
const NOTICE_OF = {
  CHECK_DIGIT: 'number',
  ID_FORMAT: 'number',
  EXPIRED: 'expired',
} as const satisfies Record<CardWarning, CardNotice>;

function printerState({ ports: { printer } }: VisitContext): PrinterStateValue {
  if (printer === null) return 'absent';
  const { readiness } = printer.state();
  return readiness.kind === 'blocked' ? `blocked:${readiness.reason}` : readiness.kind;
}

function resident({ insured, revealed, card }: VisitContext): Snapshot['resident'] {
  if (insured === null) return null;
  const { name, idNumber } = insured;
  const cardNotices = CARD_NOTICES.filter((notice) =>
    card?.warnings.some((warning) => NOTICE_OF[warning] === notice),
  );
  return revealed
    ? { name, idNumber, revealed, cardNotices }
    : { name: maskName(name), idNumber: maskIdNumber(idNumber), revealed, cardNotices };
}
