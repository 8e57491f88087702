import type { Clock, Timer } from '../../base/clock.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import type { CardImage } from './card-image.ts';
import { EXTENSION_MS } from './emulated-reader.ts';
import { type Pn532HostFrame, Pn532HostFrames } from './pn532-host-frames.ts';
import { describeOnAir } from './pn532-radio.ts';
import { ReaderChassis } from './reader-chassis.ts';

export interface Pn532ReaderEmulatorOptions {
  readonly line: EmulatedLine;
  readonly clock: Clock;
  /** What can be laid on; default CARD_IMAGES, of which only those with an antenna let themselves be laid on. */
  readonly cards?: readonly CardImage[];
  /** IC, version, revision, support, as GetFirmwareVersion tells them; default `32010607`, a PN532 with firmware 1.6. */
  readonly version?: string;
  /** How the cards speak over the air; default A. */
  readonly air?: 'A' | 'B';
  /** What it hands over of a card's answer in one frame, bytes; default 262, the chip's own limit. */
  readonly pieceLength?: number;
}

const SLOT = 'contactless';
const WAKE = 0x55;
const UNFINISHED_MS = 1_000;
const TFI_READER = 0xd5;
const LONGEST_NORMAL = 255;
/** InListPassiveTarget's word for the kind of card. */
const KINDS: Readonly<Record<number, 'A' | 'B'>> = { 0: 'A', 3: 'B' };
/** Status bytes (UM0701-02, 7.1). */
const DONE = '00';
const NO_ANSWER = '01';
const BAD_CHECKSUM = '02';
const NOT_ACCEPTABLE = '27';
const MORE = 0x40;

type Command = Extract<Pn532HostFrame, { kind: 'command' }>;

/**
 * A PN532 on the device's end of a UART: bytes in, bytes out, from NXP's user manual and the vectors of the card notes.
 * Shares no code with the driver. It sleeps until it is woken; looking for a card goes on for ever unless the retries
 * are capped; a command with a wrong check is met with silence (`refuse`), and for a slow card it has no word (`extend`).
 */
export class Pn532ReaderEmulator extends ReaderChassis {
  readonly line: EmulatedLine;
  readonly #clock: Clock;
  readonly #options: Pn532ReaderEmulatorOptions;
  readonly #frames = new Pn532HostFrames();
  readonly #stop: () => void;
  #awake = false;
  #retriesCapped = false;
  /** Someone is activated: his number is 1. */
  #target: { readonly hasProcessor: boolean } | null = null;
  /** What the host has not fetched yet of an answer. */
  #rest: Buffer | null = null;
  #last: Buffer | null = null;
  #busy: Timer | null = null;
  /** Looks for a card of this kind until there is one. */
  #looking: 'A' | 'B' | null = null;
  #unfinished: Timer | null = null;

  constructor(options: Pn532ReaderEmulatorOptions) {
    super({ ...options, slots: [SLOT] });
    this.#options = options;
    this.#clock = options.clock;
    this.line = options.line;
    this.#stop = options.line.onData((bytes) => this.#hear(bytes));
  }

  override async close(): Promise<void> {
    this.#stop();
    await super.close();
  }

  protected override forget(): void {
    this.#awake = false;
    this.#retriesCapped = false;
    this.#target = null;
    this.#rest = null;
    this.#last = null;
    this.#stopWorking();
    this.#frames.forget();
    this.#unfinished?.cancel();
  }

  protected override tellOfCard(): void {
    if (this.#looking === null) return;
    const found = this.#list(this.#looking);
    if (found !== '00') this.#answer(0x4a, found);
  }

  #stopWorking(): void {
    this.#busy?.cancel();
    this.#busy = null;
    this.#looking = null;
  }

  #hear(bytes: Uint8Array): void {
    this.#unfinished?.cancel();
    if (this.silent) {
      this.#frames.forget();
      return;
    }
    this.#awake ||= bytes.includes(WAKE);
    if (!this.#awake) return;
    for (const frame of this.#frames.hear(bytes)) this.#obey(frame);
    if (this.#frames.inside) {
      this.#unfinished = this.#clock.after(UNFINISHED_MS, () => this.#frames.forget());
    }
  }

  #obey(frame: Pn532HostFrame): void {
    switch (frame.kind) {
      case 'abort':
        this.#stopWorking();
        break;
      case 'again':
        if (this.#last !== null) this.#say(this.#last);
        break;
      case 'command':
        if (this.refuse > 0) this.refuse--;
        else this.#execute(frame);
        break;
    }
  }

  /** Whatever it was at, a new command ends it. */
  #execute(command: Command): void {
    this.#stopWorking();
    this.line.write(Buffer.from([0x00, 0x00, 0xff, 0x00, 0xff, 0x00]));
    const answer = this.#work(command.code, command.data);
    if (answer === 'looking') return;
    if (this.extend > 0) {
      this.extend--;
      this.#busy = this.#clock.after(EXTENSION_MS, () => this.#answer(command.code, answer));
    } else {
      this.#answer(command.code, answer);
    }
  }

