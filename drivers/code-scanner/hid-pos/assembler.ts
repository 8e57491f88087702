import type { HidReport } from '../../transport/report-port.ts';
import { codeText, MAX_RAW_LENGTH } from '../code-text.ts';
import type { ScanLayout } from './layout.ts';

export type Assembled =
  | { readonly kind: 'code'; readonly text: string }
  /** `what` names the rule that was broken. */
  | { readonly kind: 'rejected'; readonly what: string };

/**
 * Puts codes together from the reports that carry them: while a report says that more follows, the next one goes on. A
 * code with one bad report is rejected whole, when its last report has come. Holds at most MAX_RAW_LENGTH characters.
 */
export class ScanAssembler {
  #layouts: readonly ScanLayout[] = [];
  #text = '';
  #fault: string | null = null;
  #unfinished = false;

  /** A device has come, with these reports; what was left of the one before is forgotten. */
  begin(layouts: readonly ScanLayout[]): void {
    this.#layouts = layouts;
    this.reset();
  }

  /** Whether the rest of a code has yet to come. */
  get unfinished(): boolean {
    return this.#unfinished;
  }

  /** Null: nothing yet, or a report about something else. */
  push({ id, data }: HidReport): Assembled | null {
    const layout = this.#layouts.find(({ reportId }) => reportId === id);
    if (layout === undefined) return null;
    const piece = read(layout, data);
    if (piece === null) this.#fault ??= 'scan report of a wrong length';
    else this.#append(piece.text);
    this.#unfinished = piece?.continued ?? false;
    return this.#unfinished ? null : this.#finish();
  }

  reset(): void {
    this.#text = '';
    this.#fault = null;
    this.#unfinished = false;
  }

  #append(text: string): void {
    if (this.#text.length + text.length > MAX_RAW_LENGTH) this.#fault ??= 'long code';
    else this.#text += text;
  }

  #finish(): Assembled | null {
    const [raw, fault] = [this.#text, this.#fault];
    this.reset();
    if (fault !== null) return { kind: 'rejected', what: fault };
    if (raw === '') return null; // a trigger without a read
    const text = codeText(raw);
    return text === null ? { kind: 'rejected', what: 'unprintable or long code' } : { kind: 'code', text };
  }
}

/** Null for a report that is too short for what it says, or says more than there is room for. */
function read(
  { lengthAt, dataAt, dataBytes, continued }: ScanLayout,
  data: Uint8Array,
): { readonly text: string; readonly continued: boolean } | null {
  const room = data.subarray(dataAt, dataAt + dataBytes);
  const flags = continued === null ? 0 : data[continued.at];
  const length = lengthAt === null ? paddedLength(room) : data[lengthAt];
  if (length === undefined || flags === undefined || length > room.length) return null;
  return {
    text: String.fromCharCode(...room.subarray(0, length)),
    continued: continued !== null && (flags & continued.mask) !== 0,
  };
}

function paddedLength(room: Uint8Array): number {
  const end = room.indexOf(0);
  return end < 0 ? room.length : end;
}
