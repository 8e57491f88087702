import type { EmulatedLine } from '../../drivers/transport/emulator/line.ts';
import { openPtyLine } from '../../drivers/transport/emulator/pty-line.ts';
import { PreciseClock } from './precise-clock.ts';

/** How fast a line is: 8 data bits, no parity. */
export interface LineSpeed {
  readonly baudRate: number;
  readonly stopBits: 1 | 2;
}

/** What most readers are delivered with. */
export const USUAL_SPEED: LineSpeed = { baudRate: 9_600, stopBits: 1 };

/** A serial line at a reader's real speed that counts what crosses it, both ways. */
export interface CountedLine extends EmulatedLine {
  /** Starts counting from nothing. */
  reset(): void;
  /** How long the bytes since then occupied the wire, milliseconds: nothing that uses them can be faster. */
  lineMs(): number;
}

/** @throws where there are no pseudo-terminals */
export async function openCountedLine({ baudRate, stopBits }: LineSpeed): Promise<CountedLine> {
  const bitsPerByte = 9 + stopBits;
  const opened = await openPtyLine({
    name: 'card-reader',
    pace: { clock: new PreciseClock(), baudRate, bitsPerByte },
  });
  if (!opened.ok) throw new Error(`no pseudo-terminal: ${opened.error.detail}`);
  const line = opened.value;
  let bytes = 0;
  line.onData(({ length }) => {
    bytes += length;
  });
  return {
    address: line.address,
    write: (data) => {
      bytes += data.length;
      line.write(data);
    },
    onData: (listener) => line.onData(listener),
    unplug: () => line.unplug(),
    replug: () => line.replug(),
    close: () => line.close(),
    reset: () => {
      bytes = 0;
    },
    lineMs: () => (bytes * bitsPerByte * 1_000) / baudRate,
  };
}
