import type { Clock } from '../../drivers/base/clock.ts';
import type { EmulatedLine } from '../../drivers/transport/emulator/line.ts';
import { openPtyLine } from '../../drivers/transport/emulator/pty-line.ts';

const BAUD_RATE = 9_600;
/** 8N1: start, eight data, stop. */
const BITS_PER_BYTE = 10;

/** A serial line at the reader's real speed that counts what crosses it, both ways. */
export interface CountedLine extends EmulatedLine {
  readonly baudRate: number;
  /** Starts counting from nothing. */
  reset(): void;
  /** How long the bytes since then occupied the wire, milliseconds: nothing that uses them can be faster. */
  lineMs(): number;
}

/** @throws where there are no pseudo-terminals */
export async function openCountedLine(clock: Clock): Promise<CountedLine> {
  const opened = await openPtyLine({
    name: 'card-reader',
    pace: { clock, baudRate: BAUD_RATE, bitsPerByte: BITS_PER_BYTE },
  });
  if (!opened.ok) throw new Error(`no pseudo-terminal: ${opened.error.detail}`);
  const line = opened.value;
  let bytes = 0;
  line.onData(({ length }) => {
    bytes += length;
  });
  return {
    address: line.address,
    baudRate: BAUD_RATE,
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
    lineMs: () => (bytes * BITS_PER_BYTE * 1_000) / BAUD_RATE,
  };
}
