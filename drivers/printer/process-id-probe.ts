import { concat } from '../base/bytes.ts';
import type { Conversation } from './conversation.ts';
import { processId } from './escpos/commands.ts';
import { encodeSlip } from './escpos/encode-slip.ts';
import type { PrintResult } from './port.ts';
import { presented } from './presenter.ts';
import { type PrintParts, type PrintRun, runPrint } from './print-run.ts';
import type { ProcessIdProbe } from './service.ts';
import type { Slip } from './slip.ts';

const LINE_FEED = Uint8Array.of(0x0a);
/** Of the line that it ends. */
const LINE_MM = 4;

/** `00` are the parameters of function 48; what a printer that does not know it makes of the rest. */
const stripOf = (id: string): Slip => ({
  blocks: [
    {
      kind: 'text',
      text: `打印回执探测：上面如果有 00${id}，本机不支持打印回执（processId）；没有字是正常的。`,
    },
  ],
});

/** Four digits, so that a person recognises them on the paper; another than that of a probe some seconds ago. */
export function probeId(nowMs: number): string {
  return String(Math.floor(nowMs / 1000) % 10_000).padStart(4, '0');
}

/**
 * GS ( H at the head of a piece of paper, right behind the last cut, and a line feed: its tail, if it is printed, stands
 * on this strip and never on the next resident's slip. GS r behind the cut tells when the question has been worked off,
 * whatever else this printer proves its slips by.
 */
export function runProbe(parts: PrintParts, id: string): Promise<PrintRun> {
  const { profile } = parts;
  const { segments, lengthMm } = encodeSlip(stripOf(id), profile);
  const [head = LINE_FEED, ...body] = segments;
  const question = concat(processId(bytesOf(id)), LINE_FEED);
  const work = {
    segments: presented([head, question, ...body], profile),
    lengthMm: lengthMm + LINE_MM,
    timing: profile.timing,
  };
  return runPrint(parts, work, 'gs-r');
}

/** An echo says all. Its absence means something only behind an answer that it would have come before. */
export function probeVerdict(echoed: boolean, result: PrintResult): ProcessIdProbe {
  if (echoed) return { kind: 'supported' };
  switch (result.state) {
    case 'FAILED_CLEAN':
      return { kind: 'refused', reason: result.reason };
    case 'UNCERTAIN':
      return { kind: 'unknown', reason: result.reason };
    case 'PRINTED':
      return result.evidence === 'B' ? { kind: 'unsupported' } : { kind: 'unknown', reason: 'timeout' };
  }
}

/** Listens for the echo of `id` until it is stopped. */
export function listenForEcho({ replies }: Conversation, id: string): { stop(): boolean } {
  const expected = bytesOf(id).join();
  let heard = false;
  const unsubscribe = replies.subscribe((reply) => {
    heard ||= reply.kind === 'process-id' && reply.id.join() === expected;
  });
  return {
    stop: () => {
      unsubscribe();
      return heard;
    },
  };
}

const bytesOf = (id: string): Uint8Array => new TextEncoder().encode(id);
