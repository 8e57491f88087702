/** What the emulated PN532 hears, cut into frames by its own rules (UM0701-02, 6.2.1). */
export type Pn532HostFrame =
  | { readonly kind: 'command'; readonly code: number; readonly data: Buffer }
  /** The host gives up what it has asked for. */
  | { readonly kind: 'abort' }
  /** The host asks for the last answer again. */
  | { readonly kind: 'again' };

const START_CODE = Buffer.from([0x00, 0xff]);
const TFI_HOST = 0xd4;
const MAX_LENGTH = 265;
/** Start code, two fixed bytes, two of length, their check. */
const EXTENDED_HEAD = 7;
const NORMAL_HEAD = 4;

type Heard = Pn532HostFrame | 'nothing' | 'unfinished';

/** A frame with a wrong check is nothing at all to this chip: it waits for the next. */
export class Pn532HostFrames {
  #heard = Buffer.alloc(0);

  hear(bytes: Uint8Array): readonly Pn532HostFrame[] {
    this.#heard = Buffer.concat([this.#heard, bytes]);
    const frames: Pn532HostFrame[] = [];
    for (let heard = this.#next(); heard !== 'unfinished'; heard = this.#next()) {
      if (heard !== 'nothing') frames.push(heard);
    }
    return frames;
  }

  /** The beginning of a frame waits for its rest. */
  get inside(): boolean {
    return this.#heard.includes(START_CODE);
  }

  forget(): void {
    this.#heard = Buffer.alloc(0);
  }

  #next(): Heard {
    const start = this.#heard.indexOf(START_CODE);
    if (start < 0) {
      // Only its last byte can still become a start code.
      this.#heard = this.#heard.subarray(-1);
      return 'unfinished';
    }
    this.#heard = this.#heard.subarray(start);
    if (this.#heard.length < NORMAL_HEAD) return 'unfinished';
    switch (this.#heard.readUInt16BE(2)) {
      case 0x00ff:
        return this.#cut(NORMAL_HEAD, { kind: 'abort' });
      case 0xff00:
        return this.#cut(NORMAL_HEAD, { kind: 'again' });
      case 0xffff:
        return this.#extended();
      default:
        return this.#content(NORMAL_HEAD, this.#heard.readUInt8(2), this.#heard.subarray(2, NORMAL_HEAD));
    }
  }

  #extended(): Heard {
    if (this.#heard.length < EXTENDED_HEAD) return 'unfinished';
    return this.#content(EXTENDED_HEAD, this.#heard.readUInt16BE(4), this.#heard.subarray(4, EXTENDED_HEAD));
  }

  #content(head: number, length: number, lengthBytes: Buffer): Heard {
    if (length === 0 || length > MAX_LENGTH || !addsUp(lengthBytes))
      return this.#cut(START_CODE.length, 'nothing');
    const end = head + length + 1;
    if (this.#heard.length < end) return 'unfinished';
    const checked = this.#heard.subarray(head, end);
    const content = Buffer.from(checked.subarray(0, -1));
    const sound = addsUp(checked) && content[0] === TFI_HOST && length > 1;
    if (!sound) return this.#cut(end, 'nothing');
    return this.#cut(end, { kind: 'command', code: content.readUInt8(1), data: content.subarray(2) });
  }

  #cut(length: number, heard: Heard): Heard {
    this.#heard = this.#heard.subarray(length);
    return heard;
  }
}

function addsUp(bytes: Buffer): boolean {
  let total = 0;
  for (const value of bytes) total += value;
  return total % 256 === 0;
}
