import type { CardImage, Chip, ChipRecord, EmulatedSlot } from './card-image.ts';
import { CardSecurity } from './card-security.ts';

const SX = (second: '1' | '2') => `7378${second === '1' ? '31' : '32'}2E73682EC9E7BBE1B1A3D5CF`;
const APPLICATION_NAMES: Readonly<Record<Chip['application'], string>> = {
  sx1: SX('1'),
  sx2: SX('2'),
  bank: 'A000000333010101',
};

/** What a chip makes of a command: an answer with its status word in hex, or a failure of the contacts. */
export type ChipAnswer = { readonly hex: string } | { readonly failed: 'parity' };

/**
 * One powered card: state from power-on to power-off, the wrong tries beyond that. Written from the card notes and the
 * captured session, without a line of the driver's.
 */
export class EmulatedCard {
  readonly image: CardImage;
  readonly #security: CardSecurity;
  #commands = 0;
  #masterSeen = false;
  #inApplication = false;
  #file: readonly ChipRecord[] | null = null;
  #waiting = '';

  constructor(image: CardImage) {
    this.image = image;
    this.#security = new CardSecurity(image);
  }

  get #chip(): Chip {
    return this.image.chip;
  }

  /** The answer to reset in hex, null when there is none. */
  powerOn(slot: EmulatedSlot): string | null {
    this.#commands = 0;
    this.#masterSeen = false;
    this.#inApplication = false;
    this.#file = null;
    this.#waiting = '';
    this.#security.reset();
    if (slot === 'contact') return this.#chip.atr;
    /* v8 ignore next -- the levers put no card on the antenna that has none of its own */
    return this.#chip.contactlessAtr ?? null;
  }

  transmit(command: Uint8Array): ChipAnswer {
    if (this.#commands++ >= (this.#chip.failsAfter ?? Number.POSITIVE_INFINITY)) return { failed: 'parity' };
    const [cla, ins, p1 = 0, p2 = 0, p3 = 0] = command;
    const data = Buffer.from(command.subarray(5)).toString('hex').toUpperCase();
    if (cla !== 0x00) return { hex: '6E00' };
    const waiting = this.#waiting;
    this.#waiting = '';
    switch (ins) {
      case 0xa4:
        return { hex: this.#select(p1, data) };
      case 0xb2:
        return { hex: this.#readRecord(p1, p2, p3) };
      case 0xc0:
        return { hex: waiting === '' ? '6985' : this.#exactly(waiting, p3) };
      case 0x20:
        return { hex: this.#inApplication ? this.#security.verify(data) : '6985' };
      case 0x84:
        return { hex: this.#security.challenge(p3) };
      case 0x82:
        return { hex: this.#inApplication ? this.#security.authenticate(p2, data) : '6985' };
      default:
        return { hex: '6D00' };
    }
  }

  #select(p1: number, data: string): string {
    return p1 === 0x04 ? this.#selectName(data) : this.#selectFile(byte(p1), data);
  }

  #selectName(name: string): string {
    const { application, closed, masterFileFirst = false } = this.#chip;
    if (name !== APPLICATION_NAMES[application] || (masterFileFirst && !this.#masterSeen)) return '6A82';
    if (closed !== undefined) return closed;
    this.#security.reset();
    this.#inApplication = application !== 'bank';
    this.#file = null;
    const inner = `84${byte(name.length / 2)}${name}A50388011E`;
    return this.#give(`6F${byte(inner.length / 2)}${inner}`);
  }

  #selectFile(form: string, id: string): string {
    if (id === '3F00') {
      this.#masterSeen = true;
      this.#inApplication = false;
      this.#file = null;
      return '9000';
    }
    if (!this.#inApplication) return '6A82';
    const { selectsFiles = ['00', '02'] } = this.#chip;
    if (!selectsFiles.some((known) => known === form)) return '6A86';
    if (id !== 'EF05' && id !== 'EF06') return '6A82';
    this.#file = id === 'EF05' ? this.#chip.ef05 : this.#chip.ef06;
    return '9000';
  }

  #readRecord(p1: number, p2: number, le: number): string {
    const file = this.#fileOf(p2 >> 3);
    if (file === null) return '6986';
    const way = ({ 0: 'tag', 4: 'number', 5: 'to-last' } as const)[p2 & 0x07];
    if (way === undefined || !this.#chip.reads.includes(way)) return '6A86';
    const { garbage } = this.#chip;
    if (garbage !== undefined) return this.#exactly(garbage, le);
    const records =
      way === 'tag'
        ? file.filter(([tag]) => tag === p1)
        : file.slice(p1 - 1, way === 'number' ? p1 : file.length);
    if (records.length === 0) return '6A83';
    if (!records.every(([tag]) => this.#security.opens(tag))) return '6982';
    const data = records.map(([tag, value]) => byte(tag) + byte(value.length / 2) + value).join('');
    return le === 0 && this.#chip.zeroLe === 'direct' ? `${data}9000` : this.#exactly(data, le);
  }

  /** Short file identifier in the upper bits of P2, 0 = the current file. */
  #fileOf(identifier: number): readonly ChipRecord[] | null {
    if (identifier === 0) return this.#file;
    if (!this.#inApplication) return null;
    if (identifier === 5) return this.#chip.ef05;
    return identifier === 6 ? this.#chip.ef06 : null;
  }

  /** The answer to a command that brought data along: fetched by GET RESPONSE, unless the card is of the direct kind. */
  #give(data: string): string {
    if (this.#chip.selectAnswer === 'direct') return `${data}9000`;
    this.#waiting = data;
    return `61${byte(data.length / 2)}`;
  }

  #exactly(data: string, le: number): string {
    const length = data.length / 2;
    if (le === length) return `${data}9000`;
    return `6C${byte(length)}`;
  }
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0').toUpperCase();
}
