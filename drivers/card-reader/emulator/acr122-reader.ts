import { AcsChassis, type AcsEmulatorOptions } from './acs-chassis.ts';
import type { EmulatedSlot } from './card-image.ts';
import type { HostCommand } from './ccid-chassis.ts';
import { describeOnAir } from './pn532-radio.ts';

export interface Acr122ReaderEmulatorOptions extends AcsEmulatorOptions {
  /** What it calls itself; default `ACR122S100`, the manual's example. */
  readonly firmware?: string;
  /** Answer to reset of the SAM in its socket, hex; default the manual's example. Null: the socket is empty. */
  readonly sam?: string | null;
}

const SLOT = 'contactless';
const MANUAL_SAM = '3B2A00806524B0000200829000';
const SPEEDS: Readonly<Record<string, number>> = { '00': 9600, '01': 115200 };
const GOOD = '9000';
const BAD = '6300';
/** Status bytes of the PN532 (UM0701-02, 7.1). */
const DONE = '00';
const NO_ANSWER = '01';
const NOT_ACCEPTABLE = '27';

/**
 * An ACR122S (manual 2.01): CCID slot 0 is a SAM, and pseudo-APDUs to it reach the reader itself (`FF 00 48`, `FF 00 44`)
 * or the PN532 behind (`FF 00 00 00 Lc D4 …`). It has no escapes, no other slots, and reports nothing.
 */
export class Acr122ReaderEmulator extends AcsChassis {
  readonly #firmware: string;
  readonly #sam: string | null;
  #samPowered = false;
  #targetListed = false;

  constructor(options: Acr122ReaderEmulatorOptions) {
    super(options, { slots: [SLOT], calm: 0x00, timeout: 0xfc });
    this.#firmware = options.firmware ?? 'ACR122S100';
    this.#sam = options.sam === undefined ? MANUAL_SAM : options.sam;
  }

  protected override placeOf(slot: number): EmulatedSlot | null {
    return slot === 0 ? SLOT : null;
  }

  protected override tellOfCard(): void {
    // It has no word for that.
  }

  protected override forget(): void {
    super.forget();
    this.#samPowered = false;
    this.#letGo();
  }

  protected override escape(): null {
    return null;
  }

  protected override work(command: HostCommand): Buffer {
    switch (command.code) {
      case 0x62:
        this.#samPowered = this.#sam !== null;
        return this.#sam === null
          ? this.message(command, 0x80, 0x42, 0xfe)
          : this.message(command, 0x80, 0x00, 0x00, this.#sam);
      case 0x63:
        this.#samPowered = false;
        return this.message(command, 0x81, this.#sam === null ? 0x02 : 0x01, 0x00);
      case 0x6f:
        return this.message(command, 0x80, this.#samPowered ? 0x00 : 0x02, 0x00, this.#pseudo(command.data));
      case 0x6b:
        return super.work(command, SLOT);
      default:
        return this.message(command, 0x81, 0x42, 0x00);
    }
  }

  #pseudo(apdu: Buffer): string {
    const hex = apdu.toString('hex').toUpperCase();
    if (hex === 'FF00480000') return Buffer.from(this.#firmware, 'latin1').toString('hex');
    if (hex.startsWith('FF0044')) return this.#setSpeed(hex.slice(6, 8));
    if (!hex.startsWith('FF000000') || apdu[5] !== 0xd4 || apdu[4] !== apdu.length - 5) return BAD;
    const code = apdu.readUInt8(6);
    const answer = this.#chip(code, apdu.subarray(7));
    return answer === null ? `7F${BAD}` : `D5${byte(code + 1)}${answer}${GOOD}`;
  }

  #setSpeed(code: string): string {
    const speed = SPEEDS[code];
    if (speed === undefined) return BAD;
    this.changeSpeed(speed);
    return `90${code}`;
  }

  /** What the PN532 answers after its code, hex; null for what makes no sense to it. */
  #chip(code: number, data: Buffer): string | null {
    switch (code) {
      case 0x00:
        if (!this.#targetListed) return NOT_ACCEPTABLE;
        return this.stateOf(SLOT) === 'active' ? DONE : NO_ANSWER;
      case 0x32:
        if (data[0] === 0x01) this.#letGo();
        return '';
      case 0x40:
        return this.#exchange(data.subarray(1));
      case 0x4a:
        return this.#list(data[1] === 0x00);
      case 0x52:
        this.#letGo();
        return DONE;
      default:
        return null;
    }
  }

  #list(typeA: boolean): string {
    this.#letGo();
    const card = this.cardIn(SLOT);
    if (card === null || !typeA || this.powerOn(SLOT) === null) return '00';
    this.#targetListed = true;
    return `0101${describeOnAir(card, 'A', Math.max(0, this.cards.indexOf(card))).hex}`;
  }

  #exchange(apdu: Buffer): string {
    if (!this.#targetListed) return NOT_ACCEPTABLE;
    const answer = this.transmit(SLOT, apdu);
    return 'hex' in answer ? `${DONE}${answer.hex}` : NO_ANSWER;
  }

  #letGo(): void {
    this.#targetListed = false;
    this.powerOff(SLOT);
  }
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0').toUpperCase();
}
