import { type HostCommand, hostCommand, xorOf } from './ccid-chassis.ts';

/** What an emulated GemPC Twin hears: `03 06`, a CCID message and its check, or `03 15 16`. */
export type GemtwinHostFrame =
  /** `whole` as it came, for readers that say it back. */
  | { readonly kind: 'command'; readonly command: HostCommand; readonly whole: Buffer }
  /** The host asks for the last answer again. */
  | { readonly kind: 'again' }
  | { readonly kind: 'bad' };

const SYNC = 0x03;
/** Sync, control, ten bytes of header, check. */
const EMPTY_FRAME = 13;
const MAX_DATA = 261;

export class GemtwinHostFrames {
  #heard = Buffer.alloc(0);

  hear(bytes: Uint8Array): readonly GemtwinHostFrame[] {
    this.#heard = Buffer.concat([this.#heard, bytes]);
    const frames: GemtwinHostFrame[] = [];
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

  #next(): GemtwinHostFrame | null {
    const start = this.#heard.indexOf(SYNC);
    this.#heard = start < 0 ? Buffer.alloc(0) : this.#heard.subarray(start);
    if (this.#heard.length < 3) return null;
    if (this.#heard.readUInt16BE(1) === 0x1516) {
      this.#take(3);
      return { kind: 'again' };
    }
    if (this.#heard.readUInt8(1) !== 0x06) {
      this.forget();
      return { kind: 'bad' };
    }
    return this.#nextCommand();
  }

  #nextCommand(): GemtwinHostFrame | null {
    if (this.#heard.length < EMPTY_FRAME) return null;
    const dataLength = this.#heard.readUInt32LE(3);
    if (dataLength > MAX_DATA) {
      this.forget();
      return { kind: 'bad' };
    }
    if (this.#heard.length < EMPTY_FRAME + dataLength) return null;
    const whole = this.#take(EMPTY_FRAME + dataLength);
    // The check makes the XOR of a whole frame zero.
    if (xorOf(whole) !== 0) return { kind: 'bad' };
    return { kind: 'command', command: hostCommand(whole.subarray(2, -1)), whole };
  }

  #take(length: number): Buffer {
    const taken = Buffer.from(this.#heard.subarray(0, length));
    this.#heard = this.#heard.subarray(length);
    return taken;
  }
}
