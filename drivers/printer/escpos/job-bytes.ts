import { writeText } from './gb18030.ts';

/** A slip without images fits. */
const START_BYTES = 4_096;

/** The bytes of a job as they grow, in segments of whole commands: one buffer, of which segments are views. */
export class JobBytes {
  #buffer = new Uint8Array(START_BYTES);
  #length = 0;
  /** Where each segment ends. */
  readonly #ends: number[] = [];

  put(command: Uint8Array): void {
    this.#makeRoom(command.length);
    this.#buffer.set(command, this.#length);
    this.#length += command.length;
  }

  /** Encodable characters, as they come. */
  putText(text: string): void {
    this.#makeRoom(2 * text.length);
    this.#length = writeText(text, this.#buffer, this.#length);
  }

  /** Nothing put since the last one makes no segment. */
  endSegment(): void {
    if (this.#length > (this.#ends.at(-1) ?? 0)) this.#ends.push(this.#length);
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  get segments(): readonly Uint8Array[] {
    return this.#ends.map((end, at) => this.#buffer.subarray(at === 0 ? 0 : this.#ends[at - 1], end));
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = new Uint8Array(2 * (this.#length + bytes));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}
