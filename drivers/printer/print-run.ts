import type { Clock } from '../base/clock.ts';
import type { Conversation } from './conversation.ts';
import { budgetMs, type JobReport, runJob } from './job.ts';
import { judge } from './judge.ts';
import type { PrintResult } from './port.ts';
import type { PrinterProfile } from './profile.ts';
import type { ProofDesk } from './proof.ts';

/** What a job talks with. */
export interface PrintParts {
  readonly conversation: Conversation;
  readonly clock: Clock;
  /** The printer's own, whatever the job was laid out for. */
  readonly profile: PrinterProfile;
  readonly desk: ProofDesk;
}

export interface PrintWork {
  /** Whole commands, up to and including the cut. */
  readonly segments: readonly Uint8Array[];
  readonly lengthMm: number;
  readonly timing: PrinterProfile['timing'];
}

export interface PrintRun {
  readonly result: PrintResult;
  readonly report: JobReport;
  readonly lengthMm: number;
}

/** An idle printer answers within milliseconds; over a busy print server a little later. */
export const ANSWER_MS = 1_000;

/**
 * One job from its first byte to its verdict. `proof`: asked for instead of the profile's own, for this job only.
 */
export async function runPrint(
  { conversation, clock, profile, desk }: PrintParts,
  { segments, lengthMm, timing }: PrintWork,
  proof = profile.proof.kind,
): Promise<PrintRun> {
  const bytes = segments.reduce((sum, { length }) => sum + length, 0);
  const limitMs = budgetMs(bytes, conversation.msPerByte, lengthMm, timing);
  const ticket = desk.open(proof);
  const report = await runJob(conversation, clock, segments, ticket, limitMs);
  if (!report.started) return { result: { state: 'FAILED_CLEAN', reason: 'gone' }, report, lengthMm };
  const { end, hole } = report;
  // Nobody will ask for another such answer: a missing one is not waited for.
  if (proof !== profile.proof.kind && end.kind !== 'proven') ticket.withdraw();
  // A printer that proves nothing is judged by its time, also when it was asked for more.
  const judgedBy = profile.proof.kind === 'none' ? 'none' : proof;
  const needsStatus = end.kind === 'timeout' || (end.kind === 'proven' && judgedBy !== 'process-id');
  const after = needsStatus ? await conversation.askStatus(ANSWER_MS) : null;
  return { result: judge(end, judgedBy, after, hole), report, lengthMm };
}
