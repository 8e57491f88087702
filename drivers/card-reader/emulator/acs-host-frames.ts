import { type HostCommand, hostCommand, xorOf } from './ccid-chassis.ts';

/** What the emulated reader hears, cut into frames by its own rules (reference manual of the ACR1281S-C1, pp. 14–26). */
export type AcsHostFrame =
  | { readonly kind: 'command'; readonly command: HostCommand }
  /** The host asks for the last answer again. */
  | { readonly kind: 'again' }
  /** Cannot be used; `code` is what the reader says of it. */
  | { readonly kind: 'bad'; readonly code: 0xff | 0xfe | 0xfd };

/** STX, ten bytes of header, checksum, ETX. */
const EMPTY_FRAME = 13;
const MAX_DATA = 261;

export class AcsHostFrames {
  #heard = Buffer.alloc(0);

  hear(bytes: Uint8Array): readonly AcsHostFrame[] {
    this.#heard = Buffer.concat([this.#heard, bytes]);
    const frames: AcsHostFrame[] = [];
    for (let frame = this.#next(); frame !== null; frame = this.#next()) frames.push(frame);
    return frames;
  }

  /** The beginning of a frame waits for its rest. */
  get inside(): boolean {
    return this.#heard.length > 0;
  }

  forget(): void {
    this.#heard = Buffer.alloc(0);
  }

  #next(): AcsHostFrame | null {
    const start = this.#heard.indexOf(0x02);
    this.#heard = start < 0 ? Buffer.alloc(0) : this.#heard.subarray(start);
    if (this.#heard.length < EMPTY_FRAME) return null;
    const dataLength = this.#heard.readUInt32LE(2);
    if (dataLength > MAX_DATA) {
      this.forget();
      return { kind: 'bad', code: 0xfe };
    }
    const length = EMPTY_FRAME + dataLength;
    if (this.#heard.length < length) return null;
    const frame = this.#heard.subarray(0, length);
    this.#heard = this.#heard.subarray(length);
    return judge(frame);
  }
}

function judge(frame: Buffer): AcsHostFrame {
  const inner = frame.subarray(1, -2);
  if (frame[frame.length - 1] !== 0x03) return { kind: 'bad', code: 0xfd };
  if (xorOf(inner) !== frame[frame.length - 2]) return { kind: 'bad', code: 0xff };
  // All zero: not a command, the request to repeat.
  if (inner.every((value) => value === 0)) return { kind: 'again' };
  return { kind: 'command', command: hostCommand(inner) };
}
