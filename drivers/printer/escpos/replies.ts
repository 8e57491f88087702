/**
 * Everything a printer says, told apart byte by byte. Printers answer out of turn, unasked, and with flow control in
 * between, so each byte is classified by its fixed bits alone.
 *
 * Source: "transmission status identification" in the TM-T88III, Citizen CT-S310 and Bematech manuals (printing notes,
 * section 2). Blocks are taken whole before any other rule, because their payload contains bytes that look like status.
 */
export type Reply =
  /** Answer to one DLE EOT; which one, only the order tells. */
  | { readonly kind: 'real-time'; readonly status: number }
  /** Automatic status back: bytes 1 to 4. */
  | { readonly kind: 'automatic'; readonly status: readonly [number, number, number, number] }
  /** Answer to GS r or to a one-byte GS I. */
  | { readonly kind: 'in-order'; readonly status: number }
  /** Echo of GS ( H function 48. */
  | { readonly kind: 'process-id'; readonly id: Uint8Array }
  /** Answer to DLE DC4 8: the buffers are empty. */
  | { readonly kind: 'cleared' }
  /** 37 21 … 00: offline response; its payload differs by model. */
  | { readonly kind: 'offline-notice' }
  /** Answer to a GS I that gives text, ASCII only. */
  | { readonly kind: 'text'; readonly text: string }
  /** Answer to a maker's own status question, without its head. */
  | { readonly kind: 'maker-status'; readonly bytes: readonly number[] }
  | { readonly kind: 'flow'; readonly ready: boolean }
  /** Fits no rule: line noise, a wrong baud rate, or another device. */
  | { readonly kind: 'unknown'; readonly byte: number };

const XON = 0x11;
const XOFF = 0x13;
const BLOCK = 0x37;
const TEXT_BLOCK = 0x5f;
const END = 0x00;
/** No block of the documented ones is longer; what is, has lost its end. */
const MAX_BLOCK = 82;

/** Custom's answer to DLE EOT 20: this head and four bytes of any value. */
const FULL_STATUS = [0x10, 0x0f];
const FULL_STATUS_BYTES = 6;

/** Bits 0 and 7 clear, 1 and 4 set. */
const isRealTime = (byte: number): boolean => (byte & 0x93) === 0x12;
/** Bits 0, 1 and 7 clear, 4 set. */
const isAutomaticHead = (byte: number): boolean => (byte & 0x93) === 0x10;
/** Bits 4 and 7 clear. */
const isPlain = (byte: number): boolean => (byte & 0x90) === 0x00;

/** Keeps half a reply over chunk borders; one instance per connection. */
export class ReplyParser {
  #block: number[] = [];
  #automatic: number[] = [];
  #full: number[] = [];
  readonly #hasFullStatus: boolean;

  /** `fullStatus`: this printer answers DLE EOT 20 as Custom does, and has no automatic status. */
  constructor({ fullStatus = false } = {}) {
    this.#hasFullStatus = fullStatus;
  }

  /** The replies that these bytes complete, in the order of the wire. */
  push(bytes: Uint8Array): readonly Reply[] {
    return [...bytes].flatMap((byte) => this.#take(byte));
  }

  #take(byte: number): readonly Reply[] {
    const next = FULL_STATUS[this.#full.length];
    if (this.#hasFullStatus && (next === undefined || (next === byte && this.#block.length === 0)))
      return this.#takeFull(byte);
    // Only the head of one: a byte was lost.
    const torn = this.#full.splice(0).map(unknown);
    return [...torn, ...this.#classify(byte)];
  }

  #takeFull(byte: number): readonly Reply[] {
    this.#full.push(byte);
    if (this.#full.length < FULL_STATUS_BYTES) return [];
    return [{ kind: 'maker-status', bytes: this.#full.splice(0).slice(FULL_STATUS.length) }];
  }

  #classify(byte: number): readonly Reply[] {
    // No other byte of the protocol has these values, so flow control is safe to lift out anywhere.
    if (byte === XON || byte === XOFF) return [{ kind: 'flow', ready: byte === XON }];
    if (this.#block.length > 0 || byte === BLOCK || byte === TEXT_BLOCK) return this.#takeBlock(byte);
    if (isRealTime(byte)) return [{ kind: 'real-time', status: byte }];
    if (isAutomaticHead(byte)) {
      const broken = this.#automatic;
      this.#automatic = [byte];
      return broken.map(unknown);
    }
    if (!isPlain(byte)) return [{ kind: 'unknown', byte }];
    return this.#takePlain(byte);
  }

  #takePlain(byte: number): readonly Reply[] {
    const [first, second, third] = this.#automatic;
    if (first === undefined) return [{ kind: 'in-order', status: byte }];
    if (second === undefined || third === undefined) {
      this.#automatic.push(byte);
      return [];
    }
    this.#automatic = [];
    return [{ kind: 'automatic', status: [first, second, third, byte] }];
  }

  #takeBlock(byte: number): readonly Reply[] {
    this.#block.push(byte);
    if (byte !== END && this.#block.length < MAX_BLOCK) return [];
    const block = Uint8Array.from(this.#block);
    this.#block = [];
    return byte === END ? classify(block) : [...block].map(unknown);
  }
}

/** `block` with its head and its closing 00. */
function classify(block: Uint8Array): readonly Reply[] {
  const body = block.subarray(2, -1);
  if (block[0] === TEXT_BLOCK) {
    return [{ kind: 'text', text: String.fromCharCode(...block.subarray(1, -1)) }];
  }
  if (block[1] === 0x22 && body.length === 4) return [{ kind: 'process-id', id: body }];
  if (block[1] === 0x25 && body.length === 0) return [{ kind: 'cleared' }];
  if (block[1] === 0x21) return [{ kind: 'offline-notice' }];
  return [...block].map(unknown);
}

const unknown = (byte: number): Reply => ({ kind: 'unknown', byte });
