import { concat } from '../../../drivers/base/bytes.ts';
import type { EmulatedLine } from '../../../drivers/transport/emulator/line.ts';

/** A device's end on which everything that it says in one go travels in one piece, as operating systems like to hand it out. */
export function inBursts(line: EmulatedLine): EmulatedLine {
  let burst: Uint8Array = new Uint8Array(0);
  return {
    ...line,
    write(bytes) {
      if (burst.length === 0) {
        queueMicrotask(() => {
          const whole = burst;
          burst = new Uint8Array(0);
          line.write(whole);
        });
      }
      burst = concat(burst, bytes);
    },
  };
}

/** In two pieces, the first of `at` bytes; in one where there are no more. */
export function cutAt(at: number): (bytes: Uint8Array) => readonly Uint8Array[] {
  return (bytes) => (at > 0 && at < bytes.length ? [bytes.slice(0, at), bytes.slice(at)] : [bytes]);
}

export function singleBytes(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}
