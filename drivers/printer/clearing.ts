import { concat } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Conversation } from './conversation.ts';
import { CLEAR_BUFFERS, INITIALIZE, RECOVER_AND_CLEAR, RETRACT } from './escpos/commands.ts';
import { encodeSlip } from './escpos/encode-slip.ts';
import { faultOf } from './escpos/status.ts';
import { budgetMs, runJob } from './job.ts';
import { presented } from './presenter.ts';
import type { PrintParts } from './print-run.ts';
import type { PrinterProfile } from './profile.ts';
import type { ProofDesk } from './proof.ts';
import type { Slip } from './slip.ts';

/** What is printed behind a slip that came out in part, or came out late. */
const VOID: Slip = {
  blocks: [{ kind: 'text', text: '以上作废', align: 'center', size: 'large', emphasis: true }],
};

const ANSWER_MS = 1_000;
/** The longest command of a text job: a QR code's data with its head. */
const LONGEST_TEXT_COMMAND = 512;
/** Rows of one GS v 0. */
const BAND_ROWS = 255;

/**
 * Right after a failed job: tells the printer to forget what it has not printed, as far as this model can. Its answer is
 * not waited for; only `clearRemainder` proves that nothing is left. False when the wire does not even take the command:
 * then it waits in this machine's buffers, as does perhaps a part of the job.
 */
export function discard(conversation: Conversation, clock: Clock, profile: PrinterProfile): Promise<boolean> {
  if (profile.clear.command === 'none') return Promise.resolve(true);
  const command = profile.clear.command === 'dle-dc4-8' ? CLEAR_BUFFERS : RECOVER_AND_CLEAR;
  return new Promise((resolve) => {
    const timer = clock.after(ANSWER_MS, () => resolve(false));
    // A write that fails means a wire that is gone, and nothing can wait on that one.
    void conversation.send(command).then(() => {
      timer.cancel();
      resolve(true);
    });
  });
}

/**
 * Makes sure that nothing of a failed job can come out later: waits until all that is inside has been worked off, prints
 * 以上作废 below it and cuts. For a printer that can print again. True when that is proven; else it is to be tried again.
 *
 * `used` hears of the paper that this has cost.
 *
 * A model that cannot empty its buffer prints the rest of the slip now: before the next visit, with nobody waiting for it.
 * Source: printing notes, section 14.
 */
export async function clearRemainder(
  { conversation, clock, profile, desk }: PrintParts,
  torn: boolean,
  used: (paper: { readonly mm: number; readonly proven: boolean }) => void,
): Promise<boolean> {
  const { maxDrainMs } = profile.timing;
  const opening = concat(torn ? padding(profile) : new Uint8Array(0), INITIALIZE);
  const drained = await runJob(conversation, clock, [opening], desk.open(), maxDrainMs);
  if (!passed(drained.end.kind, profile, desk)) return false;

  const { bytes, segments, lengthMm } = encodeSlip(VOID, profile);
  const limitMs = budgetMs(bytes.length, conversation.msPerByte, lengthMm, profile.timing);
  const voided = await runJob(conversation, clock, presented(segments, profile), desk.open(), limitMs);
  const isOut = passed(voided.end.kind, profile, desk);
  if (voided.started) used({ mm: lengthMm, proven: isOut });
  if (!isOut) return false;

  // Nobody shall take it who it is not for.
  if (profile.presenter.retract === 'gs-e') await conversation.send(RETRACT);
  const after = await conversation.askStatus(ANSWER_MS);
  return after !== null && faultOf(after) === null;
}

/** Zeros end a command that waits for the rest of its data; outside one they mean nothing. */
function padding(profile: PrinterProfile): Uint8Array {
  const rows = profile.qr.command === 'raster' ? BAND_ROWS : 0;
  return new Uint8Array(LONGEST_TEXT_COMMAND + (rows * profile.paper.dots) / 8);
}

/** Proven, or all the time has passed and that is the best this printer can give. */
function passed(end: string, profile: PrinterProfile, desk: ProofDesk): boolean {
  if (end === 'proven') return true;
  return end === 'timeout' && (profile.proof.kind === 'none' || desk.settleForSome());
}
