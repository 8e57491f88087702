import { fromHex } from '../../base/bytes.ts';
import { err, ok } from '../../base/result.ts';
import type { CcidLink, LinkFault } from '../card-slot.ts';
import { decodeAnswer } from '../ccid.ts';

/** What a scripted reader does: the data (hex) of a good answer, a failed one, or the link's failure. */
export type Scripted = string | 'failed' | LinkFault;

/** Answers one command after the other; throws when more are asked than were written down. */
export function scriptedLink(...answers: readonly Scripted[]): CcidLink {
  const left = [...answers];
  return {
    exchange: async () => {
      const answer = left.shift();
      if (answer === undefined) throw new Error('one question too many');
      if (typeof answer !== 'string') return err(answer);
      const failed = answer === 'failed';
      return ok(
        decodeAnswer(fromHex(`80 00000000 00 00 ${failed ? '42 FE' : '00 00'} 00 ${failed ? '' : answer}`)),
      );
    },
  };
}

export const REFUSED: LinkFault = { code: 'REFUSED', detail: 'slot' };
export const SILENT: LinkFault = { code: 'SILENT', detail: '' };
export const GONE: LinkFault = { code: 'GONE', detail: '' };
