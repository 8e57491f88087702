/**
 * SM3, the Chinese national standard hash (GB/T 32905-2016; ISO/IEC 10118-3:2018): 256 bits, Merkle–Damgård over blocks
 * of 64 bytes.
 *
 * Our own, against our habit: Electron's BoringSSL has no SM3, and the library that has it brings curves and ciphers that
 * would be parsed at every start. Its tests hold it against the standard's vectors and against OpenSSL's.
 */

const START = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
] as const;
const BLOCK_BYTES = 64;

/** Hash of a text's UTF-8 bytes, 64 lower-case hex digits. */
export function sm3(text: string): string {
  const state = Uint32Array.from(START);
  const expanded = new Uint32Array(68);
  const bytes = padded(new TextEncoder().encode(text));
  for (let at = 0; at < bytes.byteLength; at += BLOCK_BYTES) compress(state, bytes, at, expanded);
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** One bit 1, zeros, and the length in bits as 64 bits. */
function padded(message: Uint8Array): DataView {
  const length = Math.ceil((message.length + 9) / BLOCK_BYTES) * BLOCK_BYTES;
  const bytes = new Uint8Array(length);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(length - 8, BigInt(message.length) * 8n);
  return view;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
const p0 = (x: number): number => x ^ rotate(x, 9) ^ rotate(x, 17);
const p1 = (x: number): number => x ^ rotate(x, 15) ^ rotate(x, 23);

/** The standard's 5.3: message expansion, then 64 rounds over eight registers. */
function compress(state: Uint32Array, block: DataView, at: number, w: Uint32Array): void {
  const word = (index: number): number => w[index] as number;
  for (let j = 0; j < 16; j++) w[j] = block.getUint32(at + 4 * j);
  for (let j = 16; j < 68; j++) {
    w[j] = p1(word(j - 16) ^ word(j - 9) ^ rotate(word(j - 3), 15)) ^ rotate(word(j - 13), 7) ^ word(j - 6);
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as Registers;
  for (let j = 0; j < 64; j++) {
    const early = j < 16;
    const t = early ? 0x79cc4519 : 0x7a879d8a;
    const ss1 = rotate((rotate(a, 12) + e + rotate(t, j % 32)) | 0, 7);
    const ss2 = ss1 ^ rotate(a, 12);
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + ss2 + (word(j) ^ word(j + 4))) | 0;
    const tt2 = (gg + h + ss1 + word(j)) | 0;
    [d, c, b, a] = [c, rotate(b, 9), a, tt1];
    [h, g, f, e] = [g, rotate(f, 19), e, p0(tt2)];
  }
  for (const [index, register] of [a, b, c, d, e, f, g, h].entries()) {
    state[index] = (state[index] as number) ^ register;
  }
}

type Registers = [number, number, number, number, number, number, number, number];
