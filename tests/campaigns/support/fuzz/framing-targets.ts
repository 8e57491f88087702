import fc from 'fast-check';
import { concat } from '../../../../drivers/base/bytes.ts';
import { FRAMINGS, type Framing } from '../framings.ts';
import { anyHarm, anyPieces, type FuzzTarget, harmed, inPieces, must, noise, same } from './target.ts';

/** Good frames, harmed ones and noise, in any order. */
function streams({ said, marks }: Framing): fc.Arbitrary<Uint8Array> {
  const good = fc.constantFrom(...said.map(({ bytes }) => bytes));
  const bad = fc.tuple(good, anyHarm).map(([bytes, harm]) => harmed(bytes, harm));
  return fc.array(fc.oneof(good, bad, noise(marks, 60)), { maxLength: 8 }).map((parts) => concat(...parts));
}

/** Bytes that a frame has handed on; its own are at least as many. */
function carried(frames: readonly object[]): number {
  const values = frames.flatMap((frame) => Object.values(frame));
  return values.reduce((sum, value) => sum + (value instanceof Uint8Array ? value.length : 0), 0);
}

function framingTarget(framing: Framing): FuzzTarget {
  const { name, deframer, longest, good } = framing;
  const whole = deframer().push(good);
  return {
    name: `framing of ${name}`,
    share: 120,
    property: () =>
      fc.property(streams(framing), anyPieces, (bytes, lengths) => {
        const fresh = deframer();
        const frames = inPieces(bytes, lengths).flatMap((piece) => [...fresh.push(piece)]);
        must(same(frames, deframer().push(bytes)), 'pieces make no difference');
        must(carried(frames) <= bytes.length, 'nothing is made of nothing');
        // One frame's length of nothing, and whatever was half there has been decided.
        fresh.push(new Uint8Array(longest));
        must(same(fresh.push(good).slice(-whole.length), whole), 'the next good frame is found');
        must(!fresh.unfinished, 'nothing is held back');
      }),
  };
}

export const FRAMING_TARGETS: readonly FuzzTarget[] = FRAMINGS.map(framingTarget);
