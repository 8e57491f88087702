import { AcsChassis, type AcsEmulatorOptions } from './acs-chassis.ts';
import type { EmulatedSlot } from './card-image.ts';

export interface AcsReaderEmulatorOptions extends AcsEmulatorOptions {
  /** What it calls itself; default `ACR1281S V103`. */
  readonly firmware?: string;
  /** Whether it can report slot changes; default true. */
  readonly reportsChanges?: boolean;
  /** Default true; a reader without antenna refuses slot 0. */
  readonly contactless?: boolean;
}

/** By slot number. */
const SLOTS: readonly EmulatedSlot[] = ['contactless', 'contact'];
/** By the low half of the escape's serial parameters. */
const SPEEDS = [9600, 19200, 38400, 57600, 115200, 128000, 230400, 250000, 256000, 500000];

/** An ACR1281S: contact and contactless slot, plain APDUs, reports of cards that come and go. */
export class AcsReaderEmulator extends AcsChassis {
  readonly #options: AcsReaderEmulatorOptions;
  #reporting = false;

  constructor(options: AcsReaderEmulatorOptions) {
    super(options, {
      slots: options.contactless === false ? ['contact'] : ['contact', 'contactless'],
      calm: 0x81, // as in the manual's own examples
      timeout: 0x99,
    });
    this.#options = options;
  }

  protected override placeOf(slot: number): EmulatedSlot | null {
    const place = SLOTS[slot];
    return place !== undefined && this.slots.includes(place) ? place : null;
  }

  protected override forget(): void {
    super.forget();
    this.#reporting = false;
  }

  protected override tellOfCard(changed: EmulatedSlot): void {
    if (!this.#reporting) return;
    let bits = changed === 'contact' ? 0x08 : 0x02;
    if (this.cardIn('contactless') !== null) bits |= 0x01;
    if (this.cardIn('contact') !== null) bits |= 0x04;
    this.line.write(Buffer.from([0x02, 0x50, bits, 0x50 ^ bits, 0x03]));
  }

  protected override escape(command: string): string | null {
    if (command === 'E000001800') {
      const text = this.#options.firmware ?? 'ACR1281S V103';
      return `E000000000${Buffer.from(text, 'latin1').toString('hex')}`;
    }
    return /^44..$/.test(command) ? this.#setSerial(Number.parseInt(command.slice(2), 16)) : null;
  }

  /** Low half: the speed from the next frame on; top bit: report cards that come and go. */
  #setSerial(parameters: number): string | null {
    const speed = SPEEDS[parameters & 0x0f];
    const report = parameters >= 0x80;
    if (speed === undefined || (report && this.#options.reportsChanges === false)) return null;
    this.#reporting = report;
    this.changeSpeed(speed);
    return Buffer.from([0x90, parameters]).toString('hex');
  }
}
