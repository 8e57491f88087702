import { faultOf, type PrinterStatus } from './escpos/status.ts';
import type { JobEnd } from './job.ts';
import type { PrinterBlock, PrintResult } from './port.ts';
import type { PrinterProfile } from './profile.ts';

/**
 * What a job of which at least one byte has left amounts to. Written is not printed: without a proof, or with a machine
 * that is not clean afterwards, the answer is UNCERTAIN.
 *
 * `after` is the status asked for after the end, null when it was not needed or no answer came. `hole`: see JobReport.
 */
export function judge(
  end: JobEnd,
  proof: PrinterProfile['proof']['kind'],
  after: PrinterStatus | null,
  hole: boolean,
): PrintResult {
  switch (end.kind) {
    case 'lost':
      return uncertain('gone');
    case 'blocked':
      return uncertain(end.reason);
    case 'proven':
      // The echo comes behind the cut: whatever happens to the paper later, this slip is out.
      if (proof === 'process-id') return { state: 'PRINTED', evidence: 'A' };
      break;
    case 'timeout':
      break;
  }
  if (after === null) return uncertain('silent');
  const reason = faultOf(after);
  if (reason !== null) return uncertain(reason);
  if (end.kind === 'proven') return { state: 'PRINTED', evidence: 'B' };
  // The budget is over and the machine is clean: enough only where nothing better can be had.
  if (proof === 'none' && !hole) return { state: 'PRINTED', evidence: 'C' };
  return { state: 'UNCERTAIN', evidence: 'C', reason: 'timeout' };
}

function uncertain(reason: PrinterBlock): PrintResult {
  return { state: 'UNCERTAIN', evidence: 'D', reason };
}
