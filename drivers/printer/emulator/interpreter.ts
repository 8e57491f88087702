import { toHex } from '../../base/bytes.ts';
import { COMMANDS, type Command } from './command-table.ts';
import { Format } from './format.ts';
import type { EmulatedModel } from './model.ts';
import type { Bitmap, Cell, Paper } from './paper.ts';

/** What the interpreter asks of the machine around it. */
export interface Machine {
  readonly model: EmulatedModel;
  readonly paper: Paper;
  /** Paper through the head, dots. */
  feed(dots: number): void;
  cut(how: 'full' | 'partial'): void;
  /** The ejector hands the cut slip out, or takes it back. */
  present(): void;
  retract(): void;
  /** Automatic status, on or off. */
  tellChanges(on: boolean): void;
  paperStatus(): number;
  /** To the host. `proof` marks answers that prove printing. */
  reply(bytes: Uint8Array, proof: boolean): void;
}

/** A byte that no manual allows here. Printed as clones would print it, and remembered: a strict test wants none. */
export interface Violation {
  /** Bytes executed since power-on before this one. */
  readonly offset: number;
  readonly what: string;
}

const HANZI_DOTS = 24;
const ASCII_DOTS = 12;

/** Executes ESC/POS one command at a time, as the printer's processor would. Knows nothing of time. */
export class Interpreter {
  readonly machine: Machine;
  readonly violations: Violation[] = [];
  format = new Format();
  /** What GS ( k keeps until it is printed. */
  qr = { moduleDots: 3, level: 'L' as QrLevel, data: new Uint8Array(0) };
  /** What GS ( L keeps until it is printed. */
  graphics: Bitmap | null = null;
  #cells: Cell[] = [];
  #offset = 0;
  readonly #decoder = new TextDecoder('gb18030', { fatal: true });

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /**
   * Executes the command at the head of the buffer and returns how many bytes it took; 0 when its end has not arrived.
   */
  step(buffer: Uint8Array): number {
    const [first, second] = buffer;
    if (first === undefined) return 0;
    if (first >= 0x20 && first <= 0x7e) return this.#took(buffer.subarray(0, 1), () => this.#ascii(first));
    if (first > 0x7f) {
      if (second === undefined) return 0;
      return this.#hanzi(buffer);
    }
    return this.#command(buffer);
  }

  /** Bytes of a real-time command at the head of the buffer, which has been obeyed; 0 for anything else. */
  skipRealTime(buffer: Uint8Array): number {
    const found = buffer.length === 0 ? null : find(buffer, this.machine.model);
    return found !== null && found !== 'incomplete' && found.command.realTime === true
      ? this.step(buffer)
      : 0;
  }

  /** ESC @ and power-on. */
  reset(): void {
    this.format = new Format();
    this.#cells = [];
  }

  /** What was typed and not fed yet is forgotten; formats stay. */
  dropLine(): void {
    this.#cells = [];
  }

  get lineIsEmpty(): boolean {
    return this.#cells.length === 0;
  }

  violate(what: string): void {
    this.violations.push({ offset: this.#offset, what });
  }

  lineFeed(): void {
    const cells = this.#cells;
    this.#cells = [];
    const tallest = Math.max(HANZI_DOTS, ...cells.map((cell) => HANZI_DOTS * cell.scaleY));
    const dots = Math.max(this.format.pitchDots, tallest);
    this.machine.paper.line(this.#left(this.#widthOf(cells)), cells, dots);
    this.machine.feed(dots);
  }

  feed(dots: number): void {
    this.machine.paper.feed(dots);
    this.machine.feed(dots);
  }

  image(image: Bitmap): void {
    if (image.width > this.machine.model.dots)
      this.violate(`image of ${image.width} dots runs over the edge`);
    this.machine.paper.image(this.#left(image.width), image);
    this.machine.feed(image.height);
  }

  #left(width: number): number {
    const free = Math.max(0, this.machine.model.dots - width);
    return Math.floor((free * this.format.align) / 2);
  }

  #widthOf(cells: readonly Cell[]): number {
    return cells.reduce((sum, cell) => sum + cell.advance, 0);
  }

  #took(bytes: Uint8Array, run: () => void, inquiry = false): number {
    this.machine.paper.record(bytes, inquiry);
    run();
    this.#offset += bytes.length;
    return bytes.length;
  }

  #ascii(byte: number): void {
    this.#put(this.format.cell(String.fromCharCode(byte), ASCII_DOTS));
  }

  #hanzi(buffer: Uint8Array): number {
    const pair = buffer.subarray(0, 2);
    const char = this.#decode(pair);
    if (!this.format.chinese || char === null) {
      return this.#took(buffer.subarray(0, 1), () => {
        this.violate(`${toHex(pair, ' ')} is no character here`);
        this.#put(this.format.cell('\ufffd', ASCII_DOTS));
      });
    }
    return this.#took(pair, () => this.#put(this.format.cell(char, HANZI_DOTS)));
  }

  #decode(pair: Uint8Array): string | null {
    try {
      const char = this.#decoder.decode(pair);
      return char.length === 1 ? char : null;
    } catch {
      return null;
    }
  }

  #put(cell: Cell): void {
    if (this.#widthOf(this.#cells) + cell.advance > this.machine.model.dots) {
      this.violate('line runs over the edge');
      this.lineFeed();
    }
    this.#cells.push(cell);
  }

  #command(buffer: Uint8Array): number {
    const found = find(buffer, this.machine.model);
    if (found === 'incomplete') return 0;
    if (found === null) {
      const skipped = this.machine.model.passesOver ? countedLength(buffer) : null;
      if (skipped !== null) {
        return skipped === 0 || buffer.length < skipped
          ? 0
          : this.#took(buffer.subarray(0, skipped), () => undefined, true);
      }
      const prefix = buffer.subarray(0, prefixLength(buffer));
      return this.#took(prefix, () => this.violate(`unknown command ${toHex(prefix, ' ')}`));
    }
    const length = found.command.length(buffer);
    if (length === null || buffer.length < length) return 0;
    const whole = buffer.subarray(0, length);
    if (found.command.realTime === true) {
      this.#offset += length;
      return length;
    }
    return this.#took(whole, () => found.command.run(this, whole), found.command.inquiry === true);
  }
}

export type QrLevel = 'L' | 'M' | 'Q' | 'H';

function find(buffer: Uint8Array, model: EmulatedModel): { readonly command: Command } | 'incomplete' | null {
  let partial = false;
  for (const command of COMMANDS) {
    if (command.needs !== undefined && !model.knows.has(command.needs)) continue;
    const { prefix } = command;
    const common = Math.min(prefix.length, buffer.length);
    if (prefix.slice(0, common).some((byte, at) => byte !== buffer[at])) continue;
    if (common === prefix.length) return { command };
    partial = true;
  }
  return partial ? 'incomplete' : null;
}

/** What a clone drops of a command that it does not know: its prefix. The rest it prints. */
function prefixLength(buffer: Uint8Array): number {
  const [first, second] = buffer;
  if (first !== 0x1b && first !== 0x1c && first !== 0x1d) return 1;
  return second === 0x28 ? 3 : 2;
}

/** Of a GS ( command with its data; 0 while its length has not arrived, null for any other command. */
function countedLength([gs, paren, , low, high]: Uint8Array): number | null {
  if (gs !== 0x1d || paren !== 0x28) return null;
  return low === undefined || high === undefined ? 0 : 5 + low + 256 * high;
}
