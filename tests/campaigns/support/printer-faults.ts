import type { PrintResult } from '../../../drivers/printer/port.ts';
import { profileOf, type VirtualRig } from '../../../drivers/printer/testing/rig.ts';
import type { Trial } from './printer-trial.ts';

/** One thing that goes wrong with a printer, how it is put right, and what the job may be called. */
export interface PrinterFault {
  readonly name: string;
  /** It may stop the stream inside a command, or take from the printer what it knows: it then makes what it can of the rest. */
  readonly tears: boolean;
  strike(rig: VirtualRig): Promise<void>;
  mend(rig: VirtualRig): Promise<void>;
  /** What of the driver's answer is not as it should be. */
  expected(result: PrintResult, trial: Trial, hasStruck: boolean): readonly string[];
}

type Reasons = readonly string[];

/** `during`: reasons that an unfinished job may have. `before`: the refusal at the gate, or null where nothing is seen there. */
interface Names {
  readonly before: Reasons | null;
  readonly during: Reasons;
  /** A job may come to its proof nevertheless: the fault passes, or strikes what it does not need any more. */
  readonly mayPass: boolean;
}

function judge({ before, during, mayPass }: Names): PrinterFault['expected'] {
  return (result, { moment, profile }, hasStruck) => {
    const proof = { 'process-id': 'A', 'gs-r': 'B', none: 'C' }[profileOf(profile).proof.kind];
    const isProven = result.state === 'PRINTED' && result.evidence === proof;
    const reason = 'reason' in result ? result.reason : 'none';
    const told = `${result.state} ${reason}`;
    if (moment === 'after') return isProven ? [] : [`undisturbed, and ${told}`];
    if (moment === 'before' && before !== null)
      return result.state === 'FAILED_CLEAN' && before.includes(reason) ? [] : [`at the gate: ${told}`];
    if (moment !== 'before' && !hasStruck) return ['the fault never came'];
    if (result.state === 'FAILED_CLEAN') return [`some bytes had left, and ${told}`];
    if (result.state === 'PRINTED') return isProven && mayPass ? [] : [`called printed: ${result.evidence}`];
    return during.includes(reason) ? [] : [`in the middle: ${told}`];
  };
}

const TEARING: ReadonlySet<string> = new Set(['printer-unplug', 'printer-power-cycle', 'printer-clone']);

const lever = (
  name: string,
  id: string,
  args: Readonly<Record<string, unknown>>,
  names: Names,
  mend: (rig: VirtualRig) => Promise<void> = (rig) => rig.pull(id, { clear: true }),
): PrinterFault => ({
  name,
  tears: TEARING.has(id),
  strike: (rig) => rig.pull(id, args),
  mend,
  expected: judge(names),
});

const passes = { mayPass: true } as const;

/** A fault that strikes behind a byte may find all of the slip printed already: then the proof comes all the same. */
export const PRINTER_FAULTS: readonly PrinterFault[] = [
  lever(
    'paper ends',
    'printer-paper-out',
    {},
    { before: ['paper-out'], during: ['paper-out'], ...passes },
    (rig) => rig.pull('printer-paper-load'),
  ),
  lever(
    'paper ends after 30 mm',
    'printer-paper-out',
    { afterMm: 30 },
    { before: null, during: ['paper-out'], ...passes },
    (rig) => rig.pull('printer-paper-load'),
  ),
  lever(
    'cover opened',
    'printer-cover-open',
    {},
    { before: ['cover-open'], during: ['cover-open'], ...passes },
    (rig) => rig.pull('printer-cover-close'),
  ),
  lever('knife stuck', 'printer-cutter-jam', {}, { before: null, during: ['cutter'], mayPass: false }),
  lever('knife blunt', 'printer-half-cut', {}, { before: null, during: [], ...passes }),
  lever('paper near its end', 'printer-paper-low', {}, { before: null, during: [], ...passes }),
  lever(
    'paper jam',
    'printer-paper-jam',
    {},
    { before: ['jam', 'fault'], during: ['jam', 'fault'], ...passes },
  ),
  lever('head hot', 'printer-head-hot', {}, { before: ['overheated'], during: ['overheated'], ...passes }),
  lever('offline', 'printer-offline', {}, { before: ['offline'], during: ['offline'], ...passes }),
  lever('silent', 'printer-silent', {}, { before: ['silent'], during: ['silent', 'timeout'], ...passes }),
  lever(
    'answers spoilt',
    'printer-garbled',
    {},
    { before: ['silent'], during: ['silent', 'timeout'], ...passes },
  ),
  lever('proof lost', 'printer-proof-lost', {}, { before: null, during: ['timeout'], ...passes }),
  lever('very slow', 'printer-slow', {}, { before: null, during: ['timeout'], ...passes }),
  lever('another board', 'printer-clone', {}, { before: null, during: ['timeout'], ...passes }),
  lever(
    'switched off and on',
    'printer-power-cycle',
    {},
    { before: ['silent'], during: ['timeout', 'silent'], ...passes },
    async () => undefined,
  ),
  lever('unplugged', 'printer-unplug', {}, { before: ['gone'], during: ['gone'], ...passes }, (rig) =>
    rig.pull('printer-replug'),
  ),
];
