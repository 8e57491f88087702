/** What a printer obeys the moment it arrives, whatever it is in the middle of: also inside an image's data. */
export type RealTimeCommand =
  | { readonly kind: 'status'; readonly n: number }
  | { readonly kind: 'recover' }
  | { readonly kind: 'recover-and-clear' }
  | { readonly kind: 'clear' };

const CLEAR = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

/** DLE EOT 1 to 4; 5 and 20 are makers' own. */
const STATUS = [1, 2, 3, 4, 5, 0x14];

/** Watches the raw stream byte by byte, so that chunk borders mean nothing. The bytes stay in the receive buffer too. */
export class RealTimeScanner {
  #tail: number[] = [];

  push(byte: number): RealTimeCommand | null {
    this.#tail.push(byte);
    if (this.#tail.length > CLEAR.length) this.#tail.shift();
    const [dle, command, n] = this.#tail.slice(-3);
    if (dle === 0x10 && command === 0x04 && n !== undefined && STATUS.includes(n))
      return { kind: 'status', n };
    if (dle === 0x10 && command === 0x05 && n === 1) return { kind: 'recover' };
    if (dle === 0x10 && command === 0x05 && n === 2) return { kind: 'recover-and-clear' };
    return CLEAR.every((value, at) => this.#tail[at] === value) ? { kind: 'clear' } : null;
  }
}