  /** What follows the answer's code, hex; null for what makes no sense. */
  #work(code: number, data: Buffer): string | null | 'looking' {
    switch (code) {
      case 0x00:
        return data.toString('hex') === '06' ? this.#stillThere() : null;
      case 0x02:
        return this.#options.version ?? '32010607';
      case 0x14:
        return data[0] === 0x01 ? '' : null;
      case 0x32:
        return this.#configureRadio(data);
      case 0x40:
        return this.#exchange(data);
      case 0x4a:
        return this.#look(data);
      case 0x52:
        this.#letGo();
        return DONE;
      default:
        return null;
    }
  }

  #configureRadio(data: Buffer): string | null {
    const [item, ...values] = data;
    if (item === 0x05 && values.length === 3) this.#retriesCapped = values[2] !== 0xff;
    else if (item === 0x01 && values.length === 1) this.#letGo();
    else return null;
    return '';
  }

  #look(data: Buffer): string | null | 'looking' {
    const kind = KINDS[data[1] ?? -1];
    if (kind === undefined) return null;
    const found = this.#list(kind);
    if (found !== '00' || this.#retriesCapped) return found;
    this.#looking = kind;
    return 'looking';
  }

  /** How many were found, and who. */
  #list(kind: 'A' | 'B'): string {
    this.#letGo();
    const card = this.cardIn(SLOT);
    if (card === null || kind !== (this.#options.air ?? 'A') || this.powerOn(SLOT) === null) return '00';
    // A card that is not from the drawer is described like its first.
    const place = Math.max(0, this.cards.indexOf(card));
    const { hex, hasProcessor } = describeOnAir(card, kind, place);
    this.#target = { hasProcessor };
    return `0101${hex}`;
  }

  #letGo(): void {
    this.#target = null;
    this.#rest = null;
    this.powerOff(SLOT);
  }

  #stillThere(): string {
    if (this.#target?.hasProcessor !== true) return NOT_ACCEPTABLE;
    return this.stateOf(SLOT) === 'active' ? DONE : NO_ANSWER;
  }

  #exchange(data: Buffer): string {
    if (this.#target?.hasProcessor !== true || data[0] !== 0x01) return NOT_ACCEPTABLE;
    if (this.#rest !== null && data.length === 1) return this.#piece(this.#rest);
    const answer = this.transmit(SLOT, data.subarray(1));
    if ('failed' in answer) return answer.failed === 'removed' ? NO_ANSWER : BAD_CHECKSUM;
    return this.#piece(Buffer.from(answer.hex, 'hex'));
  }

  #piece(whole: Buffer): string {
    const length = this.#options.pieceLength ?? 262;
    const more = whole.length > length;
    this.#rest = more ? whole.subarray(length) : null;
    return Buffer.from([more ? MORE : 0x00, ...whole.subarray(0, length)]).toString('hex');
  }

  #answer(code: number, hex: string | null): void {
    this.#stopWorking();
    const content =
      hex === null ? Buffer.from([0x7f]) : Buffer.from([TFI_READER, code + 1, ...Buffer.from(hex, 'hex')]);
    this.#last = content;
    this.#say(content);
  }

  #say(content: Buffer): void {
    const { length } = content;
    const lengths = length > LONGEST_NORMAL ? [0xff, 0xff, length >> 8, length & 0xff] : [length];
    const lengthCheck = 0x200 - (length >> 8) - (length & 0xff);
    let check = 0;
    for (const value of content) check -= value;
    if (this.garble > 0) {
      this.garble--;
      check ^= 0x55;
    }
    const head = Buffer.from([0x00, 0x00, 0xff, ...lengths, lengthCheck & 0xff]);
    this.line.write(Buffer.concat([head, content, Buffer.from([check & 0xff, 0x00])]));
  }
}
