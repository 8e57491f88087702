import type { Clock, Timer } from '../../base/clock.ts';
import type { EmulatedSlot } from './card-image.ts';
import { EXTENSION_MS } from './emulated-reader.ts';
import { type ChassisOptions, ReaderChassis } from './reader-chassis.ts';

/** A command as the host's frames bring it (USB CCID 1.1, chapter 6.1). */
export interface HostCommand {
  readonly code: number;
  readonly slot: number;
  readonly sequence: number;
  readonly data: Buffer;
}

/** Cuts a command out of its ten header bytes and what follows. */
export function hostCommand(message: Buffer): HostCommand {
  return {
    code: message.readUInt8(0),
    slot: message.readUInt8(5),
    sequence: message.readUInt8(6),
    data: Buffer.from(message.subarray(10)),
  };
}

export interface CcidChassisOptions extends ChassisOptions {
  readonly clock: Clock;
  /** What stands in bError when nothing went wrong. */
  readonly calm: number;
}

/** Slot status in the answers' bStatus. */
const STATES = { active: 0, inactive: 1, absent: 2 } as const;
const COMMAND_FAILED = 0x40;

/** A reader that speaks CCID, whatever wraps the messages: carries out one command at a time. */
export abstract class CcidChassis extends ReaderChassis {
  readonly #clock: Clock;
  readonly #calm: number;
  #busy: Timer | null = null;

  constructor(options: CcidChassisOptions) {
    super(options);
    this.#clock = options.clock;
    this.#calm = options.calm;
  }

  /** The answer to an escape command, both in upper-case hex; null for one that the reader does not know. */
  protected abstract escape(command: string): string | null;

  /** Sends the message that answers a command. */
  protected abstract answer(message: Buffer): void;

  /** Says that this answer will take a while; `answer` follows after EXTENSION_MS. */
  protected abstract pleadForTime(message: Buffer): void;

  /** While it works on a command the reader is deaf. */
  protected get busy(): boolean {
    return this.#busy !== null;
  }

  protected override forget(): void {
    this.#busy?.cancel();
    this.#busy = null;
  }

  protected execute(command: HostCommand, slot: EmulatedSlot): void {
    const message = this.work(command, slot);
    if (this.extend === 0) {
      this.answer(message);
      return;
    }
    this.extend--;
    this.pleadForTime(message);
    this.#busy = this.#clock.after(EXTENSION_MS, () => {
      this.#busy = null;
      this.answer(message);
    });
  }

  /** The slot number, byte 5 of the header, names no slot. */
  protected answerBadSlot({ slot, sequence }: HostCommand): void {
    this.answer(Buffer.from([0x81, 0, 0, 0, 0, slot, sequence, COMMAND_FAILED | STATES.absent, 0x05, 0]));
  }

  /** The header of an answer, and its data. */
  protected message(
    { slot, sequence }: HostCommand,
    type: number,
    status: number,
    error: number,
    dataHex = '',
  ): Buffer {
    const data = Buffer.from(dataHex, 'hex');
    const header = Buffer.from([type, 0, 0, 0, 0, slot, sequence, status, error, 0]);
    header.writeUInt32LE(data.length, 1);
    return Buffer.concat([header, data]);
  }

  /** Carries the command out; the message that answers it. */
  protected work(command: HostCommand, slot: EmulatedSlot): Buffer {
    const { code, data } = command;
    const state = () => STATES[this.stateOf(slot)];
    const done = (type: number, dataHex?: string) =>
      this.message(command, type, state(), this.#calm, dataHex);
    const failed = (type: number, error: number) =>
      this.message(command, type, COMMAND_FAILED | state(), error);
    switch (code) {
      case 0x62: {
        const atr = this.powerOn(slot);
        return atr === null ? failed(0x80, 0xfe) : done(0x80, atr);
      }
      case 0x63:
        this.powerOff(slot);
        return done(0x81);
      case 0x65:
        return done(0x81);
      case 0x6f: {
        const answer = this.transmit(slot, data);
        if ('hex' in answer) return done(0x80, answer.hex);
        return failed(0x80, answer.failed === 'parity' ? 0xfd : 0xfe);
      }
      case 0x6b: {
        const reply = this.escape(data.toString('hex').toUpperCase());
        return reply === null ? failed(0x83, 0x0a) : this.message(command, 0x83, 0, this.#calm, reply);
      }
      default:
        return failed(0x81, 0x00);
    }
  }
}

/** The checksum of every serial CCID framing. */
export function xorOf(bytes: Uint8Array): number {
  let check = 0;
  for (const value of bytes) check ^= value;
  return check;
}
