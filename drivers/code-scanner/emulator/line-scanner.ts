import type { Lever } from '../../base/lever.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import { type KnownCode, scannerLevers } from './scanner-levers.ts';

export interface LineScannerEmulatorOptions {
  readonly line: EmulatedLine;
  /** Electronic cards and other codes that the demo knows. */
  readonly codes?: readonly KnownCode[];
  /** What the engine sends after each code; default CR. */
  readonly terminator?: '' | '\r' | '\n' | '\r\n';
}

/** A scan engine on the device's end of a line: whatever is held under it comes out as text. */
export class LineScannerEmulator {
  readonly levers: readonly Lever[];
  readonly #line: EmulatedLine;
  readonly #terminator: string;

  constructor({ line, codes = [], terminator = '\r' }: LineScannerEmulatorOptions) {
    this.#line = line;
    this.#terminator = terminator;
    this.levers = scannerLevers((text) => this.scan(text), line, codes);
  }

  /** Any text: what does not fit the protocol is sent as it is. */
  scan(text: string): void {
    this.#line.write(Buffer.from(text + this.#terminator, 'utf8'));
  }

  close(): Promise<void> {
    return this.#line.close();
  }
}
